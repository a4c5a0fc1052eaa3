package org.commworld.mapreduce.hadoop.task;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.apache.hadoop.io.BytesWritable;
import org.apache.hadoop.io.IntWritable;
import org.apache.hadoop.io.LongWritable;
import org.apache.hadoop.io.RawComparator;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.io.WritableUtils;
import org.jspecify.annotations.Nullable;

/**
 * Serialized keys as sequences of unsigned numbers: the order of the sequences, word by word, is
 * that of the keys.
 */
enum KeyWords {
  /** {@code Text}: a length of 1 to 5 bytes, then the bytes that are compared. */
  TEXT {
    @Override
    long word(byte[] buffer, int start, int end, int number) {
      return bytes(buffer, start + WritableUtils.decodeVIntSize(buffer[start]), end, number);
    }
  },

  /** {@code BytesWritable}: a length of 4 bytes, then the bytes that are compared. */
  BYTES {
    @Override
    long word(byte[] buffer, int start, int end, int number) {
      return bytes(buffer, start + Integer.BYTES, end, number);
    }
  },

  /** {@code IntWritable}. */
  INT {
    @Override
    long word(byte[] buffer, int start, int end, int number) {
      return Integer.toUnsignedLong((int) INTS.get(buffer, start) ^ Integer.MIN_VALUE);
    }

    @Override
    boolean isLast(long word) {
      return true;
    }
  },

  /** {@code LongWritable}. */
  LONG {
    @Override
    long word(byte[] buffer, int start, int end, int number) {
      return (long) LONGS.get(buffer, start) ^ Long.MIN_VALUE;
    }

    @Override
    boolean isLast(long word) {
      return true;
    }
  };

  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  /** Bytes of a key in one word; the word's last byte tells how many there were, or more. */
  private static final int BYTES_TAKEN = 7;

  /** For keys that this comparator orders; null if nothing is known of its order. */
  static @Nullable KeyWords of(RawComparator<?> comparator) {
    Class<?> type = comparator.getClass();
    if (type == Text.Comparator.class) {
      return TEXT;
    }
    if (type == BytesWritable.Comparator.class) {
      return BYTES;
    }
    if (type == IntWritable.Comparator.class) {
      return INT;
    }
    return type == LongWritable.Comparator.class ? LONG : null;
  }

  /**
   * A word of the key that lies at {@code start} to {@code end}, exclusive. The words before it are
   * not the last.
   */
  abstract long word(byte[] buffer, int start, int end, int number);

  /** Whether keys are equal that are equal up to this word. */
  boolean isLast(long word) {
    return (word & 0xff) <= BYTES_TAKEN;
  }

  /**
   * Seven bytes, zeros after a key that ends; then how many there were, or 8 if more follow: a key
   * comes before those that it begins.
   */
  private static long bytes(byte[] buffer, int start, int end, int number) {
    int from = start + BYTES_TAKEN * number;
    int left = end - from;
    int taken = Math.min(left, BYTES_TAKEN);
    long bytes;
    if (from + Long.BYTES <= buffer.length) {
      bytes =
          taken == 0
              ? 0
              : (long) LONGS.get(buffer, from) & (-1L << (Long.SIZE - Byte.SIZE * taken));
    } else {
      bytes = 0;
      for (int i = 0; i < taken; i++) {
        bytes |= (buffer[from + i] & 0xffL) << (Long.SIZE - Byte.SIZE * (i + 1));
      }
    }
    return bytes | Math.min(left, BYTES_TAKEN + 1);
  }
}

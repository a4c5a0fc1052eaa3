package org.commworld.mapreduce.hadoop.task;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.reflect.Field;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.apache.hadoop.mapred.JobConf;
import org.apache.hadoop.mapred.JobConfigurable;
import org.apache.hadoop.mapred.MapTask.MapOutputBuffer;
import org.apache.hadoop.util.IndexedSortable;
import org.apache.hadoop.util.IndexedSorter;
import org.apache.hadoop.util.Progressable;
import org.apache.hadoop.util.QuickSort;
import org.jspecify.annotations.Nullable;

/**
 * Sorts a map's output in Hadoop's buffer by the keys' words, laid side by side: a map whose
 * records are short spends most of its time, with Hadoop's sort, on waiting for keys that lie
 * anywhere in memory. Stable: of equal keys the latest comes first, as Hadoop orders few records,
 * and who reads them in this order walks through memory in one direction.
 *
 * <p>A job's {@code map.sort.class} takes its place. Keys of which no order is known, other buffers
 * than Hadoop's, and more records than {@link #MEMORY_BYTES} allows are sorted by Hadoop's {@link
 * QuickSort}.
 *
 * <p>Source: radix exchange from the most significant digit, out of place (Knuth, The Art of
 * Computer Programming 3, 5.2.5); keys side by side: AlphaSort (Nyberg and others, SIGMOD 1994).
 */
public final class RadixSort implements IndexedSorter, JobConfigurable {
  /** Bytes that the sort may take beside the sort buffer: it takes 32 for a record. */
  static final String MEMORY_BYTES = "mapreduce.spark.map.sort.memory.bytes";

  private static final int BYTES_PER_RECORD = 4 * Long.BYTES;
  private static final @Nullable Field BUFFER = buffer();

  private final QuickSort other = new QuickSort();
  private @Nullable KeyWords words;
  private int mostRecords;
  private long[] entries = {};
  private long[] spare = {};

  /** Hadoop makes sorters of the class that {@code map.sort.class} names. */
  public RadixSort() {}

  /** Hadoop keeps records and their index in one array, which only its own package sees. */
  private static @Nullable Field buffer() {
    try {
      Field field = MapOutputBuffer.class.getDeclaredField("kvbuffer");
      field.setAccessible(true);
      return field.getType() == byte[].class ? field : null;
    } catch (ReflectiveOperationException | RuntimeException e) {
      return null; // Another Hadoop: it sorts by itself.
    }
  }

  @Override
  public void configure(JobConf job) {
    words = KeyWords.of(job.getOutputKeyComparator());
    mostRecords =
        (int) Math.min(job.getLong(MEMORY_BYTES, 0) / BYTES_PER_RECORD, Integer.MAX_VALUE / 4);
  }

  @Override
  public void sort(IndexedSortable records, int from, int to) {
    sort(records, from, to, null);
  }

  @Override
  public void sort(IndexedSortable records, int from, int to, @Nullable Progressable progress) {
    byte[] buffer = bufferOf(records);
    int count = to - from;
    if (count < 2) {
      return;
    }
    if (buffer == null || words == null || count > mostRecords) {
      other.sort(records, from, to, progress);
      return;
    }
    if (entries.length < 2 * count) {
      entries = new long[2 * count];
      spare = new long[2 * count];
    }
    new Run(buffer, from, words, entries, spare).sort(count);
  }

  private static byte @Nullable [] bufferOf(IndexedSortable records) {
    if (BUFFER == null || records.getClass() != MapOutputBuffer.class) {
      return null;
    }
    try {
      return (byte[]) BUFFER.get(records);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * One sort. An entry is two numbers: a word of the key; the record's reduce in the upper half and
   * in the lower one its place in the buffer's index, counted from the first.
   */
  private static final class Run {
    /** A record of the buffer's index: where its value starts, its key, its reduce, a length. */
    private static final int INDEX_BYTES = 4 * Integer.BYTES;

    private static final int KEY_START = Integer.BYTES;
    private static final int REDUCE = 2 * Integer.BYTES;

    private static final VarHandle INTS =
        MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.nativeOrder());
    private static final VarHandle LONGS =
        MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private static final int DIGITS = 1 << Byte.SIZE;

    /** As many entries or fewer are sorted by insertion. */
    private static final int FEW = 32;

    private final byte[] buffer;
    private final int first;
    private final KeyWords words;
    private final long[] entries;
    private final long[] spare;
    private final int[] places = new int[DIGITS];

    Run(byte[] buffer, int first, KeyWords words, long[] entries, long[] spare) {
      this.buffer = buffer;
      this.first = first;
      this.words = words;
      this.entries = entries;
      this.spare = spare;
    }

    void sort(int count) {
      for (int i = 0; i < count; i++) {
        long reduce = (int) INTS.get(buffer, offset(i) + REDUCE);
        entries[2 * i] = reduce;
        entries[2 * i + 1] = reduce << Integer.SIZE | i;
      }
      sort(0, count, -1);
      apply(count);
    }

    /** Where a record's part of the buffer's index lies: the index is a ring. */
    private int offset(int record) {
      int ring = buffer.length / INDEX_BYTES;
      int place = first + record;
      return (place < ring ? place : place - ring) * INDEX_BYTES;
    }

    /**
     * Sorts entries whose words before this one are equal and whose words of this number are there;
     * word -1 is the reduce.
     */
    private void sort(int from, int to, int number) {
      int current = number;
      long differences = differences(from, to);
      while (differences == 0) {
        if (current >= 0 && words.isLast(entries[2 * from])) {
          return;
        }
        current++;
        load(from, to, current);
        differences = differences(from, to);
      }
      int shift = (Long.SIZE - 1 - Long.numberOfLeadingZeros(differences)) & -Byte.SIZE;
      if (to - from <= FEW) {
        insert(from, to);
        shift = 0;
      } else {
        distribute(from, to, shift);
      }
      int end;
      for (int start = from; start < to; start = end) {
        end = start + 1;
        long digits = entries[2 * start] >>> shift;
        while (end < to && entries[2 * end] >>> shift == digits) {
          end++;
        }
        if (end - start > 1) {
          sort(start, end, current);
        }
      }
    }

    /** The bits in which the words differ. */
    private long differences(int from, int to) {
      long word = entries[2 * from];
      long differences = 0;
      for (int i = from + 1; i < to; i++) {
        differences |= entries[2 * i] ^ word;
      }
      return differences;
    }

    private void load(int from, int to, int number) {
      for (int i = from; i < to; i++) {
        int at = offset((int) entries[2 * i + 1]);
        int start = (int) INTS.get(buffer, at + KEY_START);
        // A key lies in one piece, and its value after it.
        int end = (int) INTS.get(buffer, at);
        entries[2 * i] = words.word(buffer, start, end, number);
      }
    }

    private void insert(int from, int to) {
      for (int i = from + 1; i < to; i++) {
        long word = entries[2 * i];
        long record = entries[2 * i + 1];
        int j = i;
        for (; j > from && Long.compareUnsigned(entries[2 * j - 2], word) > 0; j--) {
          entries[2 * j] = entries[2 * j - 2];
          entries[2 * j + 1] = entries[2 * j - 1];
        }
        entries[2 * j] = word;
        entries[2 * j + 1] = record;
      }
    }

    /** Brings the entries into the order of the words' digits at {@code shift}. */
    private void distribute(int from, int to, int shift) {
      Arrays.fill(places, 0);
      for (int i = from; i < to; i++) {
        places[(int) (entries[2 * i] >>> shift) & (DIGITS - 1)]++;
      }
      int place = from;
      for (int digit = 0; digit < DIGITS; digit++) {
        int entriesOfDigit = places[digit];
        places[digit] = place;
        place += entriesOfDigit;
      }
      for (int i = from; i < to; i++) {
        long word = entries[2 * i];
        int at = places[(int) (word >>> shift) & (DIGITS - 1)]++;
        spare[2 * at] = word;
        spare[2 * at + 1] = entries[2 * i + 1];
      }
      System.arraycopy(spare, 2 * from, entries, 2 * from, 2 * (to - from));
    }

    /** Brings the buffer's index into the order of the entries. */
    private void apply(int count) {
      for (int i = 0; i < count; i++) {
        int at = offset(i);
        spare[2 * i] = (long) LONGS.get(buffer, at);
        spare[2 * i + 1] = (long) LONGS.get(buffer, at + Long.BYTES);
      }
      for (int i = 0; i < count; i++) {
        int record = (int) entries[2 * i + 1];
        int at = offset(i);
        LONGS.set(buffer, at, spare[2 * record]);
        LONGS.set(buffer, at + Long.BYTES, spare[2 * record + 1]);
      }
    }
  }
}

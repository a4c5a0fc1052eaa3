package org.commworld.mapreduce.mrjob;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import org.apache.hadoop.io.WritableComparable;
import org.apache.hadoop.io.WritableComparator;
import org.apache.hadoop.mapreduce.Partitioner;

/**
 * A line between Hadoop's mappers and reducers. The whole line is the record's key and there is no
 * value, so that one order serves sorted and unsorted values alike.
 *
 * <pre>
 *   0         4         8
 *   +---------+---------+-----------+------+-----------+
 *   | length  | length  | key       | tab  | value     |
 *   | of line | of key  |           |      |           |
 *   +---------+---------+-----------+------+-----------+
 * </pre>
 */
final class EncodedLine implements WritableComparable<EncodedLine> {
  private static final int HEADER_BYTES = 8;

  private byte[] line = new byte[0];
  private int keyLength;

  void set(byte[] bytes) {
    line = bytes;
    keyLength = Lines.keyLength(bytes);
  }

  /** The line's own bytes: each reading makes new ones. */
  byte[] line() {
    return line;
  }

  @Override
  public void write(DataOutput out) throws IOException {
    out.writeInt(line.length);
    out.writeInt(keyLength);
    out.write(line);
  }

  @Override
  public void readFields(DataInput in) throws IOException {
    line = new byte[in.readInt()];
    keyLength = in.readInt();
    in.readFully(line);
  }

  @Override
  public int compareTo(EncodedLine other) {
    return Arrays.compareUnsigned(line, 0, keyLength, other.line, 0, other.keyLength);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof EncodedLine that && Arrays.equals(line, that.line);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(line);
  }

  /** By the bytes of the key. */
  static class KeyOrder extends WritableComparator {
    KeyOrder() {
      super(EncodedLine.class);
    }

    @Override
    public int compare(byte[] a, int aAt, int aLength, byte[] b, int bAt, int bLength) {
      int aFrom = aAt + HEADER_BYTES;
      int bFrom = bAt + HEADER_BYTES;
      return Arrays.compareUnsigned(
          a, aFrom, aFrom + readInt(a, aAt + 4), b, bFrom, bFrom + readInt(b, bAt + 4));
    }
  }

  /** By the bytes of the key, then of the value. */
  static final class KeyValueOrder extends KeyOrder {
    @Override
    public int compare(byte[] a, int aAt, int aLength, byte[] b, int bAt, int bLength) {
      int keys = super.compare(a, aAt, aLength, b, bAt, bLength);
      return keys != 0
          ? keys
          : Arrays.compareUnsigned(
              a, aAt + HEADER_BYTES, aAt + aLength, b, bAt + HEADER_BYTES, bAt + bLength);
    }
  }

  /** Lines of one key go to one reducer, the same as with the inline runner. */
  static final class ByKey extends Partitioner<EncodedLine, Object> {
    @Override
    public int getPartition(EncodedLine key, Object value, int partitions) {
      return Lines.partition(key.line, key.keyLength, partitions);
    }
  }
}

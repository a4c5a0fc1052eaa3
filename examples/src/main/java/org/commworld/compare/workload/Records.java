package org.commworld.compare.workload;

import java.util.Arrays;

/** Records to sort: 100 bytes, the first 10 of them the key. */
public final class Records {
  /** Bytes of a record. */
  public static final int RECORD = 100;

  /** Bytes of its key. */
  public static final int KEY = 10;

  private Records() {}

  /** Which of {@code parts} ranges of keys the record at {@code offset} belongs to. */
  public static int range(byte[] bytes, int offset, int parts) {
    long first = 0;
    for (int i = 0; i < 4; i++) {
      first = first << 8 | (bytes[offset + i] & 0xff);
    }
    return (int) ((first * parts) >>> 32);
  }

  /** By key. */
  public static int compare(byte[] a, byte[] b) {
    return Arrays.compareUnsigned(a, 0, KEY, b, 0, KEY);
  }
}

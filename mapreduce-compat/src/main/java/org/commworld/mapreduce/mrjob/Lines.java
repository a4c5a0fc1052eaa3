package org.commworld.mapreduce.mrjob;

import java.util.Arrays;
import java.util.Comparator;

/** A line's key is what stands before its first tab, or all of it. */
final class Lines {
  private static final int HASH_BASE = 31;

  private Lines() {}

  static int keyLength(byte[] line) {
    for (int i = 0; i < line.length; i++) {
      if (line[i] == '\t') {
        return i;
      }
    }
    return line.length;
  }

  /** Without the carriage returns at its end. */
  static byte[] withoutReturn(byte[] line) {
    int end = line.length;
    while (end > 0 && line[end - 1] == '\r') {
      end--;
    }
    return end == line.length ? line : Arrays.copyOf(line, end);
  }

  /** By the bytes of the key, and of the value if values are sorted. */
  static Comparator<byte[]> order(boolean sortValues) {
    Comparator<byte[]> keys =
        (a, b) -> Arrays.compareUnsigned(a, 0, keyLength(a), b, 0, keyLength(b));
    return sortValues ? keys.thenComparing(Arrays::compareUnsigned) : keys;
  }

  /** Which of {@code reducers} a line goes to. */
  static int partition(byte[] line, int keyLength, int reducers) {
    int hash = 1;
    for (int i = 0; i < keyLength; i++) {
      hash = HASH_BASE * hash + line[i];
    }
    return (hash & Integer.MAX_VALUE) % reducers;
  }
}

package org.commworld.mapreduce.mrjob.protocol;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A line as a key, a tab and a value. */
final class Tabs {
  private Tabs() {}

  /** Where the first tab is, or the length of the line. */
  static int keyLength(byte[] line) {
    for (int i = 0; i < line.length; i++) {
      if (line[i] == '\t') {
        return i;
      }
    }
    return line.length;
  }

  /** What follows the first tab, or null if there is none. */
  static byte @Nullable [] rest(byte[] line, int keyLength) {
    return keyLength == line.length ? null : Arrays.copyOfRange(line, keyLength + 1, line.length);
  }

  static byte[] join(byte @Nullable [] key, byte @Nullable [] value) {
    if (key == null || value == null) {
      byte[] one = key == null ? value : key;
      return one == null ? new byte[0] : one;
    }
    byte[] line = Arrays.copyOf(key, key.length + 1 + value.length);
    line[key.length] = '\t';
    System.arraycopy(value, 0, line, key.length + 1, value.length);
    return line;
  }
}

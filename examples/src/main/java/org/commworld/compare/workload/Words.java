package org.commworld.compare.workload;

import java.util.ArrayList;
import java.util.List;

/** Words: the longest runs of letters from a to z, in lower case. */
public final class Words {
  private static final long PRIME = 1_000_003;

  private Words() {}

  /** The words of a line in turn. */
  public static List<String> of(String line) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    for (int i = 0; i <= line.length(); i++) {
      int letter = i < line.length() ? line.charAt(i) | 0x20 : 0;
      if (letter >= 'a' && letter <= 'z') {
        word.append((char) letter);
      } else if (word.length() > 0) {
        words.add(word.toString());
        word.setLength(0);
      }
    }
    return words;
  }

  /** A word's part in the answer, for each time it is there. */
  public static long digest(String word) {
    return Integer.toUnsignedLong(word.hashCode()) % PRIME;
  }
}

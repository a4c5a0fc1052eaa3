package org.commworld.zookeeper;

import java.util.ArrayList;
import java.util.List;

/** Ascending ranks as text, {@code 0-15,18}: what a JVM hosts, or what is missing. */
final class RankRanges {
  private RankRanges() {}

  static String format(List<Integer> ranks) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < ranks.size(); ) {
      int first = ranks.get(i);
      int last = first;
      while (++i < ranks.size() && ranks.get(i) == last + 1) {
        last++;
      }
      text.append(text.isEmpty() ? "" : ",").append(first);
      if (last > first) {
        text.append('-').append(last);
      }
    }
    return text.toString();
  }

  /**
   * The ranks of {@code text}.
   *
   * @param size all must be below it: bounds what a damaged text can make us allocate
   */
  static List<Integer> parse(String text, int size) {
    List<Integer> ranks = new ArrayList<>();
    for (String range : text.split(",", -1)) {
      int dash = range.indexOf('-');
      int first = number(dash < 0 ? range : range.substring(0, dash), text);
      int last = dash < 0 ? first : number(range.substring(dash + 1), text);
      if (first > last || last >= size) {
        throw new IllegalArgumentException("invalid ranks: ranks=" + text + ", size=" + size);
      }
      for (int rank = first; rank <= last; rank++) {
        ranks.add(rank);
      }
    }
    return ranks;
  }

  private static int number(String digits, String text) {
    if (!digits.matches("[0-9]{1,9}")) {
      throw new IllegalArgumentException("invalid ranks: ranks=" + text);
    }
    return Integer.parseInt(digits);
  }
}

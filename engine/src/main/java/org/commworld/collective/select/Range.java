package org.commworld.collective.select;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Numbers from {@code low} to {@code high}, both included. In text {@code 2..8}, {@code 2..},
 * {@code ..8} or {@code 2}; a number may end in K or M, for 2^10 or 2^20.
 */
record Range(long low, long high) {
  private static final Pattern NUMBER = Pattern.compile("(\\d{1,15})([KM]?)");

  boolean contains(long x) {
    return low <= x && x <= high;
  }

  boolean overlaps(Range other) {
    return low <= other.high && other.low <= high;
  }

  /**
   * The range of {@code text}.
   *
   * @throws IllegalArgumentException if it is none, or has nothing in it
   */
  static Range of(String text, long least) {
    int dots = text.indexOf("..");
    String from = dots < 0 ? text : text.substring(0, dots);
    String to = dots < 0 ? text : text.substring(dots + 2);
    Range range =
        new Range(
            from.isEmpty() ? least : number(from), to.isEmpty() ? Long.MAX_VALUE : number(to));
    if (range.low > range.high || range.low < least) {
      throw new IllegalArgumentException("empty range, or below " + least + ": " + text);
    }
    return range;
  }

  static long number(String text) {
    Matcher matcher = NUMBER.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("not a number: " + text);
    }
    long number = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "K" -> number << 10;
      case "M" -> number << 20;
      default -> number;
    };
  }

  @Override
  public String toString() {
    if (low == high) {
      return Long.toString(low);
    }
    return low + ".." + (high == Long.MAX_VALUE ? "" : Long.toString(high));
  }
}

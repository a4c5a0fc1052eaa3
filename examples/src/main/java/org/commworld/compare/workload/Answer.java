package org.commworld.compare.workload;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a program has found out, as numbers that tell right from wrong, and how long it took where
 * the program itself measures that.
 *
 * @param values whole numbers are exact, others may differ by rounding
 * @param seconds of one operation; NaN where whoever runs the program measures
 */
public record Answer(List<String> values, double seconds) implements Serializable {
  /**
   * Sums of millions of terms in different orders differ by less: engines have been seen to be
   * 2e-13 apart at the sizes that are the default.
   */
  private static final double TOLERANCE = 1e-10;

  /** Copies the list. */
  public Answer {
    values = List.copyOf(values);
  }

  /** Of whole numbers. */
  public static Answer of(long... values) {
    return new Answer(Arrays.stream(values).mapToObj(String::valueOf).toList(), Double.NaN);
  }

  /** Of other numbers. */
  public static Answer of(double... values) {
    return new Answer(Arrays.stream(values).mapToObj(String::valueOf).toList(), Double.NaN);
  }

  /** What {@link #text} has made. */
  public static Answer parse(String text) {
    return new Answer(List.of(text.strip().split(" +")), Double.NaN);
  }

  /** The same, of which an operation took {@code time} seconds. */
  public Answer taking(double time) {
    return new Answer(values, time);
  }

  /** The numbers with spaces between. */
  public String text() {
    return String.join(" ", values);
  }

  /** The first numbers only, for people. */
  public String brief() {
    return values.stream().limit(3).collect(Collectors.joining(" "))
        + (values.size() > 3 ? " …" : "");
  }

  /** Whether both are the same but for rounding. */
  public boolean agrees(Answer other) {
    if (values.size() != other.values.size()) {
      return false;
    }
    for (int i = 0; i < values.size(); i++) {
      if (!agrees(values.get(i), other.values.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean agrees(String a, String b) {
    if (a.equals(b)) {
      return true;
    }
    try {
      if (isWhole(a) && isWhole(b)) {
        return false;
      }
      double x = Double.parseDouble(a);
      double y = Double.parseDouble(b);
      return Math.abs(x - y) <= TOLERANCE * Math.max(Math.abs(x), Math.abs(y));
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private static boolean isWhole(String number) {
    return number.chars().allMatch(c -> c == '-' || (c >= '0' && c <= '9'));
  }
}

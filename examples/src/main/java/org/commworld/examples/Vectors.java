package org.commworld.examples;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Arrays as the examples print them: numbers between brackets, {@code [0. 0.5]}. */
final class Vectors {
  private Vectors() {}

  static String format(int[] numbers) {
    return Arrays.stream(numbers)
        .mapToObj(Integer::toString)
        .collect(Collectors.joining(" ", "[", "]"));
  }

  static String format(double[] numbers) {
    return Arrays.stream(numbers)
        .mapToObj(Vectors::format)
        .collect(Collectors.joining(" ", "[", "]"));
  }

  /** A whole number ends with its point. */
  private static String format(double number) {
    String digits = Double.toString(number);
    return digits.endsWith(".0") ? digits.substring(0, digits.length() - 1) : digits;
  }
}

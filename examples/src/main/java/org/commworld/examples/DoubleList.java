package org.commworld.examples;

import java.util.Arrays;

/** A growing row of numbers, unboxed. */
final class DoubleList {
  private double[] numbers = new double[1024];
  private int count;

  void add(double number) {
    if (count == numbers.length) {
      numbers = Arrays.copyOf(numbers, 2 * count);
    }
    numbers[count++] = number;
  }

  double[] toArray() {
    return Arrays.copyOf(numbers, count);
  }
}

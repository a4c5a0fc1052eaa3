package org.commworld.compare.report;

import java.util.Collection;

/** Five numbers of a sample, interpolated between its values; all NaN if there are none. */
public record Quartiles(double least, double lower, double median, double upper, double most) {
  /** Of some values in any order. */
  public static Quartiles of(Collection<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    return new Quartiles(
        at(sorted, 0), at(sorted, 0.25), at(sorted, 0.5), at(sorted, 0.75), at(sorted, 1));
  }

  private static double at(double[] sorted, double share) {
    if (sorted.length == 0) {
      return Double.NaN;
    }
    double place = share * (sorted.length - 1);
    int below = (int) place;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }

  /** Whether the middle half of this sample is below that of {@code other}. */
  public boolean isClearlyBelow(Quartiles other) {
    return upper < other.lower;
  }
}

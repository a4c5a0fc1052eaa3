package org.commworld.compare.workload;

import java.util.Arrays;

/** What the sweeps send, and what tells that the right thing came to the right place. */
public final class Pattern {
  private static final int PERIOD = 1021;
  private static final int WEIGHTS = 97;

  private Pattern() {}

  /** Rank's {@code n} elements, all of them whole numbers so that sums are exact. */
  public static double[] values(int rank, int n) {
    double[] values = new double[n];
    Arrays.setAll(values, i -> value(rank, i));
    return values;
  }

  /** Element {@code i} of a rank. */
  public static double value(int rank, int i) {
    return 1024.0 * (rank + 1) + i % PERIOD;
  }

  /** Depends on each element and its place, and on the rank that has them. */
  public static long checksum(double[] values, int rank) {
    long sum = 0;
    for (int i = 0; i < values.length; i++) {
      sum += ((long) values[i]) * ((i + rank) % WEIGHTS + 1);
    }
    return sum;
  }
}

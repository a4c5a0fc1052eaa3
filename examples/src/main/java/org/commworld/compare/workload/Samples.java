package org.commworld.compare.workload;

/** Pseudo-random points of the unit square, the i-th the same on every engine. */
public final class Samples {
  private Samples() {}

  /** How many of samples {@code from} to {@code to - 1} are within the quarter circle. */
  public static long hits(long from, long to) {
    long hits = 0;
    for (long i = from; i < to; i++) {
      long bits = mix(i);
      double x = (bits >>> 32) * 0x1p-32;
      double y = (bits & 0xffffffffL) * 0x1p-32;
      if (x * x + y * y < 1) {
        hits++;
      }
    }
    return hits;
  }

  /** The {@code i}-th number of SplitMix64. */
  public static long mix(long i) {
    long z = (i + 1) * 0x9e3779b97f4a7c15L;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}

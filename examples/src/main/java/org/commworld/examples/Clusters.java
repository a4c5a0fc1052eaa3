package org.commworld.examples;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** What k-means found: the same on all ranks. */
public final class Clusters implements Serializable {
  private static final long serialVersionUID = 1L;

  private final double[] centres;
  private final long[] sizes;
  private final double inertia;
  private final int iterations;
  private final boolean hasConverged;

  /**
   * @param centres latitude and longitude of each centre in turn, in degrees
   * @param sizes points of each cluster
   * @param inertia sum of the squared distances of the points to their centres, in squared degrees
   * @param iterations how many it took
   * @param hasConverged whether the last one changed no point's cluster
   */
  Clusters(double[] centres, long[] sizes, double inertia, int iterations, boolean hasConverged) {
    this.centres = centres;
    this.sizes = sizes;
    this.inertia = inertia;
    this.iterations = iterations;
    this.hasConverged = hasConverged;
  }

  /** Inertia, then the centres, then the sizes. */
  public double[] values() {
    return DoubleStream.concat(
            DoubleStream.concat(DoubleStream.of(inertia), Arrays.stream(centres)),
            Arrays.stream(sizes).asDoubleStream())
        .toArray();
  }

  /** A table, clusters from west to east. */
  String report() {
    StringBuilder text = new StringBuilder();
    line(
        text,
        "%d points, %d clusters, %s after %d iterations",
        Arrays.stream(sizes).sum(),
        sizes.length,
        hasConverged ? "converged" : "stopped",
        iterations);
    line(text, "  latitude   longitude    size");
    IntStream.range(0, sizes.length)
        .boxed()
        .sorted(Comparator.comparingDouble(c -> centres[2 * c + 1]))
        .forEach(
            c -> line(text, "%10.4f  %10.4f  %6d", centres[2 * c], centres[2 * c + 1], sizes[c]));
    line(text, "inertia %.2f squared degrees", inertia);
    return text.toString();
  }

  private static void line(StringBuilder text, String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}

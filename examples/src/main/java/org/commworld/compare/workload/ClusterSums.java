package org.commworld.compare.workload;

import java.io.Serializable;
import java.util.Arrays;
import java.util.stream.DoubleStream;

/**
 * What an iteration of k-means adds up: latitude, longitude and number of each cluster's points in
 * turn, then the squared distances of all to their centres.
 */
public final class ClusterSums implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final int K = Points.CLUSTERS;

  private final double[] sums;

  /** Of no points. */
  public ClusterSums() {
    this(new double[3 * K + 1]);
  }

  /** What {@link #toArray} gave. */
  public ClusterSums(double[] sums) {
    this.sums = sums;
  }

  /** Adds points, latitude and longitude in turn, each to the cluster of the nearest centre. */
  public ClusterSums add(double[] points, double[] centres) {
    for (int i = 0; i < points.length; i += 2) {
      int nearest = 0;
      double least = Double.POSITIVE_INFINITY;
      for (int c = 0; c < K; c++) {
        double latitude = points[i] - centres[2 * c];
        double longitude = points[i + 1] - centres[2 * c + 1];
        double distance = latitude * latitude + longitude * longitude;
        if (distance < least) {
          least = distance;
          nearest = c;
        }
      }
      sums[3 * nearest] += points[i];
      sums[3 * nearest + 1] += points[i + 1];
      sums[3 * nearest + 2]++;
      sums[3 * K] += least;
    }
    return this;
  }

  /** Adds what others have added up. */
  public ClusterSums add(ClusterSums other) {
    Arrays.setAll(sums, i -> sums[i] + other.sums[i]);
    return this;
  }

  /** Where the centres move; one that has lost its points stays where it was. */
  public double[] centres(double[] before) {
    double[] centres = before.clone();
    for (int c = 0; c < K; c++) {
      if (sums[3 * c + 2] > 0) {
        centres[2 * c] = sums[3 * c] / sums[3 * c + 2];
        centres[2 * c + 1] = sums[3 * c + 1] / sums[3 * c + 2];
      }
    }
    return centres;
  }

  /** The sums themselves. */
  public double[] toArray() {
    return sums;
  }

  /** The answer: inertia, the centres as they are now, the clusters' sizes. */
  public double[] values(double[] centres) {
    double[] sizes = new double[K];
    Arrays.setAll(sizes, c -> sums[3 * c + 2]);
    return DoubleStream.concat(
            DoubleStream.concat(DoubleStream.of(sums[3 * K]), Arrays.stream(centres)),
            Arrays.stream(sizes))
        .toArray();
  }
}

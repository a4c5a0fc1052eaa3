package org.commworld.examples;

import java.util.Arrays;
import org.commworld.mpi.Comm;
import org.commworld.mpi.Op;

/**
 * k-means over points that are spread over the ranks of a communicator: Lloyd's iteration from a
 * k-means++ start. Distances are in degrees, as if the Earth were flat there; good enough to group
 * towns, wrong near the poles and across the date line.
 *
 * <p>Each iteration costs one allReduce of 3k + 2 numbers, however many points there are. The start
 * does not depend on how the points are spread: each point draws a number from a hash of its
 * coordinates, and the smallest draw divided by the squared distance wins, which is the weighted
 * sampling of k-means++ as a race of exponential clocks.
 *
 * <p>Sources: S. Lloyd, Least squares quantization in PCM, 1982, doi:10.1109/TIT.1982.1056489; D.
 * Arthur and S. Vassilvitskii, k-means++: the advantages of careful seeding, 2007; P. Efraimidis
 * and P. Spirakis, Weighted random sampling with a reservoir, 2006, doi:10.1016/j.ipl.2005.11.003.
 */
public final class Lloyd {
  private static final long SEED = 42;

  private final Comm comm;
  private final double[] points;
  private final int k;

  /**
   * k-means of all ranks' points.
   *
   * @param points latitude and longitude of each of this rank's points in turn
   */
  public Lloyd(Comm comm, double[] points, int k) {
    this.comm = comm;
    this.points = points;
    this.k = k;
  }

  /** Centres to start from. Collective. */
  double[] start() {
    double[] centres = new double[2 * k];
    double[] weights = new double[points.length / 2];
    Arrays.fill(weights, 1);
    double[] winners = new double[3 * comm.size()];
    for (int c = 0; c < k; c++) {
      comm.allGather(firstToRing(weights, c), winners);
      int best = 0;
      for (int i = 3; i < winners.length; i += 3) {
        if (winners[i] < winners[best]) {
          best = i;
        }
      }
      centres[2 * c] = winners[best + 1];
      centres[2 * c + 1] = winners[best + 2];
      for (int i = 0; i < weights.length; i++) {
        double distance = squaredDistance(i, centres, c);
        weights[i] = c == 0 ? distance : Math.min(weights[i], distance);
      }
    }
    return centres;
  }

  /** This rank's point whose clock rings first: when, latitude, longitude. */
  private double[] firstToRing(double[] weights, int round) {
    double[] first = {Double.POSITIVE_INFINITY, 0, 0};
    for (int i = 0; i < weights.length; i++) {
      double rings = -Math.log(draw(i, round)) / weights[i];
      if (rings < first[0]) {
        first = new double[] {rings, points[2 * i], points[2 * i + 1]};
      }
    }
    return first;
  }

  /** A number between 0 and 1, both excluded, that depends on the point and the round only. */
  private double draw(int point, int round) {
    long bits =
        mix(
            Double.doubleToLongBits(points[2 * point])
                + mix(Double.doubleToLongBits(points[2 * point + 1]) + mix(SEED + round)));
    return ((bits >>> 11) + 0.5) * 0x1.0p-53;
  }

  /** The finalizer of SplitMix64. */
  private static long mix(long z) {
    long a = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    long b = (a ^ (a >>> 27)) * 0x94d049bb133111ebL;
    return b ^ (b >>> 31);
  }

  /** Moves the centres until no point changes its cluster. Collective. */
  public Clusters fit(double[] start, int maxIterations) {
    double[] centres = start.clone();
    int[] clusters = new int[points.length / 2];
    Arrays.fill(clusters, -1);
    Sums sums = new Sums(k);
    int iterations = 0;
    boolean hasConverged = false;
    while (!hasConverged && iterations < maxIterations) {
      sums.clear();
      for (int i = 0; i < clusters.length; i++) {
        int nearest = nearest(i, centres);
        sums.add(
            points[2 * i],
            points[2 * i + 1],
            nearest,
            squaredDistance(i, centres, nearest),
            nearest != clusters[i]);
        clusters[i] = nearest;
      }
      comm.allReduce(sums.values, Op.SUM);
      hasConverged = sums.changed() == 0;
      sums.moveCentres(centres);
      iterations++;
    }
    return new Clusters(centres, sums.sizes(), sums.inertia(), iterations, hasConverged);
  }

  private int nearest(int point, double[] centres) {
    int nearest = 0;
    double least = squaredDistance(point, centres, 0);
    for (int c = 1; c < k; c++) {
      double distance = squaredDistance(point, centres, c);
      if (distance < least) {
        least = distance;
        nearest = c;
      }
    }
    return nearest;
  }

  private double squaredDistance(int point, double[] centres, int c) {
    double latitude = points[2 * point] - centres[2 * c];
    double longitude = points[2 * point + 1] - centres[2 * c + 1];
    return latitude * latitude + longitude * longitude;
  }

  /**
   * What an iteration adds up, in one array: latitude, longitude, points of each; changed, inertia.
   */
  private static final class Sums {
    private final double[] values;
    private final int k;

    Sums(int k) {
      this.k = k;
      values = new double[3 * k + 2];
    }

    void clear() {
      Arrays.fill(values, 0);
    }

    void add(double latitude, double longitude, int cluster, double distance, boolean hasChanged) {
      values[3 * cluster] += latitude;
      values[3 * cluster + 1] += longitude;
      values[3 * cluster + 2]++;
      values[3 * k] += hasChanged ? 1 : 0;
      values[3 * k + 1] += distance;
    }

    /** A cluster that has lost its points stays where it is. */
    void moveCentres(double[] centres) {
      for (int c = 0; c < k; c++) {
        double size = values[3 * c + 2];
        if (size > 0) {
          centres[2 * c] = values[3 * c] / size;
          centres[2 * c + 1] = values[3 * c + 1] / size;
        }
      }
    }

    long changed() {
      return (long) values[3 * k];
    }

    double inertia() {
      return values[3 * k + 1];
    }

    long[] sizes() {
      long[] sizes = new long[k];
      for (int c = 0; c < k; c++) {
        sizes[c] = (long) values[3 * c + 2];
      }
      return sizes;
    }
  }
}

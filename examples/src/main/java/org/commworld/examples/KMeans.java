package org.commworld.examples;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import org.commworld.mpi.Comm;
import org.jspecify.annotations.Nullable;

/**
 * Groups places by k-means: rank 0 reads them and deals them out, every rank works on its part, and
 * an allReduce in each iteration brings the parts together.
 *
 * <p>Arguments: a CSV file with columns latitude and longitude, the number of clusters, and if
 * wanted the most iterations to do. The result does not depend on the number of ranks.
 */
public final class KMeans {
  private static final int USAGE = 2;
  private static final int MAX_ITERATIONS = 1000;

  private KMeans() {}

  private static final class Input {
    final double[] points;
    final int clusters;
    final int maxIterations;

    Input(double[] points, int clusters, int maxIterations) {
      this.points = points;
      this.clusters = clusters;
      this.maxIterations = maxIterations;
    }
  }

  /** A rank's program. */
  public static void main(String[] arguments) {
    Comm world = Comm.world();
    Input input = world.rank() == 0 ? inputOrExit(arguments) : null;
    Clusters clusters = run(world, input);
    if (world.rank() == 0) {
      System.out.print(clusters.report());
    }
  }

  private static Clusters run(Comm world, @Nullable Input input) {
    int[] sizes =
        input == null
            ? new int[3]
            : new int[] {input.points.length / 2, input.clusters, input.maxIterations};
    world.bcast(sizes, 0);
    Blocks blocks = new Blocks(sizes[0], world.size());
    double[] part = new double[2 * blocks.counts()[world.rank()]];
    world.scatterv(
        input == null ? null : input.points,
        twice(blocks.counts()),
        twice(blocks.displs()),
        part,
        0);
    Lloyd lloyd = new Lloyd(world, part, sizes[1]);
    return lloyd.fit(lloyd.start(), sizes[2]);
  }

  /** A position is two numbers. */
  private static int[] twice(int[] numbers) {
    return Arrays.stream(numbers).map(n -> 2 * n).toArray();
  }

  /** Only rank 0 reads the arguments and the file, so that a mistake is reported once. */
  private static Input inputOrExit(String[] arguments) {
    try {
      return input(arguments);
    } catch (NoSuchFileException e) {
      System.err.println("KMeans: no such file: " + e.getFile());
    } catch (IOException e) {
      System.err.println("KMeans: cannot read " + arguments[0] + ": " + e.getMessage());
    } catch (IllegalArgumentException e) {
      System.err.println("KMeans: " + e.getMessage());
    }
    System.exit(USAGE);
    throw new AssertionError("exit returned");
  }

  private static Input input(String[] arguments) throws IOException {
    if (arguments.length < 2 || arguments.length > 3) {
      throw new IllegalArgumentException("expected arguments: CSV-FILE CLUSTERS [MAX-ITERATIONS]");
    }
    int clusters = positive("clusters", arguments[1]);
    int maxIterations =
        arguments.length > 2 ? positive("iterations", arguments[2]) : MAX_ITERATIONS;
    double[] points = Positions.read(Path.of(arguments[0]));
    if (clusters > points.length / 2) {
      throw new IllegalArgumentException(
          "more clusters than points: clusters=%d, points=%d"
              .formatted(clusters, points.length / 2));
    }
    return new Input(points, clusters, maxIterations);
  }

  static int positive(String what, String text) {
    try {
      int number = Integer.parseInt(text);
      if (number > 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw new IllegalArgumentException(
        "invalid number of %s: '%s' (expected 1 or more)".formatted(what, text));
  }
}

package org.commworld.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.commworld.runtime.LocalWorld;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class LloydTest {
  private static final int POINTS = 500;

  /** Points around three places far from each other. */
  private static double[] points() {
    Random random = new Random(11);
    double[] points = new double[2 * POINTS];
    for (int i = 0; i < POINTS; i++) {
      points[2 * i] = 10 * (i % 3) + random.nextGaussian();
      points[2 * i + 1] = -20 * (i % 3) + random.nextGaussian();
    }
    return points;
  }

  private static double[] start(int ranks, int k) {
    double[] points = points();
    Blocks blocks = new Blocks(POINTS, ranks);
    return LocalWorld.run(
            ranks, comm -> new Lloyd(comm, part(points, blocks, comm.rank()), k).start())
        .get(ranks - 1);
  }

  private static String fit(int ranks, int k, int maxIterations) {
    double[] points = points();
    Blocks blocks = new Blocks(POINTS, ranks);
    return LocalWorld.run(
            ranks,
            comm -> {
              Lloyd lloyd = new Lloyd(comm, part(points, blocks, comm.rank()), k);
              return lloyd.fit(lloyd.start(), maxIterations).report();
            })
        .get(0);
  }

  private static double[] part(double[] points, Blocks blocks, int rank) {
    int from = 2 * blocks.displs()[rank];
    return Arrays.copyOfRange(points, from, from + 2 * blocks.counts()[rank]);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 7})
  void startDoesNotDependOnTheNumberOfRanks(int ranks) {
    assertThat(start(ranks, 6)).containsExactly(start(1, 6));
  }

  @Test
  void startPicksPointsThatAreThere() {
    double[] points = points();
    double[] centres = start(2, 5);

    for (int c = 0; c < 5; c++) {
      int centre = c;
      assertThat(IntStream.range(0, POINTS))
          .anyMatch(
              i ->
                  points[2 * i] == centres[2 * centre]
                      && points[2 * i + 1] == centres[2 * centre + 1]);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5})
  void placesFarApartAreFound(int ranks) {
    assertThat(fit(ranks, 3, 100).lines())
        .hasSize(6)
        .anyMatch(line -> line.startsWith("500 points, 3 clusters, converged after"))
        .filteredOn(line -> line.matches(" +-?[0-9.]+ +-?[0-9.]+ +16[67]"))
        .hasSize(3);
  }

  @Test
  void limitOfIterationsIsKept() {
    assertThat(fit(2, 6, 1)).startsWith("500 points, 6 clusters, stopped after 1 iterations");
  }

  @Test
  void moreRanksThanPointsAreHarmless() {
    double[] one = {1, 2};
    Blocks blocks = new Blocks(1, 3);

    String report =
        LocalWorld.run(
                3,
                comm -> {
                  Lloyd lloyd = new Lloyd(comm, part(one, blocks, comm.rank()), 1);
                  return lloyd.fit(lloyd.start(), 10).report();
                })
            .get(2);

    assertThat(report).contains("1 points, 1 clusters, converged").contains("inertia 0.00");
  }
}

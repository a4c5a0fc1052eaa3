package org.commworld.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.commworld.collective.select.Algorithm;
import org.commworld.collective.select.AlgorithmTable;
import org.commworld.collective.select.Collective;
import org.commworld.mpi.Comm;
import org.commworld.mpi.Op;
import org.commworld.testkit.Worlds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every algorithm over sockets, forced by a table: messages shorter and longer than the eager
 * limit, more of them than the credit of a connection.
 */
@Timeout(120)
class AlgorithmsIT {
  private static final int[] COUNTS = {0, 1, 1000, 50_000, 200_001};

  static Stream<Arguments> algorithms() {
    return Stream.of(Collective.values())
        .flatMap(
            collective ->
                collective.algorithms().stream()
                    .map(algorithm -> Arguments.of(collective, algorithm)));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("algorithms")
  void eachAlgorithmGivesWhatItsCollectiveShould(Collective collective, Algorithm algorithm) {
    AlgorithmTable table =
        AlgorithmTable.parse(
            "%s ranks 1.. bytes 0.. %s segment 32K".formatted(collective.text(), algorithm.text()),
            "test");
    run(Worlds.Kind.TCP, 3, collective, table);
    run(Worlds.Kind.MIXED, 4, collective, table);
  }

  private static void run(
      Worlds.Kind kind, int ranks, Collective collective, AlgorithmTable table) {
    Worlds.run(
        kind,
        ranks,
        List.of(table),
        world -> {
          for (int count : COUNTS) {
            check(collective, world, count);
          }
          return null;
        });
  }

  private static void check(Collective collective, Comm world, int n) {
    int p = world.size();
    int rank = world.rank();
    int root = p - 1;
    double[] own = block(rank, n);
    double[] sum = sum(p, n);
    double[] all = all(p, n);
    switch (collective) {
      case BARRIER -> world.barrier();
      case BCAST -> {
        double[] x = rank == root ? block(root, n) : new double[n];
        world.bcast(x, root);
        assertThat(x).isEqualTo(block(root, n));
      }
      case REDUCE -> {
        double[] x = new double[n];
        world.reduce(own, rank == root ? x : null, Op.SUM, root);
        assertThat(x).isEqualTo(rank == root ? sum : new double[n]);
      }
      case ALLREDUCE -> {
        double[] x = new double[n];
        world.allReduce(own, x, Op.SUM);
        assertThat(x).isEqualTo(sum);
      }
      case ALLGATHER -> {
        double[] x = new double[p * n];
        world.allGather(own, x);
        assertThat(x).isEqualTo(all);
      }
      case ALLTOALL -> {
        double[] x = new double[p * n];
        world.allToAll(all, x);
        double[] expected = new double[p * n];
        for (int r = 0; r < p; r++) {
          System.arraycopy(own, 0, expected, r * n, n);
        }
        assertThat(x).isEqualTo(expected);
      }
      case GATHER -> {
        double[] x = new double[p * n];
        world.gather(own, rank == root ? x : null, root);
        assertThat(x).isEqualTo(rank == root ? all : new double[p * n]);
      }
      case SCATTER -> {
        double[] x = new double[n];
        world.scatter(rank == root ? all : null, x, root);
        assertThat(x).isEqualTo(own);
      }
      case REDUCE_SCATTER -> {
        int[] counts = IntStream.range(0, p).map(r -> n / p + (r < n % p ? 1 : 0)).toArray();
        int first = Arrays.stream(counts, 0, rank).sum();
        double[] x = new double[counts[rank]];
        world.reduceScatter(own, x, counts, Op.SUM);
        assertThat(x).isEqualTo(Arrays.copyOfRange(sum, first, first + counts[rank]));
      }
    }
  }

  private static double[] block(int rank, int n) {
    return IntStream.range(0, n).mapToDouble(i -> 10_000.0 * (rank + 1) + i % 1021).toArray();
  }

  private static double[] sum(int p, int n) {
    return IntStream.range(0, n)
        .mapToDouble(i -> 5_000.0 * p * (p + 1) + (double) p * (i % 1021))
        .toArray();
  }

  private static double[] all(int p, int n) {
    double[] all = new double[p * n];
    for (int r = 0; r < p; r++) {
      System.arraycopy(block(r, n), 0, all, r * n, n);
    }
    return all;
  }

  @Test
  void ranksWithDifferentTablesDoNotBecomeAWorld() {
    AlgorithmTable other = AlgorithmTable.parse("barrier ranks 1.. bytes 0 spread", "test");

    assertThatThrownBy(
            () ->
                Worlds.run(
                    Worlds.Kind.TCP,
                    2,
                    List.of(AlgorithmTable.defaults(), other),
                    world -> world.rank()))
        .hasStackTraceContaining("tables of collective algorithms differ")
        .hasStackTraceContaining("table=default")
        .hasStackTraceContaining("table=" + other.hash());
  }
}

package org.commworld.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.commworld.mpi.Comm;
import org.commworld.mpi.Op;
import org.commworld.testkit.Worlds;
import org.commworld.testkit.Worlds.Kind;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Collectives of so much data that what the ranks of a host share is used in short laps and long
 * ones, and changes between them in the middle.
 */
@Timeout(120)
class LongLapsIT {
  /** Some more than a slot holds, so that a call has several rounds. */
  private static final int COUNT = 90_000;

  private static final int CALLS = 20;

  /** Longs that a rank gives before it tries a long lap. */
  private static final int BEFORE_TRIAL = 256 << 17;

  @ParameterizedTest
  @CsvSource({"SHM, 2", "SHM, 3", "MIXED_SHM, 4"})
  void collectivesAreRightInAnyLap(Kind kind, int ranks) {
    Worlds.run(
        kind,
        ranks,
        world -> {
          // The second one goes on in memory that the first one has left in a long lap.
          for (int i = 0; i < 2; i++) {
            Comm comm = world.dup();
            long[] block = new long[1 << 17];
            long[] all = new long[ranks * block.length];
            for (int given = 0; given < BEFORE_TRIAL; given += block.length) {
              comm.allGather(block, all);
            }
            for (int call = 0; call < CALLS; call++) {
              everyOne(comm, call);
            }
            comm.free();
          }
          return null;
        });
  }

  private static void everyOne(Comm comm, int call) {
    int ranks = comm.size();
    int root = call % ranks;
    double[] own = new double[COUNT + call];
    Arrays.fill(own, comm.rank() + call);
    double sum = (double) ranks * call + ranks * (ranks - 1) / 2.0;

    double[] copy = comm.rank() == root ? own.clone() : new double[own.length];
    comm.bcast(copy, root);
    assertAll(copy, 0, copy.length, root + call);
    assertAll(comm.allReduce(own.clone(), Op.SUM), 0, own.length, sum);
    double[] atRoot = comm.rank() == root ? new double[own.length] : null;
    comm.reduce(own, atRoot, Op.SUM, root);
    if (atRoot != null) {
      assertAll(atRoot, 0, own.length, sum);
    }
    double[] all = new double[ranks * own.length];
    comm.allGather(own, all);
    double[] blocks =
        IntStream.range(0, COUNT * ranks).mapToDouble(i -> comm.rank() * 10 + i / COUNT).toArray();
    double[] dealt = new double[blocks.length];
    comm.allToAll(blocks, dealt);
    for (int rank = 0; rank < ranks; rank++) {
      assertAll(all, rank * own.length, own.length, rank + call);
      assertAll(dealt, rank * COUNT, COUNT, rank * 10 + comm.rank());
    }
  }

  private static void assertAll(double[] data, int first, int n, double expected) {
    for (int i = first; i < first + n; i++) {
      if (data[i] != expected) {
        assertThat(data[i]).as("element %d", i).isEqualTo(expected);
      }
    }
  }
}

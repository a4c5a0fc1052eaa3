package org.commworld.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.commworld.mpi.Comm;
import org.commworld.mpi.Op;
import org.commworld.testkit.Worlds;
import org.commworld.testkit.Worlds.Kind;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Whoever only gives in a collective of few elements does not wait for those who take, where each
 * rank is an engine of its own.
 */
@Timeout(60)
class LeavingEarlyIT {
  private static final int TAG = 1;
  private static final int CALLS = 1_000;

  @ParameterizedTest
  @CsvSource({"SHM, 2, 5", "SHM, 4, 5", "SHM, 4, 500", "TCP, 2, 5", "TCP, 3, 5"})
  void theRootOfABcastGoesOn(Kind kind, int ranks, int count) {
    Worlds.run(
        kind,
        ranks,
        world -> {
          world.barrier(); // In their first call ranks agree on how they go about it.
          for (int root = 0; root < ranks; root++) {
            double[] data = new double[count];
            if (world.rank() == root) {
              Arrays.fill(data, root + 1);
              world.bcast(data, root);
              Arrays.fill(data, -1);
              tellAll(world);
            } else {
              world.recv(new int[1], root, TAG); // Sent behind the root's bcast.
              world.bcast(data, root);
              assertThat(data).containsOnly(root + 1);
            }
            world.barrier();
          }
          return null;
        });
  }

  private static void tellAll(Comm world) {
    for (int peer = 0; peer < world.size(); peer++) {
      if (peer != world.rank()) {
        world.send(new int[1], peer, TAG);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"SHM, 2, 5", "SHM, 4, 5", "SHM, 4, 500", "TCP, 2, 5", "TCP, 3, 5"})
  void othersThanTheRootOfAReduceGoOn(Kind kind, int ranks, int count) {
    Worlds.run(
        kind,
        ranks,
        world -> {
          world.barrier();
          double[] data = new double[count];
          Arrays.fill(data, world.rank());
          if (world.rank() != 0) {
            world.reduce(data, data, Op.SUM, 0);
            Arrays.fill(data, -1);
            world.send(new int[1], 0, TAG);
          } else {
            for (int peer = 1; peer < ranks; peer++) {
              world.recv(new int[1], peer, TAG); // Sent behind its reduce.
            }
            int sum = ranks * (ranks - 1) / 2;
            double[] sums = new double[count];
            world.reduce(data, sums, Op.SUM, 0);
            assertThat(sums).containsOnly(sum);
          }
          return null;
        });
  }

  @ParameterizedTest
  @CsvSource({"SHM, 2", "SHM, 4", "INPROC, 2", "MIXED_SHM, 4"})
  void nothingIsOverwrittenBeforeItIsTaken(Kind kind, int ranks) {
    Worlds.run(
        kind,
        ranks,
        world -> {
          // One root is as far ahead as it may be, then another one is.
          for (int call = 0; call < CALLS; call++) {
            int root = call / 10 % ranks;
            int[] data = new int[call % 3 == 0 ? 3 : 200];
            Arrays.fill(data, world.rank() == root ? call : -1);
            if (call % 7 == 6) {
              int[] greatest = new int[data.length];
              world.reduce(data, greatest, Op.MAX, root);
              assertThat(greatest).containsOnly(world.rank() == root ? call : 0);
            } else {
              world.bcast(data, root);
              assertThat(data).containsOnly(call);
            }
          }
          return null;
        });
  }
}

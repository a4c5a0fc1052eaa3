package org.commworld.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.commworld.mpi.Comm;
import org.commworld.mpi.Op;
import org.commworld.testkit.Worlds;
import org.commworld.testkit.Worlds.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What communicators of the JVMs of a host shared is shared again by later ones. */
@Timeout(60)
class FreedCommunicatorsIT {
  @Test
  void memoryServesTheNextCommunicatorOfTheSameRanks() {
    long before = mappings();
    Worlds.run(
        Kind.SHM,
        3,
        world -> {
          for (int i = 0; i < 50; i++) {
            Comm comm = world.dup();
            // Of varied lengths and numbers: the next one begins at an odd round or an even one.
            for (int call = 0; call <= i % 3; call++) {
              double[] data = new double[call == 1 ? 300_000 : 3];
              Arrays.fill(data, world.rank() + i);
              double[] sum = comm.allReduce(data, Op.SUM);
              assertThat(sum).hasSize(data.length).containsOnly(3 + 3 * i);
            }
            comm.free();
          }
          return null;
        });

    // A rank maps the rings to its peers, the world's memory and one for all the communicators.
    assertThat(mappings() - before).isLessThan(50);
  }

  @Test
  void memoryIsMadeAnewIfARankHasGivenTheOldUp() {
    Worlds.run(
        Kind.SHM,
        3,
        world -> {
          usePairs(world, 0, 1);
          usePairs(world, 2, 5); // For these rank 1 gives up what it has shared with rank 0.
          usePairs(world, 0, 2);
          usePairs(world, 2, 1);
          return null;
        });
  }

  /** So many communicators of rank 1 and {@code peer} at once, which are then freed. */
  private static void usePairs(Comm world, int peer, int atOnce) {
    boolean isMember = world.rank() == 1 || world.rank() == peer;
    List<Comm> pairs = new ArrayList<>();
    for (int i = 0; i < atOnce; i++) {
      world.split(isMember ? 0 : Comm.UNDEFINED, 0).ifPresent(pairs::add);
    }
    for (Comm pair : pairs) {
      assertThat(pair.allReduce(new int[] {1}, Op.SUM)).containsExactly(2);
    }
    pairs.forEach(Comm::free);
  }

  private static long mappings() {
    return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
        .filter(pool -> pool.getName().equals("mapped"))
        .mapToLong(BufferPoolMXBean::getCount)
        .sum();
  }
}

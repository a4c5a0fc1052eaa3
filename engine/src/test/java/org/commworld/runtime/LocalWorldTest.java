package org.commworld.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.commworld.mpi.AbortException;
import org.commworld.mpi.Comm;
import org.commworld.mpi.MpiException;
import org.commworld.mpi.Op;
import org.commworld.mpi.ProcessFailedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LocalWorldTest {
  @Test
  void resultsComeByRank() {
    List<Integer> results = LocalWorld.run(4, world -> 10 * world.rank() + world.size());

    assertThat(results).containsExactly(4, 14, 24, 34);
  }

  @Test
  void worldWithoutRanksIsRefused() {
    assertThatThrownBy(() -> LocalWorld.run(0, Comm::rank))
        .isInstanceOf(MpiException.class)
        .hasMessageContaining("ranks=0");
  }

  @Test
  void causeOfTheFailureIsWhatTheRankThrew() {
    IllegalStateException boom = new IllegalStateException("boom");

    assertThatThrownBy(
            () ->
                LocalWorld.run(
                    3,
                    world -> {
                      if (world.rank() == 1) {
                        throw boom;
                      }
                      world.barrier();
                      return null;
                    }))
        .isInstanceOfSatisfying(
            ProcessFailedException.class,
            e -> {
              assertThat(e.rank()).isEqualTo(1);
              assertThat(e.getCause()).isSameAs(boom);
            });
  }

  @Test
  void othersOfAFailedWorldSeeTheSameCause() {
    AtomicReference<Throwable> seen = new AtomicReference<>();

    assertThatThrownBy(
            () ->
                LocalWorld.run(
                    2,
                    world -> {
                      if (world.rank() == 1) {
                        throw new IllegalStateException("boom");
                      }
                      try {
                        world.recv(1, 0);
                      } catch (MpiException e) {
                        seen.set(e);
                        throw e;
                      }
                      return null;
                    }))
        .isInstanceOf(ProcessFailedException.class);
    assertThat(seen.get())
        .isInstanceOf(ProcessFailedException.class)
        .hasMessageContaining("rank 1")
        .hasMessageContaining("boom");
  }

  @Test
  void sleepingRankIsInterruptedWhenAnotherFails() {
    assertThatThrownBy(
            () ->
                LocalWorld.run(
                    2,
                    world -> {
                      if (world.rank() == 0) {
                        world.abort(7);
                      }
                      new java.util.concurrent.CountDownLatch(1).await();
                      return null;
                    }))
        .isInstanceOfSatisfying(AbortException.class, e -> assertThat(e.code()).isEqualTo(7));
  }

  @Test
  void rankThatReturnsWhileOthersMeetIsAMismatch() {
    assertThatThrownBy(
            () ->
                LocalWorld.run(
                    2,
                    world -> {
                      if (world.rank() == 0) {
                        world.barrier();
                      }
                      return null;
                    }))
        .isInstanceOf(MpiException.class)
        .hasMessageContaining("barrier(call=0)")
        .hasMessageContaining("finalize(call=0)");
  }

  @Test
  void moreRanksThanCoresDoNotStarve() {
    int ranks = 8 * Runtime.getRuntime().availableProcessors();

    List<Integer> sums =
        LocalWorld.run(
            ranks,
            world -> {
              int sum = 0;
              for (int i = 0; i < 100; i++) {
                sum = world.allReduce(world.rank(), Op.SUM);
              }
              return sum;
            });

    assertThat(sums).containsOnly(ranks * (ranks - 1) / 2);
  }
}

package org.commworld.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.commworld.mpi.Comm;
import org.commworld.mpi.MpiException;
import org.commworld.mpi.Op;
import org.commworld.mpi.Request;
import org.commworld.testkit.Ranks;
import org.commworld.testkit.Worlds;
import org.commworld.testkit.Worlds.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Nonblocking collectives give what the blocking ones give, and need nobody to wait. */
@ParameterizedClass
@MethodSource("org.commworld.testkit.Worlds#kindsAndSizes")
@Timeout(120)
class NonblockingIT {
  private static final int LONG = 40_000;

  private final Kind kind;
  private final int ranks;

  NonblockingIT(Kind kind, int ranks) {
    this.kind = kind;
    this.ranks = ranks;
  }

  @Test
  void eachGivesWhatItsBlockingNamesakeGives() {
    Worlds.run(
        kind,
        ranks,
        world -> {
          for (int n : new int[] {0, 1, 3, LONG}) {
            allAtOnce(world, n);
          }
          return null;
        });
  }

  /** All of them under way at the same time on one communicator. */
  private static void allAtOnce(Comm comm, int n) {
    int p = comm.size();
    int rank = comm.rank();
    int root = p - 1;
    long[] own = sequence(rank, n);
    long[] forAll = sequence(rank, n * p);
    int[] counts = IntStream.range(0, p).map(r -> r % 2 == 0 ? n : n / 2).toArray();
    int[] displs = IntStream.range(0, p).map(r -> r * n).toArray();
    long[] part = sequence(rank, counts[rank]);
    long[] bcast = rank == root ? own.clone() : new long[n];
    long[][] now = new long[13][];
    long[][] later = new long[13][];
    int[] lengths = {n, n, n, n * p, n * p, n * p, n * p, n * p, n, n, n, n, n};
    for (int i = 0; i < now.length; i++) {
      now[i] = new long[lengths[i]];
      later[i] = new long[lengths[i]];
    }

    Request[] requests = {
      comm.iBcast(bcast, root),
      comm.iScatter(forAll, later[1], root),
      comm.iScatterv(
          forAll, counts, displs, org.commworld.mpi.Data.of(later[2], 0, part.length), root),
      comm.iGather(own, later[3], root),
      comm.iGatherv(part, later[4], counts, displs, root),
      comm.iAllGather(own, later[5]),
      comm.iAllGatherv(part, later[6], counts, displs),
      comm.iAllToAll(forAll, later[7]),
      comm.iReduce(own, later[8], Op.SUM, root),
      comm.iAllReduce(own, later[9], Op.MAX),
      comm.iReduceScatterBlock(forAll, later[10], Op.SUM),
      comm.iScan(own, later[11], Op.SUM),
      comm.iExScan(own, later[12], Op.SUM),
      comm.iBarrier(),
    };
    comm.scatter(forAll, now[1], root);
    comm.scatterv(forAll, counts, displs, org.commworld.mpi.Data.of(now[2], 0, part.length), root);
    comm.gather(own, now[3], root);
    comm.gatherv(part, now[4], counts, displs, root);
    comm.allGather(own, now[5]);
    comm.allGatherv(part, now[6], counts, displs);
    comm.allToAll(forAll, now[7]);
    comm.reduce(own, now[8], Op.SUM, root);
    comm.allReduce(own, now[9], Op.MAX);
    comm.reduceScatterBlock(forAll, now[10], Op.SUM);
    comm.scan(own, now[11], Op.SUM);
    comm.exScan(own, now[12], Op.SUM);
    Request.waitAll(requests);

    assertThat(bcast).isEqualTo(sequence(root, n));
    for (int i = 1; i < now.length; i++) {
      assertThat(later[i]).as("collective %d, count %d", i, n).isEqualTo(now[i]);
    }
  }

  private static long[] sequence(int rank, int n) {
    return IntStream.range(0, n).mapToLong(i -> 1000L * rank + i % 997).toArray();
  }

  @Test
  void theyGoOnWhileARankDoesSomethingElse() {
    CountDownLatch othersAreDone = new CountDownLatch(ranks - 1);

    Worlds.run(
        kind,
        ranks,
        world -> {
          double[] sum = {0};
          Request request = world.iAllReduce(new double[] {world.rank() + 1}, sum, Op.SUM);
          if (world.rank() == 0) {
            // No call of this rank for as long as the others need.
            assertThat(othersAreDone.await(60, TimeUnit.SECONDS)).isTrue();
          } else {
            request.waitFor();
            othersAreDone.countDown();
          }
          request.waitFor();
          assertThat(sum[0]).isEqualTo(ranks * (ranks + 1) / 2.0);
          return null;
        });
  }

  @Test
  void thoseOfDifferentCommunicatorsMayStartInAnyOrder() {
    Worlds.run(
        kind,
        ranks,
        world -> {
          Comm a = world.dup();
          Comm b = world.dup();
          boolean isEven = world.rank() % 2 == 0;
          int[] ofFirst = {1};
          int[] ofSecond = {1};
          Request first = (isEven ? a : b).iAllReduce(ofFirst, ofFirst, Op.SUM);
          Request second = (isEven ? b : a).iAllReduce(ofSecond, ofSecond, Op.SUM);
          Request.waitAll(second, first);
          assertThat(ofFirst[0] + ofSecond[0]).isEqualTo(2 * ranks);
          a.free();
          b.free();
          return null;
        });
  }

  @Test
  void freeAndTheEndWaitForWhatWasStarted() {
    Worlds.run(
        kind,
        ranks,
        world -> {
          Comm comm = world.dup();
          long[] sums = new long[LONG];
          Request request = comm.iAllReduce(sequence(1, LONG), sums, Op.SUM);
          comm.free();
          assertThat(request.isDone()).isTrue();
          assertThat(sums[5]).isEqualTo(1005L * ranks);
          world.iBarrier();
          return null;
        });
  }

  @Test
  void wrongArgumentsAreAnErrorAtOnce() {
    Worlds.run(
        kind,
        ranks,
        world -> {
          assertThatThrownBy(() -> world.iBcast(new int[1], ranks))
              .isInstanceOf(MpiException.class)
              .hasMessageContaining("root=" + ranks);
          assertThatThrownBy(() -> world.iAllReduce(new int[2], new int[1], Op.SUM))
              .isInstanceOf(MpiException.class)
              .hasMessageContaining("too short");
          return null;
        });
  }

  @Test
  void anOperationThatThrowsIsTheErrorOfTheWait() {
    for (Ranks.Outcome<String> outcome :
        Worlds.outcomes(
            kind,
            ranks,
            world -> {
              Op broken =
                  Op.ofDouble(
                      (a, b) -> {
                        throw new IllegalStateException("broken operation");
                      },
                      true);
              double[] x = {1};
              world.iAllReduce(x, x, broken).waitFor();
              return "no error";
            })) {
      if (ranks == 1) {
        assertThat(outcome.result()).isEqualTo("no error");
      } else {
        assertThat(outcome.error()).isNotNull();
      }
    }
  }
}

package org.commworld.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.commworld.data.Elements;
import org.commworld.mpi.Comm;
import org.commworld.mpi.Data;
import org.commworld.mpi.Datatype;
import org.commworld.testkit.Worlds;
import org.commworld.testkit.Worlds.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

@ParameterizedClass
@MethodSource("org.commworld.testkit.Worlds#kindsAndSizes")
@Timeout(120)
class AllToAllIT {
  private final Kind kind;
  private final int ranks;

  AllToAllIT(Kind kind, int ranks) {
    this.kind = kind;
    this.ranks = ranks;
  }

  private static int seed(int source, int dest) {
    return source * 100 + dest;
  }

  @Test
  void equalBlocksGoFromEveryRankToEveryRank() {
    Worlds.run(
        kind,
        ranks,
        world -> {
          Comms.forEach(
              world,
              comm -> {
                for (Datatype type : Typed.SOME) {
                  for (int n : Typed.counts(comm.size())) {
                    equalBlocks(comm, type, n);
                  }
                }
              });
          for (Datatype type : Typed.SOME) {
            equalBlocks(world, type, Typed.longCount(type));
          }
          return null;
        });
  }

  private static void equalBlocks(Comm comm, Datatype type, int n) {
    int p = comm.size();
    Object send = Typed.zeros(type, p * n);
    Object expected = Typed.zeros(type, p * n);
    for (int r = 0; r < p; r++) {
      put(type, send, r * n, n, seed(comm.rank(), r));
      put(type, expected, r * n, n, seed(r, comm.rank()));
    }
    Object recv = Typed.zeros(type, p * n);

    comm.allToAll(send, recv);

    Typed.check(recv, expected, "allToAll %s[%d]", type, n);
  }

  private static void put(Datatype type, Object array, int at, int n, int seed) {
    Elements.copy(Data.of(Typed.array(type, n, seed)), Data.of(array, at, n));
  }

  @Test
  void raggedBlocksGoFromEveryRankToEveryRank() {
    Worlds.run(
        kind,
        ranks,
        world -> {
          Comms.forEach(
              world,
              comm -> {
                for (Datatype type : Typed.SOME) {
                  raggedBlocks(comm, type);
                }
              });
          return null;
        });
  }

  /** Rank s sends (s + 2d) mod 4 elements to rank d; blocks lie last rank first. */
  private static void raggedBlocks(Comm comm, Datatype type) {
    int p = comm.size();
    int self = comm.rank();
    int[] sendCounts = IntStream.range(0, p).map(d -> (self + 2 * d) % 4).toArray();
    int[] recvCounts = IntStream.range(0, p).map(s -> (s + 2 * self) % 4).toArray();
    int[] displs = IntStream.range(0, p).map(r -> 4 * (p - 1 - r)).toArray();
    Object send = Typed.zeros(type, 4 * p);
    Object expected = Typed.zeros(type, 4 * p);
    for (int r = 0; r < p; r++) {
      put(type, send, displs[r], sendCounts[r], seed(self, r));
      put(type, expected, displs[r], recvCounts[r], seed(r, self));
    }
    Object recv = Typed.zeros(type, 4 * p);

    comm.allToAllv(send, sendCounts, displs, recv, recvCounts, displs);

    Typed.check(recv, expected, "allToAllv %s", type);
  }

  @Test
  void objectsGoFromEveryRankToEveryRank() {
    Worlds.run(
        kind,
        ranks,
        world -> {
          Comms.forEach(
              world,
              comm -> {
                int p = comm.size();
                int self = comm.rank();
                List<String> out = IntStream.range(0, p).mapToObj(d -> self + ">" + d).toList();
                List<String> in = comm.allToAll(out);
                assertThat(in)
                    .isEqualTo(IntStream.range(0, p).mapToObj(s -> s + ">" + self).toList());
              });
          return null;
        });
  }
}

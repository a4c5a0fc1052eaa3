package org.commworld.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
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
class BcastIT {
  private final Kind kind;
  private final int ranks;

  BcastIT(Kind kind, int ranks) {
    this.kind = kind;
    this.ranks = ranks;
  }

  @Test
  void bcastGivesEveryRankTheElementsOfRoot() {
    Worlds.run(
        kind,
        ranks,
        world -> {
          Comms.forEach(world, BcastIT::everyRootTypeAndCount);
          for (Datatype type : Typed.ALL) {
            bcast(world, type, Typed.longCount(type), world.size() - 1);
          }
          return null;
        });
  }

  private static void everyRootTypeAndCount(Comm comm) {
    for (int root = 0; root < comm.size(); root++) {
      for (Datatype type : Typed.ALL) {
        for (int n : Typed.counts(comm.size())) {
          bcast(comm, type, n, root);
        }
      }
    }
  }

  private static void bcast(Comm comm, Datatype type, int n, int root) {
    Object x = comm.rank() == root ? Typed.array(type, n, root) : Typed.zeros(type, n);

    Object same = comm.bcast(x, root);

    assertThat(same).isSameAs(x);
    Typed.check(x, Typed.array(type, n, root), "bcast %s[%d] from %d", type, n, root);
  }

  @Test
  void bcastTouchesNothingOutsideOfTheSlice() {
    Worlds.run(
        kind,
        ranks,
        world -> {
          int[] x = {-1, -1, -1, -1, -1, -1};
          if (world.rank() == 0) {
            x[2] = 7;
            x[3] = 8;
          }
          world.bcast(Data.of(x, 2, 2), 0);
          assertThat(x).containsExactly(-1, -1, 7, 8, -1, -1);
          return null;
        });
  }

  @Test
  void bcastFillsDirectBuffersOfEitherByteOrderFromArrays() {
    Worlds.run(
        kind,
        ranks,
        world -> {
          for (Datatype type : Typed.ALL) {
            for (int n : new int[] {3, Typed.longCount(type)}) {
              Object expected = Typed.array(type, n, 5);
              ByteOrder order =
                  world.rank() % 2 == 0 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
              Data data =
                  world.rank() == 0 ? Data.of(expected) : Typed.direct(Typed.zeros(type, n), order);
              world.bcast(data, 0);
              Typed.check(Typed.toArray(data), expected, "bcast %s[%d]", type, n);
            }
          }
          return null;
        });
  }

  @Test
  void bcastGivesEachRankACopyOfTheObject() {
    List<List<String>> results =
        Worlds.run(
            kind,
            ranks,
            world -> {
              List<String> x = world.rank() == 0 ? new ArrayList<>(List.of("a")) : null;
              List<String> mine = world.bcast(x, 0);
              mine.add("rank " + world.rank());
              world.barrier();
              return mine;
            });

    for (int rank = 0; rank < ranks; rank++) {
      assertThat(results.get(rank)).containsExactly("a", "rank " + rank);
    }
  }

  @Test
  void bcastCarriesNullLambdasAndLongObjects() {
    Worlds.run(
        kind,
        ranks,
        world -> {
          int root = world.size() - 1;
          boolean isRoot = world.rank() == root;
          Object none = world.bcast(isRoot ? null : "not root's", root);
          assertThat(none).isNull();
          String text = world.bcast(isRoot ? "x".repeat(300_000) : null, root);
          assertThat(text).hasSize(300_000);
          int captured = 40 + world.rank() - root;
          SerializableSupplier f = world.bcast(isRoot ? () -> captured + 2 : null, root);
          assertThat(f.get()).isEqualTo(42);
          return null;
        });
  }

  /** A lambda that travels. */
  interface SerializableSupplier extends java.util.function.IntSupplier, java.io.Serializable {
    default int get() {
      return getAsInt();
    }
  }

  @Test
  void barrierLetsNobodyGoBeforeAllHaveCome() {
    AtomicInteger arrived = new AtomicInteger();

    Worlds.run(
        kind,
        ranks,
        world -> {
          for (int turn = 1; turn <= 50; turn++) {
            arrived.incrementAndGet();
            world.barrier();
            assertThat(arrived.get()).isGreaterThanOrEqualTo(turn * ranks);
            world.barrier();
          }
          return null;
        });

    assertThat(arrived.get()).isEqualTo(50 * ranks);
  }
}

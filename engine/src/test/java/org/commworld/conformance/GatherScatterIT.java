package org.commworld.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteOrder;
import java.util.ArrayList;
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
class GatherScatterIT {
  private final Kind kind;
  private final int ranks;

  GatherScatterIT(Kind kind, int ranks) {
    this.kind = kind;
    this.ranks = ranks;
  }

  /** The blocks of all ranks at their places, zero in between. */
  private static Object laidOut(Datatype type, int[] counts, int[] displs, int length) {
    Object all = Typed.zeros(type, length);
    for (int r = 0; r < counts.length; r++) {
      Elements.copy(Data.of(Typed.array(type, counts[r], r)), Data.of(all, displs[r], counts[r]));
    }
    return all;
  }

  private static Object laidOut(Datatype type, int p, int n) {
    int[] counts = IntStream.range(0, p).map(r -> n).toArray();
    int[] displs = IntStream.range(0, p).map(r -> r * n).toArray();
    return laidOut(type, counts, displs, p * n);
  }

  /** A block of each of these lengths, zero included, last rank first, with gaps. */
  private static int[] raggedCounts(int p) {
    return IntStream.range(0, p).map(r -> (r * 5 + 2) % 4).toArray();
  }

  private static int[] raggedDispls(int p) {
    return IntStream.range(0, p).map(r -> 4 * (p - 1 - r)).toArray();
  }

  @Test
  void gatherScatterAndAllGatherMoveEqualBlocks() {
    Worlds.run(
        kind,
        ranks,
        world -> {
          Comms.forEach(
              world,
              comm -> {
                for (Datatype type : Typed.SOME) {
                  for (int n : Typed.counts(comm.size())) {
                    for (int root = 0; root < comm.size(); root++) {
                      gatherAndScatter(comm, type, n, root);
                    }
                    allGather(comm, type, n);
                  }
                }
              });
          for (Datatype type : Typed.SOME) {
            gatherAndScatter(world, type, Typed.longCount(type), world.size() - 1);
            allGather(world, type, Typed.longCount(type));
          }
          return null;
        });
  }

  private static void gatherAndScatter(Comm comm, Datatype type, int n, int root) {
    int p = comm.size();
    boolean isRoot = comm.rank() == root;
    Object send = Typed.array(type, n, comm.rank());
    Object all = isRoot ? Typed.zeros(type, p * n) : null;
    comm.gather(send, all, root);
    if (isRoot) {
      Typed.check(all, laidOut(type, p, n), "gather %s[%d] to %d", type, n, root);
    }
    Object back = Typed.zeros(type, n);
    comm.scatter(all, back, root);
    Typed.check(back, send, "scatter %s[%d] from %d", type, n, root);
  }

  private static void allGather(Comm comm, Datatype type, int n) {
    Object all = Typed.zeros(type, comm.size() * n);
    comm.allGather(Typed.array(type, n, comm.rank()), all);
    Typed.check(all, laidOut(type, comm.size(), n), "allGather %s[%d]", type, n);
  }

  @Test
  void theVariantsMoveRaggedAndEmptyBlocks() {
    Worlds.run(
        kind,
        ranks,
        world -> {
          Comms.forEach(
              world,
              comm -> {
                for (Datatype type : Typed.SOME) {
                  for (int root = 0; root < comm.size(); root++) {
                    ragged(comm, type, root);
                  }
                }
              });
          return null;
        });
  }

  private static void ragged(Comm comm, Datatype type, int root) {
    int p = comm.size();
    boolean isRoot = comm.rank() == root;
    int[] counts = raggedCounts(p);
    int[] displs = raggedDispls(p);
    Object send = Typed.array(type, counts[comm.rank()], comm.rank());
    Object expected = laidOut(type, counts, displs, 4 * p);

    Object all = isRoot ? Typed.zeros(type, 4 * p) : null;
    comm.gatherv(send, all, isRoot ? counts : null, isRoot ? displs : null, root);
    if (isRoot) {
      Typed.check(all, expected, "gatherv %s to %d", type, root);
    }
    Object back = Typed.zeros(type, counts[comm.rank()]);
    comm.scatterv(all, isRoot ? counts : null, isRoot ? displs : null, back, root);
    Typed.check(back, send, "scatterv %s from %d", type, root);
    Object everywhere = Typed.zeros(type, 4 * p);
    comm.allGatherv(send, everywhere, counts, displs);
    Typed.check(everywhere, expected, "allGatherv %s", type);
  }

  @Test
  void directBuffersAreGatheredAndScattered() {
    Worlds.run(
        kind,
        ranks,
        world -> {
          int p = world.size();
          for (Datatype type : Typed.SOME) {
            for (int n : new int[] {5, Typed.longCount(type)}) {
              Data send = Typed.direct(Typed.array(type, n, world.rank()), ByteOrder.LITTLE_ENDIAN);
              Data all = Typed.direct(Typed.zeros(type, p * n), ByteOrder.BIG_ENDIAN);
              world.allGather(send, all);
              Typed.check(Typed.toArray(all), laidOut(type, p, n), "allGather %s[%d]", type, n);
              Data back = Typed.direct(Typed.zeros(type, n), ByteOrder.BIG_ENDIAN);
              world.scatter(all, back, 0);
              Typed.check(Typed.toArray(back), Typed.toArray(send), "scatter %s[%d]", type, n);
            }
          }
          return null;
        });
  }

  @Test
  void objectsAreGatheredAndScatteredByRank() {
    Worlds.run(
        kind,
        ranks,
        world -> {
          Comms.forEach(
              world,
              comm -> {
                for (int root = 0; root < comm.size(); root++) {
                  objects(comm, root);
                }
              });
          return null;
        });
  }

  private static void objects(Comm comm, int root) {
    int p = comm.size();
    List<String> names = IntStream.range(0, p).mapToObj(r -> "x".repeat(r * 100) + r).toList();
    String mine = names.get(comm.rank());

    List<String> gathered = comm.gather(mine, root);
    List<String> all = comm.allGather(mine);
    List<String> scattered = comm.rank() == root ? names : null;
    String part = comm.scatter(scattered, root);

    assertThat(gathered).isEqualTo(comm.rank() == root ? names : List.of());
    assertThat(all).isEqualTo(names);
    assertThat(part).isEqualTo(mine);
  }

  @Test
  void nullsAreGatheredToo() {
    Worlds.run(
        kind,
        ranks,
        world -> {
          List<Integer> all =
              world.allGather(world.rank() % 2 == 0 ? null : (Integer) world.rank());
          List<Integer> expected = new ArrayList<>();
          for (int r = 0; r < world.size(); r++) {
            expected.add(r % 2 == 0 ? null : (Integer) r);
          }
          assertThat(all).isEqualTo(expected);
          return null;
        });
  }
}

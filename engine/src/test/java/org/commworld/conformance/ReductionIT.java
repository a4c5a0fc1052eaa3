package org.commworld.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteOrder;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.commworld.mpi.Comm;
import org.commworld.mpi.Data;
import org.commworld.mpi.Datatype;
import org.commworld.mpi.Op;
import org.commworld.testkit.AffineMaps;
import org.commworld.testkit.Worlds;
import org.commworld.testkit.Worlds.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

@ParameterizedClass
@MethodSource("org.commworld.testkit.Worlds#kindsAndSizes")
@Timeout(120)
class ReductionIT {
  private static final List<Op> ARITHMETIC = List.of(Op.SUM, Op.PROD, Op.MIN, Op.MAX);
  private static final List<Op> LOGICAL =
      List.of(Op.LAND, Op.LOR, Op.LXOR, Op.BAND, Op.BOR, Op.BXOR);
  private static final List<Op> OF_ONE_OPERAND = List.of(Op.REPLACE, Op.NO_OP);

  private final Kind kind;
  private final int ranks;

  ReductionIT(Kind kind, int ranks) {
    this.kind = kind;
    this.ranks = ranks;
  }

  private static boolean isDefined(Op op, Datatype type) {
    boolean floating = type == Datatype.FLOAT || type == Datatype.DOUBLE;
    return ARITHMETIC.contains(op)
        ? type != Datatype.BOOLEAN
        : OF_ONE_OPERAND.contains(op) || !floating;
  }

  @Test
  void allReduceGivesAllTheReductionForEveryOperationAndType() {
    Worlds.run(
        kind,
        ranks,
        world -> {
          for (Datatype type : Typed.ALL) {
            for (List<Op> ops : List.of(ARITHMETIC, LOGICAL, OF_ONE_OPERAND)) {
              for (Op op : ops) {
                if (isDefined(op, type)) {
                  allReduce(world, op, type, 37);
                }
              }
            }
          }
          return null;
        });
  }

  @Test
  void allReduceWorksForEveryCountOnEveryCommunicator() {
    Worlds.run(
        kind,
        ranks,
        world -> {
          Comms.forEach(
              world,
              comm -> {
                for (Datatype type : Typed.ALL) {
                  for (int n : Typed.counts(comm.size())) {
                    allReduce(comm, isDefined(Op.SUM, type) ? Op.SUM : Op.LXOR, type, n);
                  }
                }
              });
          for (Datatype type : Typed.SOME) {
            allReduce(world, Op.SUM, type, Typed.longCount(type));
            allReduce(world, Op.REPLACE, type, Typed.longCount(type));
          }
          return null;
        });
  }

  private static void allReduce(Comm comm, Op op, Datatype type, int n) {
    Object send = Typed.array(type, n, comm.rank());
    Object recv = Typed.zeros(type, n);
    Object expected = Typed.reduction(op, type, n, 0, comm.size() - 1);

    comm.allReduce(send, recv, op);
    Typed.check(recv, expected, "allReduce %s %s[%d]", op, type, n);
    Typed.check(send, Typed.array(type, n, comm.rank()), "operand of %s %s[%d]", op, type, n);

    Object same = comm.allReduce(send, op);
    assertThat(same).isSameAs(send);
    Typed.check(send, expected, "allReduce in place %s %s[%d]", op, type, n);
  }

  @Test
  void reduceGivesRootTheReductionAndTouchesNothingElsewhere() {
    Worlds.run(
        kind,
        ranks,
        world -> {
          Comms.forEach(
              world,
              comm -> {
                for (int root = 0; root < comm.size(); root++) {
                  for (Datatype type : Typed.SOME) {
                    for (int n : Typed.counts(comm.size())) {
                      reduce(comm, Op.SUM, type, n, root);
                      reduce(comm, Op.NO_OP, type, n, root);
                    }
                  }
                }
              });
          for (Datatype type : Typed.SOME) {
            reduce(world, Op.SUM, type, Typed.longCount(type), world.size() / 2);
          }
          return null;
        });
  }

  private static void reduce(Comm comm, Op op, Datatype type, int n, int root) {
    Object recv = comm.rank() == root ? Typed.zeros(type, n) : null;

    comm.reduce(Typed.array(type, n, comm.rank()), recv, op, root);

    if (recv != null) {
      Object expected = Typed.reduction(op, type, n, 0, comm.size() - 1);
      Typed.check(recv, expected, "reduce %s %s[%d] to %d", op, type, n, root);
    }
    Object untouched = Typed.array(type, n, 77);
    comm.reduce(Typed.array(type, n, comm.rank()), untouched, op, root);
    if (comm.rank() != root) {
      Typed.check(untouched, Typed.array(type, n, 77), "recv of reduce to %d", root);
    }
  }

  @Test
  void operationsThatDoNotCommuteKeepTheOrderOfRanks() {
    Worlds.run(
        kind,
        ranks,
        world -> {
          Comms.forEach(
              world,
              comm -> {
                for (int n : new int[] {0, 1, 1000, 20_000}) {
                  inOrder(comm, n);
                }
              });
          return null;
        });
  }

  private static void inOrder(Comm comm, int n) {
    long[] send = AffineMaps.ofRank(comm.rank(), n);
    long[] expected = AffineMaps.composed(0, comm.size() - 1, n);
    long[] recv = new long[n];
    comm.allReduce(send, recv, AffineMaps.COMPOSE);
    Typed.check(recv, expected, "allReduce in order [%d]", n);
    for (int root = 0; root < comm.size(); root++) {
      long[] atRoot = new long[n];
      comm.reduce(send, atRoot, AffineMaps.COMPOSE, root);
      if (comm.rank() == root) {
        Typed.check(atRoot, expected, "reduce in order [%d] to %d", n, root);
      }
    }
  }

  @Test
  void usersOperationOnRunsMultipliesMatricesInOrder() {
    Op multiply = Op.of(Matrices::multiply, false);

    Worlds.run(
        kind,
        ranks,
        world -> {
          double[] x = {1, world.rank() + 1, 0, 1, 2, 1, world.rank() % 2, 1};
          double[] expected = {1, 1, 0, 1, 2, 1, 0, 1};
          for (int r = 1; r < world.size(); r++) {
            double[] next = {1, r + 1, 0, 1, 2, 1, r % 2, 1};
            Matrices.multiply(Data.of(expected), Data.of(next));
            expected = next;
          }
          world.allReduce(x, multiply);
          assertThat(x).isEqualTo(expected);
          return null;
        });
  }

  /** Products of 2×2 matrices, row by row. */
  private static final class Matrices {
    static void multiply(Data in, Data inOut) {
      double[] a = (double[]) Typed.toArray(in);
      double[] b = (double[]) Typed.toArray(inOut);
      double[] c = new double[a.length];
      for (int m = 0; m < a.length; m += 4) {
        c[m] = a[m] * b[m] + a[m + 1] * b[m + 2];
        c[m + 1] = a[m] * b[m + 1] + a[m + 1] * b[m + 3];
        c[m + 2] = a[m + 2] * b[m] + a[m + 3] * b[m + 2];
        c[m + 3] = a[m + 2] * b[m + 1] + a[m + 3] * b[m + 3];
      }
      org.commworld.data.Elements.copy(Data.of(c), inOut);
    }
  }

  @Test
  void objectsAreCombinedInTheOrderOfRanks() {
    Worlds.run(
        kind,
        ranks,
        world -> {
          Comms.forEach(
              world,
              comm -> {
                String all =
                    IntStream.range(0, comm.size())
                        .mapToObj(Integer::toString)
                        .collect(Collectors.joining(","));
                String mine = Integer.toString(comm.rank());
                String joined = comm.allReduce(mine, (a, b) -> a + "," + b);
                assertThat(joined).isEqualTo(all);
                for (int root = 0; root < comm.size(); root++) {
                  String atRoot = comm.reduce(mine, (a, b) -> a + "," + b, root);
                  assertThat(atRoot).isEqualTo(comm.rank() == root ? all : null);
                }
              });
          return null;
        });
  }

  @Test
  void boxedNumbersAreReducedToNewOnes() {
    Worlds.run(
        kind,
        ranks,
        world -> {
          int p = world.size();
          double total = world.allReduce(world.rank() + 0.5, Op.SUM);
          int most = world.allReduce(world.rank(), Op.MAX);
          long product = world.allReduce(2L, Op.PROD);
          boolean all = world.allReduce(world.rank() < p, Op.LAND);
          boolean any = world.allReduce(world.rank() == p, Op.LOR);
          assertThat(total).isEqualTo(p * p / 2.0);
          assertThat(most).isEqualTo(p - 1);
          assertThat(product).isEqualTo(1L << p);
          assertThat(all).isTrue();
          assertThat(any).isFalse();
          return null;
        });
  }

  @Test
  void directBuffersAreReduced() {
    Worlds.run(
        kind,
        ranks,
        world -> {
          for (Datatype type : Typed.SOME) {
            for (int n : new int[] {3, Typed.longCount(type)}) {
              ByteOrder order =
                  world.rank() % 2 == 0 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
              Data send = Typed.direct(Typed.array(type, n, world.rank()), order);
              Data recv = Typed.direct(Typed.zeros(type, n), order);
              world.allReduce(send, recv, Op.SUM);
              Object expected = Typed.reduction(Op.SUM, type, n, 0, world.size() - 1);
              Typed.check(Typed.toArray(recv), expected, "allReduce %s[%d]", type, n);
            }
          }
          return null;
        });
  }

  @Test
  void sumsOfDoublesHaveTheSameBitsOnAllRanksAndEveryTime() {
    for (int n : new int[] {1, 100, 20_000}) {
      List<double[]> results =
          Worlds.run(
              kind,
              ranks,
              world -> {
                double[] x = new Random(world.rank()).doubles(n, -1e12, 1e12).toArray();
                double[] again = x.clone();
                world.allReduce(x, Op.SUM);
                world.allReduce(again, Op.SUM);
                Typed.check(again, x, "the same sum again");
                return x;
              });

      for (double[] x : results) {
        Typed.check(x, results.get(0), "sum on another rank");
      }
    }
  }
}

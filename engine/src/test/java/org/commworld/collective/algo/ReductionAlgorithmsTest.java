package org.commworld.collective.algo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.commworld.data.Reducer;
import org.commworld.mpi.Data;
import org.commworld.mpi.Datatype;
import org.commworld.mpi.Op;
import org.commworld.testkit.AffineMaps;
import org.commworld.testkit.MemoryChannels;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each algorithm that reduces against a sequential reduction, over channels that buffer nothing.
 * Segments are as short as an element, so that even short vectors make more of them than a window
 * holds.
 */
@Timeout(120)
class ReductionAlgorithmsTest {
  private static final Reducer IN_ORDER = Reducer.of(AffineMaps.COMPOSE, Datatype.LONG);
  private static final Reducer SUM = Reducer.of(Op.SUM, Datatype.LONG);
  private static final List<Integer> SIZES = List.of(1, 2, 3, 4, 5, 6, 7, 8, 16);
  private static final int[] SEGMENTS = {0, 8, 24, 4096};

  private interface Allreduce {
    void run(Channel channel, Data send, Data recv, Reducer reducer, int segment);
  }

  private interface Reduce {
    void run(
        Channel channel, Data send, @Nullable Data recv, Reducer reducer, int root, int segment);
  }

  private interface ReduceScatter {
    void run(Channel channel, Data send, Data recv, int[] counts, Reducer reducer, int segment);
  }

  /** Those that keep the order of ranks; the ring does not. */
  private static final Map<String, Allreduce> ALLREDUCES = new LinkedHashMap<>();

  private static final Map<String, Reduce> REDUCES = new LinkedHashMap<>();
  private static final Map<String, ReduceScatter> REDUCE_SCATTERS = new LinkedHashMap<>();

  static {
    ALLREDUCES.put("spread", (c, s, r, op, segment) -> SpreadAllreduce.run(c, s, r, op));
    ALLREDUCES.put("two_shot", TwoShotAllreduce::run);
    ALLREDUCES.put(
        "recursive_doubling",
        (c, s, r, op, segment) -> RecursiveDoublingAllreduce.run(c, s, r, op));
    ALLREDUCES.put(
        "rabenseifner", (c, s, r, op, segment) -> RabenseifnerAllreduce.run(c, s, r, op));
    ALLREDUCES.put("ring", RingAllreduce::run);
    REDUCES.put("linear", (c, s, r, op, root, segment) -> LinearReduce.run(c, s, r, op, root));
    REDUCES.put("dealt", DealtReduce::run);
    REDUCES.put(
        "rabenseifner", (c, s, r, op, root, segment) -> RabenseifnerReduce.run(c, s, r, op, root));
    REDUCES.put(
        "binomial",
        (c, s, r, op, root, segment) -> BinomialReduce.run(c, s, r, op, op == SUM, root));
    REDUCE_SCATTERS.put("spread", SpreadReduceScatter::run);
    REDUCE_SCATTERS.put(
        "recursive_halving",
        (c, s, r, counts, op, segment) -> RecursiveHalvingReduceScatter.run(c, s, r, counts, op));
    REDUCE_SCATTERS.put("ring", RingReduceScatter::run);
    REDUCE_SCATTERS.put(
        "pairwise",
        (c, s, r, counts, op, segment) -> PairwiseReduceScatter.run(c, s, r, counts, op));
  }

  private static Stream<Arguments> withSizes(Map<String, ?> algorithms) {
    return algorithms.keySet().stream()
        .flatMap(name -> SIZES.stream().map(p -> Arguments.of(name, p)));
  }

  static Stream<Arguments> allreduces() {
    return withSizes(ALLREDUCES);
  }

  static Stream<Arguments> reduces() {
    return withSizes(REDUCES);
  }

  static Stream<Arguments> reduceScatters() {
    return withSizes(REDUCE_SCATTERS);
  }

  private static int[] counts(int p) {
    return IntStream.of(0, 1, p - 1, p, 10 * p + 3).distinct().toArray();
  }

  private static long[] operand(int rank, int n) {
    return AffineMaps.ofRank(rank, n);
  }

  private static long[] reduction(int p, int n, boolean inOrder) {
    if (inOrder) {
      return AffineMaps.composed(0, p - 1, n);
    }
    long[] result = operand(0, n);
    for (int r = 1; r < p; r++) {
      long[] next = operand(r, n);
      for (int i = 0; i < n; i++) {
        result[i] += next[i];
      }
    }
    return result;
  }

  @ParameterizedTest(name = "{0} of {1}")
  @MethodSource("allreduces")
  void allreduceReducesInOrderAndInPlaceAndKeepsTheOperands(String name, int p) {
    Allreduce algorithm = ALLREDUCES.get(name);
    boolean inOrder = !name.equals("ring");
    Reducer reducer = inOrder ? IN_ORDER : SUM;
    for (int n : counts(p)) {
      for (int segment : SEGMENTS) {
        List<long[]> results =
            MemoryChannels.run(
                p,
                channel -> {
                  long[] send = operand(channel.rank(), n);
                  long[] padded = new long[n + 5];
                  algorithm.run(channel, Data.of(send), Data.of(padded, 3, n), reducer, segment);
                  long[] inPlace = send.clone();
                  Data x = Data.of(inPlace);
                  algorithm.run(channel, x, x, reducer, segment);
                  assertThat(send).isEqualTo(operand(channel.rank(), n));
                  assertThat(Arrays.copyOfRange(padded, 3, 3 + n)).isEqualTo(inPlace);
                  return inPlace;
                });

        long[] expected = reduction(p, n, inOrder);
        assertThat(results).allSatisfy(x -> assertThat(x).isEqualTo(expected));
      }
    }
  }

  @ParameterizedTest(name = "{0} of {1}")
  @MethodSource("allreduces")
  void allreduceGivesAllRanksTheSameBitsEveryTime(String name, int p) {
    Allreduce algorithm = ALLREDUCES.get(name);
    Reducer sum = Reducer.of(Op.SUM, Datatype.DOUBLE);
    List<double[]> all = new ArrayList<>();
    for (int turn = 0; turn < 2; turn++) {
      all.addAll(
          MemoryChannels.run(
              p,
              channel -> {
                double[] x = new Random(channel.rank()).doubles(100, -1e9, 1e9).toArray();
                algorithm.run(channel, Data.of(x), Data.of(x), sum, 64);
                return x;
              }));
    }

    assertThat(all).allSatisfy(x -> assertThat(x).isEqualTo(all.get(0)));
  }

  @ParameterizedTest(name = "{0} of {1}")
  @MethodSource("allreduces")
  void allreduceDoesNotCutAlternatingPairs(String name, int p) {
    Reducer minloc = Reducer.of(Op.MINLOC, Datatype.INT);

    List<int[]> results =
        MemoryChannels.run(
            p,
            channel -> {
              int[] x = new int[6 * p + 2];
              for (int i = 0; i < x.length; i += 2) {
                x[i] = -((channel.rank() + i) % p);
                x[i + 1] = channel.rank();
              }
              ALLREDUCES.get(name).run(channel, Data.of(x), Data.of(x), minloc, 4);
              return x;
            });

    for (int[] x : results) {
      for (int i = 0; i < x.length; i += 2) {
        assertThat(x[i]).isEqualTo(-(p - 1));
        assertThat((x[i + 1] + i) % p).isEqualTo(p - 1);
      }
    }
  }

  @ParameterizedTest(name = "{0} of {1}")
  @MethodSource("reduces")
  void reduceGivesEachRootTheReductionInOrder(String name, int p) {
    for (int root : p <= 8 ? IntStream.range(0, p).toArray() : new int[] {0, 1, p - 1}) {
      for (int n : counts(p)) {
        int segment = SEGMENTS[(root + n) % SEGMENTS.length];
        assertThat(reduceAt(name, p, root, n, IN_ORDER, segment)).isEqualTo(reduction(p, n, true));
        assertThat(reduceAt(name, p, root, n, SUM, segment)).isEqualTo(reduction(p, n, false));
      }
    }
  }

  private static long[] reduceAt(
      String name, int p, int root, int n, Reducer reducer, int segment) {
    List<long[]> results =
        MemoryChannels.run(
            p,
            channel -> {
              boolean isRoot = channel.rank() == root;
              long[] send = operand(channel.rank(), n);
              long[] recv = new long[n];
              Data target = isRoot ? Data.of(recv) : null;
              REDUCES.get(name).run(channel, Data.of(send), target, reducer, root, segment);
              assertThat(send).isEqualTo(operand(channel.rank(), n));
              Data own = Data.of(send);
              Data inPlace = isRoot ? own : null;
              REDUCES.get(name).run(channel, own, inPlace, reducer, root, segment);
              assertThat(isRoot ? send : operand(channel.rank(), n))
                  .isEqualTo(isRoot ? recv : send);
              return recv;
            });
    return results.get(root);
  }

  @ParameterizedTest(name = "{0} of {1}")
  @MethodSource("reduceScatters")
  void reduceScatterGivesEachItsBlock(String name, int p) {
    boolean inOrder = name.equals("spread");
    for (int longest : new int[] {1, 4, 30}) {
      int[] counts = IntStream.range(0, p).map(r -> (r * 5) % longest).toArray();
      int n = IntStream.of(counts).sum();
      for (int segment : SEGMENTS) {
        List<long[]> results =
            MemoryChannels.run(
                p,
                channel -> {
                  Data send = Data.of(operand(channel.rank(), n));
                  long[] recv = new long[counts[channel.rank()]];
                  REDUCE_SCATTERS
                      .get(name)
                      .run(channel, send, Data.of(recv), counts, inOrder ? IN_ORDER : SUM, segment);
                  assertThat((long[]) send.base()).isEqualTo(operand(channel.rank(), n));
                  return recv;
                });

        long[] joined = results.stream().flatMapToLong(Arrays::stream).toArray();
        assertThat(joined).isEqualTo(reduction(p, n, inOrder));
      }
    }
  }

  static Stream<Arguments> manyRanks() {
    return ALLREDUCES.keySet().stream()
        .flatMap(name -> Stream.of(33, 64).map(p -> Arguments.of(name, p)));
  }

  @ParameterizedTest(name = "{0} of {1}")
  @MethodSource("manyRanks")
  void allreduceOfManyRanksAddsUp(String name, int p) {
    int n = 2 * p + 1;
    List<long[]> results =
        MemoryChannels.run(
            p,
            channel -> {
              long[] x = operand(channel.rank(), n);
              ALLREDUCES.get(name).run(channel, Data.of(x), Data.of(x), SUM, 8);
              return x;
            });

    long[] expected = reduction(p, n, false);
    assertThat(results).allSatisfy(x -> assertThat(x).isEqualTo(expected));
  }
}

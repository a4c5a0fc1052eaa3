package org.commworld.collective.algo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.commworld.mpi.Data;
import org.commworld.testkit.MemoryChannels;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each algorithm that only moves elements, over channels that buffer nothing. */
@Timeout(120)
class MovingAlgorithmsTest {
  private static final List<Integer> SIZES = List.of(1, 2, 3, 4, 5, 6, 7, 8, 16, 21);
  private static final int[] SEGMENTS = {0, 8, 24, 4096};

  private interface Bcast {
    void run(Channel channel, Data data, int root, int segment);
  }

  private interface Allgather {
    void run(Channel channel, Data send, Data recv, int[] counts, int[] displs, int segment);
  }

  private static final Map<String, Bcast> BCASTS = new LinkedHashMap<>();
  private static final Map<String, Allgather> ALLGATHERS = new LinkedHashMap<>();

  static {
    BCASTS.put("linear", (c, x, root, segment) -> LinearBcast.run(c, x, root));
    BCASTS.put("binomial", (c, x, root, segment) -> BinomialBcast.run(c, x, root));
    BCASTS.put("chain", ChainBcast::run);
    BCASTS.put("dealt", DealtBcast::run);
    BCASTS.put("scatter_allgather", ScatterAllgatherBcast::run);
    ALLGATHERS.put("spread", SpreadAllgather::run);
    ALLGATHERS.put("ring", RingAllgather::run);
    ALLGATHERS.put(
        "bruck", (c, s, r, counts, displs, segment) -> BruckAllgather.run(c, s, r, counts, displs));
    ALLGATHERS.put(
        "recursive_doubling",
        (c, s, r, counts, displs, segment) ->
            RecursiveDoublingAllgather.run(c, s, r, counts, displs));
  }

  private static Stream<Arguments> withSizes(Map<String, ?> algorithms) {
    return algorithms.keySet().stream()
        .flatMap(name -> SIZES.stream().map(p -> Arguments.of(name, p)));
  }

  static Stream<Arguments> bcasts() {
    return withSizes(BCASTS);
  }

  static Stream<Arguments> allgathers() {
    return withSizes(ALLGATHERS);
  }

  /** All, or of many the first two and the last. */
  private static int[] roots(int p) {
    return p <= 8 ? IntStream.range(0, p).toArray() : new int[] {0, 1, p - 1};
  }

  /** Elements that tell whose they are. */
  private static long[] ofRank(int rank, int n) {
    return LongStream.range(0, n).map(i -> 1000L * (rank + 1) + i).toArray();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 8, 16})
  void spreadBarrierLetsNobodyGoBeforeAllHaveCome(int p) {
    for (int turn = 0; turn < 5; turn++) {
      AtomicInteger arrived = new AtomicInteger();

      List<Integer> seen =
          MemoryChannels.run(
              p,
              channel -> {
                arrived.incrementAndGet();
                SpreadBarrier.run(channel);
                return arrived.get();
              });

      assertThat(seen).containsOnly(p);
    }
  }

  @ParameterizedTest(name = "{0} of {1}")
  @MethodSource("bcasts")
  void bcastGivesAllWhatRootHas(String name, int p) {
    for (int root : roots(p)) {
      for (int n : new int[] {0, 1, p, 10 * p + 3}) {
        int from = root;
        int segment = SEGMENTS[(root + n) % SEGMENTS.length];

        List<long[]> results =
            MemoryChannels.run(
                p,
                channel -> {
                  long[] x = channel.rank() == from ? ofRank(from, n) : new long[n];
                  BCASTS.get(name).run(channel, Data.of(x), from, segment);
                  return x;
                });

        assertThat(results).allSatisfy(x -> assertThat(x).isEqualTo(ofRank(from, n)));
      }
    }
  }

  @ParameterizedTest(name = "{0} of {1}")
  @MethodSource("allgathers")
  void allgatherMovesRaggedBlocksToAnyPlaces(String name, int p) {
    int[] counts = IntStream.range(0, p).map(r -> (r * 5) % 13).toArray();
    int[] scattered = IntStream.range(0, p).map(r -> 13 * ((r + 1) % p)).toArray();
    for (int[] displs : new int[][] {scattered, Displs.of(counts)}) {
      for (int segment : SEGMENTS) {
        List<long[]> results =
            MemoryChannels.run(
                p,
                channel -> {
                  long[] all = new long[13 * p];
                  Data send = Data.of(ofRank(channel.rank(), counts[channel.rank()]));
                  ALLGATHERS.get(name).run(channel, send, Data.of(all), counts, displs, segment);
                  return all;
                });

        long[] expected = new long[13 * p];
        for (int r = 0; r < p; r++) {
          System.arraycopy(ofRank(r, counts[r]), 0, expected, displs[r], counts[r]);
        }
        assertThat(results).allSatisfy(x -> assertThat(x).isEqualTo(expected));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 16, 21})
  void spreadAlltoallMovesRaggedBlocks(int p) {
    for (int segment : SEGMENTS) {
      List<Boolean> right =
          MemoryChannels.run(
              p,
              channel -> {
                int self = channel.rank();
                int[] sendCounts = IntStream.range(0, p).map(r -> (self + 2 * r) % 14).toArray();
                int[] recvCounts = IntStream.range(0, p).map(r -> (r + 2 * self) % 14).toArray();
                long[] send = blocks(sendCounts, r -> 100L * self + r);
                long[] recv = new long[IntStream.of(recvCounts).sum()];
                SpreadAlltoall.run(
                    channel,
                    Data.of(send),
                    sendCounts,
                    Displs.of(sendCounts),
                    Data.of(recv),
                    recvCounts,
                    Displs.of(recvCounts),
                    segment);
                return Arrays.equals(recv, blocks(recvCounts, r -> 100L * r + self));
              });

      assertThat(right).containsOnly(true);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 16, 21})
  void bruckAlltoallMovesEvenBlocks(int p) {
    for (int n : new int[] {0, 1, 3}) {
      int[] counts = IntStream.generate(() -> n).limit(p).toArray();
      int[] displs = Displs.of(counts);
      List<Boolean> right =
          MemoryChannels.run(
              p,
              channel -> {
                int self = channel.rank();
                Data send = Data.of(blocks(counts, r -> 100L * self + r));
                long[] recv = new long[n * p];
                BruckAlltoall.run(channel, send, displs, Data.of(recv), displs, n);
                return Arrays.equals(recv, blocks(counts, r -> 100L * r + self));
              });

      assertThat(right).containsOnly(true);
    }
  }

  private static long[] blocks(int[] counts, java.util.function.IntToLongFunction value) {
    return IntStream.range(0, counts.length)
        .boxed()
        .flatMapToLong(r -> LongStream.generate(() -> value.applyAsLong(r)).limit(counts[r]))
        .toArray();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 16, 21})
  void binomialGatherAndScatterMoveEvenBlocks(int p) {
    int[] displs = IntStream.range(0, p).map(r -> 4 * (p - 1 - r)).toArray();
    for (int root : roots(p)) {
      int at = root;
      List<long[]> results =
          MemoryChannels.run(
              p,
              channel -> {
                boolean isRoot = channel.rank() == at;
                long[] all = new long[4 * p];
                Data own = Data.of(ofRank(channel.rank(), 3));
                int[] places = isRoot ? displs : null;
                BinomialGather.run(channel, own, isRoot ? Data.of(all) : null, places, at);
                long[] back = new long[3];
                BinomialScatter.run(
                    channel, isRoot ? Data.of(all) : null, places, Data.of(back), at);
                assertThat(back).isEqualTo(ofRank(channel.rank(), 3));
                return all;
              });

      for (int r = 0; r < p; r++) {
        assertThat(Arrays.copyOfRange(results.get(root), displs[r], displs[r] + 3))
            .isEqualTo(ofRank(r, 3));
      }
    }
  }
}

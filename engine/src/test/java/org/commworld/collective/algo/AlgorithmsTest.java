package org.commworld.collective.algo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.commworld.data.Reducer;
import org.commworld.mpi.Data;
import org.commworld.mpi.Datatype;
import org.commworld.mpi.Op;
import org.commworld.testkit.AffineMaps;
import org.commworld.testkit.MemoryChannels;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each algorithm against a sequential one, over channels that buffer nothing. */
@Timeout(120)
class AlgorithmsTest {
  private static final Reducer IN_ORDER = Reducer.of(AffineMaps.COMPOSE, Datatype.LONG);
  private static final Reducer SUM = Reducer.of(Op.SUM, Datatype.LONG);

  private static int[] counts(int p) {
    return IntStream.of(0, 1, p - 1, p, 1000).distinct().toArray();
  }

  private static long[] operand(int rank, int n) {
    return AffineMaps.ofRank(rank, n);
  }

  /** The reduction over ranks first … last. */
  private static long[] reduction(int first, int last, int n, boolean inOrder) {
    if (inOrder) {
      return AffineMaps.composed(first, last, n);
    }
    long[] result = operand(first, n);
    for (int r = first + 1; r <= last; r++) {
      long[] next = operand(r, n);
      for (int i = 0; i < n; i++) {
        result[i] += next[i];
      }
    }
    return result;
  }

  private static int[] ragged(int p) {
    return IntStream.range(0, p).map(r -> (r * 5) % 4).toArray();
  }

  private static int sum(int[] x) {
    return IntStream.of(x).sum();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 7, 8, 9, 16})
  void barrierLetsNobodyGoBeforeAllHaveCome(int p) {
    for (int turn = 0; turn < 5; turn++) {
      AtomicInteger arrived = new AtomicInteger();

      List<Integer> seen =
          MemoryChannels.run(
              p,
              channel -> {
                arrived.incrementAndGet();
                DisseminationBarrier.run(channel);
                return arrived.get();
              });

      assertThat(seen).containsOnly(p);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 7, 8, 9, 16})
  void bcastGivesAllWhatRootHas(int p) {
    for (int root = 0; root < p; root++) {
      for (int n : counts(p)) {
        int from = root;

        List<long[]> results =
            MemoryChannels.run(
                p,
                channel -> {
                  long[] x = channel.rank() == from ? operand(from, n) : new long[n];
                  BinomialBcast.run(channel, Data.of(x), from);
                  return x;
                });

        assertThat(results).allSatisfy(x -> assertThat(x).isEqualTo(operand(from, n)));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 7, 8, 9, 16})
  void reduceKeepsTheOrderOfRanksAndTheOperands(int p) {
    for (int root = 0; root < p; root++) {
      for (int n : counts(p)) {
        assertThat(reduceAt(p, root, n, false)).isEqualTo(reduction(0, p - 1, n, true));
        assertThat(reduceAt(p, root, n, true)).isEqualTo(reduction(0, p - 1, n, false));
      }
    }
  }

  private static long[] reduceAt(int p, int root, int n, boolean commutative) {
    Reducer reducer = commutative ? SUM : IN_ORDER;
    List<long[]> results =
        MemoryChannels.run(
            p,
            channel -> {
              long[] send = operand(channel.rank(), n);
              long[] recv = new long[n];
              boolean isRoot = channel.rank() == root;
              BinomialReduce.run(
                  channel,
                  Data.of(send),
                  isRoot ? Data.of(recv) : null,
                  reducer,
                  commutative,
                  root);
              assertThat(send).isEqualTo(operand(channel.rank(), n));
              return recv;
            });
    return results.get(root);
  }

  /** An allReduce to test. */
  private interface Allreduce {
    void run(Channel channel, Data send, Data recv, Reducer reducer);
  }

  private static void checkAllreduce(int p, Allreduce algorithm, boolean inOrder) {
    Reducer reducer = inOrder ? IN_ORDER : SUM;
    for (int n : counts(p)) {
      List<long[]> results =
          MemoryChannels.run(
              p,
              channel -> {
                long[] send = operand(channel.rank(), n);
                long[] padded = new long[n + 5];
                algorithm.run(channel, Data.of(send), Data.of(padded, 3, n), reducer);
                long[] inPlace = send.clone();
                Data x = Data.of(inPlace);
                algorithm.run(channel, x, x, reducer);
                assertThat(send).isEqualTo(operand(channel.rank(), n));
                assertThat(Arrays.copyOfRange(padded, 3, 3 + n)).isEqualTo(inPlace);
                return inPlace;
              });

      long[] expected = reduction(0, p - 1, n, inOrder);
      assertThat(results).allSatisfy(x -> assertThat(x).isEqualTo(expected));
    }
  }

  private static void ring(Channel channel, Data send, Data recv, Reducer reducer) {
    RingAllreduce.run(channel, send, recv, reducer, 64);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 7, 8, 9, 16})
  void recursiveDoublingAllreduceKeepsTheOrderOfRanks(int p) {
    checkAllreduce(p, RecursiveDoublingAllreduce::run, true);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 7, 8, 9, 16})
  void ringAllreduceAddsUp(int p) {
    checkAllreduce(p, AlgorithmsTest::ring, false);
  }

  private static List<double[]> roundedSums(int p, Allreduce algorithm) {
    Reducer sum = Reducer.of(Op.SUM, Datatype.DOUBLE);
    return MemoryChannels.run(
        p,
        channel -> {
          double[] x = new Random(channel.rank()).doubles(100, -1e9, 1e9).toArray();
          algorithm.run(channel, Data.of(x), Data.of(x), sum);
          return x;
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 5, 7, 8, 9, 16})
  void allRanksGetTheSameBitsEveryTime(int p) {
    List<Allreduce> algorithms = List.of(RecursiveDoublingAllreduce::run, AlgorithmsTest::ring);
    for (Allreduce algorithm : algorithms) {
      List<double[]> all = new ArrayList<>(roundedSums(p, algorithm));
      all.addAll(roundedSums(p, algorithm));

      assertThat(all).allSatisfy(x -> assertThat(x).isEqualTo(all.get(0)));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 5, 8})
  void ringAllreduceDoesNotCutAlternatingPairs(int p) {
    Reducer minloc = Reducer.of(Op.MINLOC, Datatype.INT);

    List<int[]> results =
        MemoryChannels.run(
            p,
            channel -> {
              int[] x = new int[2 * p + 2];
              for (int i = 0; i < x.length; i += 2) {
                x[i] = -((channel.rank() + i) % p);
                x[i + 1] = channel.rank();
              }
              ring(channel, Data.of(x), Data.of(x), minloc);
              return x;
            });

    for (int[] x : results) {
      for (int i = 0; i < x.length; i += 2) {
        assertThat(x[i]).isEqualTo(-(p - 1));
        assertThat((x[i + 1] + i) % p).isEqualTo(p - 1);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 7, 8, 9, 16})
  void gatherAndScatterMoveRaggedBlocks(int p) {
    int[] counts = ragged(p);
    int[] displs = IntStream.range(0, p).map(r -> 4 * (p - 1 - r)).toArray();
    for (int root = 0; root < p; root++) {
      int at = root;

      List<long[]> results =
          MemoryChannels.run(
              p,
              channel -> {
                int n = counts[channel.rank()];
                Data all = channel.rank() == at ? Data.of(new long[4 * p]) : null;
                Data send = Data.of(operand(channel.rank(), n));
                LinearGather.run(channel, send, all, counts, displs, at);
                long[] back = new long[n];
                LinearScatter.run(channel, all, counts, displs, Data.of(back), at);
                assertThat(back).isEqualTo(operand(channel.rank(), n));
                return all == null ? new long[0] : (long[]) all.base();
              });

      assertThat(results.get(root)).isEqualTo(laidOut(counts, displs, 4 * p));
    }
  }

  private static long[] laidOut(int[] counts, int[] displs, int length) {
    long[] all = new long[length];
    for (int r = 0; r < counts.length; r++) {
      System.arraycopy(operand(r, counts[r]), 0, all, displs[r], counts[r]);
    }
    return all;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 7, 8, 9, 16})
  void allgatherMovesRaggedBlocks(int p) {
    int[] counts = ragged(p);
    int[] displs = IntStream.range(0, p).map(r -> 4 * ((r + 1) % p)).toArray();

    List<long[]> results =
        MemoryChannels.run(
            p,
            channel -> {
              long[] all = new long[4 * p];
              Data send = Data.of(operand(channel.rank(), counts[channel.rank()]));
              RingAllgather.run(channel, send, Data.of(all), counts, displs, 16);
              return all;
            });

    assertThat(results).allSatisfy(x -> assertThat(x).isEqualTo(laidOut(counts, displs, 4 * p)));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 7, 8, 9, 16})
  void alltoallMovesRaggedBlocks(int p) {
    List<Boolean> right =
        MemoryChannels.run(
            p,
            channel -> {
              int self = channel.rank();
              int[] sendCounts = IntStream.range(0, p).map(r -> (self + 2 * r) % 4).toArray();
              int[] recvCounts = IntStream.range(0, p).map(r -> (r + 2 * self) % 4).toArray();
              long[] send = new long[sum(sendCounts)];
              int[] sendDispls = Displs.of(sendCounts);
              for (int r = 0; r < p; r++) {
                long value = 100L * self + r;
                Arrays.fill(send, sendDispls[r], sendDispls[r] + sendCounts[r], value);
              }
              long[] recv = new long[sum(recvCounts)];
              long[] expected = new long[recv.length];
              int[] recvDispls = Displs.of(recvCounts);
              for (int r = 0; r < p; r++) {
                long value = 100L * r + self;
                Arrays.fill(expected, recvDispls[r], recvDispls[r] + recvCounts[r], value);
              }
              PairwiseAlltoall.run(
                  channel,
                  Data.of(send),
                  sendCounts,
                  sendDispls,
                  Data.of(recv),
                  recvCounts,
                  recvDispls);
              return Arrays.equals(recv, expected);
            });

    assertThat(right).containsOnly(true);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 7, 8, 9, 16})
  void reduceScatterGivesEachItsBlock(int p) {
    int[] counts = ragged(p);
    int n = sum(counts);
    for (boolean inOrder : new boolean[] {true, false}) {
      List<long[]> results =
          MemoryChannels.run(
              p,
              channel -> {
                Data send = Data.of(operand(channel.rank(), n));
                long[] recv = new long[counts[channel.rank()]];
                if (inOrder) {
                  ReduceThenScatter.run(channel, send, Data.of(recv), counts, IN_ORDER);
                } else {
                  PairwiseReduceScatter.run(channel, send, Data.of(recv), counts, SUM);
                }
                assertThat((long[]) send.base()).isEqualTo(operand(channel.rank(), n));
                return recv;
              });

      long[] joined = results.stream().flatMapToLong(Arrays::stream).toArray();
      assertThat(joined).isEqualTo(reduction(0, p - 1, n, inOrder));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 7, 8, 9, 16})
  void scansCombineThePrefixInOrder(int p) {
    for (int n : counts(p)) {
      MemoryChannels.run(
          p,
          channel -> {
            int self = channel.rank();
            long[] send = operand(self, n);
            long[] scan = new long[n];
            long[] exScan = new long[n];
            Arrays.fill(exScan, -1);
            RecursiveDoublingScan.scan(channel, Data.of(send), Data.of(scan), IN_ORDER);
            RecursiveDoublingScan.exScan(channel, Data.of(send), Data.of(exScan), IN_ORDER);
            long[] untouched = new long[n];
            Arrays.fill(untouched, -1);
            assertThat(scan).isEqualTo(reduction(0, self, n, true));
            assertThat(exScan).isEqualTo(self == 0 ? untouched : reduction(0, self - 1, n, true));
            assertThat(send).isEqualTo(operand(self, n));
            return null;
          });
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 5})
  void oneCollectiveAfterAnotherDoesNotMixMessages(int p) throws Exception {
    CyclicBarrier together = new CyclicBarrier(p);

    List<long[]> results =
        MemoryChannels.run(
            p,
            channel -> {
              together.await();
              long[] x = {1, 2, 3, 4, 5, 6, 7};
              Data data = Data.of(x);
              for (int turn = 0; turn < 20; turn++) {
                ring(channel, data, data, SUM);
                DisseminationBarrier.run(channel);
                BinomialBcast.run(channel, data, turn % channel.size());
                RecursiveDoublingAllreduce.run(channel, data, data, SUM);
              }
              return x;
            });

    assertThat(results).allSatisfy(x -> assertThat(x).isEqualTo(results.get(0)));
  }
}

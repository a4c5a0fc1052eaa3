package org.commworld.collective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.commworld.collective.Collectives.Layout;
import org.commworld.data.Elements;
import org.commworld.data.Reducer;
import org.commworld.mpi.Data;
import org.commworld.mpi.Datatype;
import org.commworld.mpi.MpiException;
import org.commworld.mpi.Op;
import org.commworld.pt2pt.Endpoint;
import org.commworld.pt2pt.Fate;
import org.commworld.pt2pt.LocalRanks;
import org.commworld.spi.ProcessCard;
import org.commworld.spi.Roster;
import org.commworld.spi.WorldId;
import org.commworld.testkit.Ranks;
import org.commworld.wire.CollectiveKind;
import org.commworld.wire.Fingerprint;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Both ways to meet, whatever the number of processors of the machine that tests. */
@Timeout(60)
class LocalGroupTest {
  private static final int TURNS = 300;

  private static LocalGroup group(int size, boolean isCounting) {
    List<Integer> all = IntStream.range(0, size).boxed().toList();
    ProcessCard card = new ProcessCard("one", "localhost", 0, all);
    LocalRanks ranks =
        new LocalRanks(
            new Fate(failure -> failure),
            new LocalRanks.Limits(4096, 4096, 1 << 20, 0),
            Duration.ofSeconds(1),
            new Roster(new WorldId("0123456789abcdef0123456789abcdef", 1, size), List.of(card)),
            all,
            null,
            (peer, evidence) -> {});
    Endpoint[] members = all.stream().map(ranks::endpoint).toArray(Endpoint[]::new);
    return new LocalGroup(members, isCounting);
  }

  private static Fingerprint call(CollectiveKind kind, int root, int count) {
    return new Fingerprint(Fingerprint.UNNUMBERED, kind, root, Op.Kind.SUM, Datatype.LONG, count);
  }

  @ParameterizedTest
  @CsvSource({"2, false", "3, false", "5, false", "2, true", "5, true"})
  void callsOfAllSizesFollowEachOtherWithoutMixingUp(int size, boolean isCounting) {
    LocalGroup group = group(size, isCounting);

    Ranks.run(
        size,
        rank -> {
          LocalCollectives collectives = new LocalCollectives(group, rank, () -> {});
          for (int turn = 0; turn < TURNS; turn++) {
            reduceAndCheck(collectives, size, rank, turn, 1);
            bcastAndCheck(collectives, size, rank, turn);
            reduceAndCheck(collectives, size, rank, turn, turn % 3 == 0 ? 5000 : 20);
            reduceAndCheck(collectives, size, rank, turn, 200); // Few, but more than a cell holds.
            gatherAndCheck(collectives, size, rank, turn);
            collectives.barrier(call(CollectiveKind.BARRIER, -1, 0));
          }
          return null;
        });
  }

  private static void reduceAndCheck(
      LocalCollectives collectives, int size, int rank, int turn, int count) {
    long[] send = new long[count];
    send[count - 1] = (long) turn + rank;
    long[] recv = new long[count];
    Reducer sum = Reducer.of(Op.SUM, Datatype.LONG);

    collectives.allReduce(
        call(CollectiveKind.ALL_REDUCE, -1, count), Data.of(send), Data.of(recv), sum, true);
    send[count - 1] = -1; // The buffer is the caller's again.

    long total = (long) size * turn + (long) size * (size - 1) / 2;
    assertThat(recv[count - 1]).isEqualTo(total);
  }

  private static void bcastAndCheck(LocalCollectives collectives, int size, int rank, int turn) {
    int root = turn % size;
    long[] x = {rank == root ? turn : -1};

    collectives.bcast(call(CollectiveKind.BCAST, root, 1), Data.of(x), root);
    long seen = x[0];
    x[0] = -2;

    assertThat(seen).isEqualTo(turn);
  }

  private static void gatherAndCheck(LocalCollectives collectives, int size, int rank, int turn) {
    long[] all = new long[size];

    collectives.allGather(
        call(CollectiveKind.ALL_GATHER, -1, 1),
        Data.of(new long[] {(long) turn * rank}),
        Data.of(all),
        Layout.even(size, 1));

    for (int r = 0; r < size; r++) {
      assertThat(all[r]).isEqualTo((long) turn * r);
    }
  }

  /** The widest elements: as many as the memory of few elements just holds. */
  @ParameterizedTest
  @CsvSource({"3, false", "3, true"})
  void pairsAreReducedAndScattered(int size, boolean isCounting) {
    LocalGroup group = group(size, isCounting);
    int each = 42;
    Reducer least = Reducer.of(Op.MINLOC, Datatype.DOUBLE_INT);
    int bytes = Datatype.DOUBLE_INT.sizeBytes();

    Ranks.run(
        size,
        rank -> {
          LocalCollectives collectives = new LocalCollectives(group, rank, () -> {});
          Data send = Elements.allocate(Datatype.DOUBLE_INT, size * each);
          ByteBuffer sent = (ByteBuffer) send.base();
          for (int i = 0; i < size * each; i++) {
            sent.putDouble(i * bytes, -rank).putInt(i * bytes + Double.BYTES, rank);
          }
          Data recv = Elements.allocate(Datatype.DOUBLE_INT, each);

          collectives.reduceScatter(
              call(CollectiveKind.REDUCE_SCATTER, -1, size * each),
              send,
              recv,
              Layout.even(size, each),
              least,
              true);

          ByteBuffer received = (ByteBuffer) recv.base();
          for (int i = 0; i < each; i++) {
            assertThat(received.getInt(i * bytes + Double.BYTES)).isEqualTo(size - 1);
          }
          return null;
        });
  }

  @ParameterizedTest
  @CsvSource({"3, false", "3, true"})
  void callsThatDifferAreAnErrorOnAllRanks(int size, boolean isCounting) {
    LocalGroup group = group(size, isCounting);

    List<Ranks.Outcome<Object>> outcomes =
        Ranks.outcomes(
            size,
            rank -> {
              LocalCollectives collectives = new LocalCollectives(group, rank, () -> {});
              collectives.barrier(call(CollectiveKind.BARRIER, -1, 0));
              int count = rank == 1 ? 4000 : 1; // Tiny for some, long for one.
              Reducer sum = Reducer.of(Op.SUM, Datatype.LONG);
              collectives.allReduce(
                  call(CollectiveKind.ALL_REDUCE, -1, count),
                  Data.of(new long[count]),
                  Data.of(new long[count]),
                  sum,
                  true);
              return null;
            });

    for (Ranks.Outcome<Object> outcome : outcomes) {
      assertThat(outcome.error()).isInstanceOf(MpiException.class).hasMessageContaining("call=1");
    }
  }

  @ParameterizedTest
  @CsvSource({"3, false", "3, true"})
  void anOperationThatThrowsIsNamed(int size, boolean isCounting) {
    LocalGroup group = group(size, isCounting);
    Reducer broken =
        (in, inOut, first, n) -> {
          throw new IllegalStateException("broken operation");
        };

    Ranks.run(
        size,
        rank -> {
          LocalCollectives collectives = new LocalCollectives(group, rank, () -> {});
          assertThatThrownBy(
                  () ->
                      collectives.allReduce(
                          call(CollectiveKind.ALL_REDUCE, -1, 1),
                          Data.of(new long[1]),
                          Data.of(new long[1]),
                          broken,
                          true))
              .isInstanceOf(MpiException.class)
              .hasMessageContaining("broken operation");
          return null;
        });
  }
}

package org.commworld.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.commworld.mpi.Comm;
import org.commworld.mpi.Op;
import org.commworld.mpi.Request;
import org.commworld.mpi.Status;
import org.commworld.stats.CallKind;
import org.commworld.stats.RankStatistics;
import org.commworld.stats.Span;
import org.commworld.testkit.Worlds;
import org.commworld.testkit.Worlds.Counted;
import org.commworld.testkit.Worlds.Kind;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What ranks count and trace of their calls, over each way that messages go. */
@Timeout(60)
class StatisticsIT {
  private static final int RANKS = 4;
  private static final int MESSAGES = 200;
  private static final long BUSY_NANOS = 50_000_000;

  /** 3, and in turn so long that each protocol is used. */
  private static int count(int message) {
    return message % 50 == 49 ? 40_000 : message % 10 == 9 ? 2_000 : 3;
  }

  private static long bytes() {
    long bytes = 0;
    for (int i = 0; i < MESSAGES; i++) {
      bytes += 8L * count(i);
    }
    return bytes;
  }

  private static @Nullable Object ring(Comm world) {
    int next = (world.rank() + 1) % RANKS;
    int last = (world.rank() + RANKS - 1) % RANKS;
    double[] buffer = new double[40_000];
    for (int i = 0; i < MESSAGES; i++) {
      Request receive = world.iRecv(buffer, i % 2 == 0 ? last : Comm.ANY_SOURCE, 7);
      world.send(new double[count(i)], next, 7);
      receive.waitFor();
    }
    world.sendRecv(new byte[100], next, 8, new byte[100], last, 8);
    world.allReduce(new double[5], Op.SUM);
    world.bcast(world.rank() == 0 ? "text" : null, 0);
    world.iBarrier().waitFor();
    return null;
  }

  private static RankStatistics.Calls calls(RankStatistics statistics, CallKind kind) {
    return statistics.calls().stream()
        .filter(calls -> calls.kind() == kind)
        .findFirst()
        .orElseThrow(() -> new AssertionError(kind + " is not in " + statistics));
  }

  private static RankStatistics.Peer peer(RankStatistics statistics, int rank) {
    return statistics.peers().stream()
        .filter(peer -> peer.rank() == rank)
        .findFirst()
        .orElseThrow(() -> new AssertionError(rank + " is not in " + statistics));
  }

  @ParameterizedTest
  @EnumSource(
      value = Kind.class,
      names = {"INPROC", "TCP", "SHM", "MIXED"})
  void callsAndMessagesAreCountedExactly(Kind kind) {
    List<Counted> counted = Worlds.counted(kind, RANKS, 0, StatisticsIT::ring);

    for (int rank = 0; rank < RANKS; rank++) {
      RankStatistics own = counted.get(rank).statistics();
      assertThat(own.rank()).isEqualTo(rank);
      assertThat(calls(own, CallKind.SEND).count()).isEqualTo(MESSAGES);
      assertThat(calls(own, CallKind.SEND).bytes()).isEqualTo(bytes());
      assertThat(calls(own, CallKind.I_RECV).count()).isEqualTo(MESSAGES);
      assertThat(calls(own, CallKind.WAIT).count()).isEqualTo(MESSAGES + 1);
      assertThat(calls(own, CallKind.WAIT).bytes()).isEqualTo(bytes());
      assertThat(calls(own, CallKind.SEND_RECV).count()).isEqualTo(1);
      assertThat(calls(own, CallKind.SEND_RECV).bytes()).isEqualTo(200);
      assertThat(calls(own, CallKind.ALL_REDUCE).count()).isEqualTo(1);
      assertThat(calls(own, CallKind.ALL_REDUCE).bytes()).isEqualTo(40);
      assertThat(calls(own, CallKind.BCAST).count()).isEqualTo(1);
      assertThat(calls(own, CallKind.I_BARRIER).count()).isEqualTo(1);
      assertThat(calls(own, CallKind.FINALIZE).count()).isEqualTo(1);
      assertThat(own.communicationNanos()).isPositive().isLessThanOrEqualTo(own.lifeNanos());

      RankStatistics.Peer next = peer(own, (rank + 1) % RANKS);
      RankStatistics other = counted.get((rank + 1) % RANKS).statistics();
      // Those of collectives come on top where they are messages.
      assertThat(next.sentMessages()).isGreaterThanOrEqualTo(MESSAGES + 1);
      assertThat(next.sentBytes()).isGreaterThanOrEqualTo(bytes() + 100);
      if (kind == Kind.INPROC) {
        assertThat(next.sentMessages()).isEqualTo(MESSAGES + 1);
        assertThat(next.sentBytes()).isEqualTo(bytes() + 100);
      }
      assertThat(peer(other, rank).receivedMessages()).isEqualTo(next.sentMessages());
      assertThat(peer(other, rank).receivedBytes()).isEqualTo(next.sentBytes());
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Kind.class,
      names = {"INPROC", "TCP", "SHM", "MIXED"})
  void blockingReceivesAreCountedByWhatHasCome(Kind kind) {
    long rounds = 1_500;
    List<Counted> counted =
        Worlds.counted(
            kind,
            2,
            0,
            world -> {
              int other = 1 - world.rank();
              long[] buffer = new long[2_000];
              for (int i = 0; i < rounds; i++) {
                int n = i % 100 == 99 ? 1_000 : i % 5;
                if (world.rank() == 0) {
                  world.send(new long[n], other, 1);
                  world.send(new long[1], other, 2);
                  // The second first: it is not the oldest one there.
                  assertThat(world.recv(buffer, other, 4).count()).isEqualTo(1);
                  assertThat(world.recv(new long[5], other, Comm.ANY_TAG).tag()).isEqualTo(3);
                } else {
                  assertThat(world.recv(buffer, other, 1).count()).isEqualTo(n);
                  assertThat(world.recv(buffer, Comm.ANY_SOURCE, 2).count()).isEqualTo(1);
                  world.send(new long[4], other, 3);
                  world.send(new long[1], other, 4);
                }
                Object sent = new long[3];
                Status status = world.sendRecv(sent, other, 5, new long[10], other, 5);
                assertThat(status.count()).isEqualTo(3);
              }
              return null;
            });

    long oneWay = 8L * (rounds + rounds / 100 * (1_000L + 196));
    long back = 8L * 5 * rounds;
    for (int rank = 0; rank < 2; rank++) {
      RankStatistics own = counted.get(rank).statistics();
      assertThat(calls(own, CallKind.SEND).count()).isEqualTo(2 * rounds);
      assertThat(calls(own, CallKind.RECV).count()).isEqualTo(2 * rounds);
      assertThat(calls(own, CallKind.SEND_RECV).count()).isEqualTo(rounds);
      assertThat(calls(own, CallKind.SEND).bytes()).isEqualTo(rank == 0 ? oneWay : back);
      assertThat(calls(own, CallKind.RECV).bytes()).isEqualTo(rank == 0 ? back : oneWay);
      assertThat(calls(own, CallKind.SEND_RECV).bytes()).isEqualTo(48L * rounds);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Kind.class,
      names = {"INPROC", "TCP", "SHM"})
  void whoeverIsWaitedForIsNamedAndTheTimeIsCommunication(Kind kind) {
    List<RankStatistics> counted =
        Worlds.counted(
                kind,
                3,
                0,
                world -> {
                  for (String how : List.of("recv", "barrier", "allReduce")) {
                    // The calls before may end at different times.
                    world.barrier();
                    if (world.rank() == 2) {
                      long end = System.nanoTime() + BUSY_NANOS;
                      while (System.nanoTime() < end) {
                        Thread.onSpinWait();
                      }
                    }
                    switch (how) {
                      case "recv" -> {
                        if (world.rank() == 2) {
                          world.send(new int[1], 0, 1);
                          world.send(new int[1], 1, 1);
                        } else {
                          world.recv(new int[1], 2, 1);
                        }
                      }
                      case "barrier" -> world.barrier();
                      default -> world.allReduce(new double[1], Op.SUM);
                    }
                  }
                  return null;
                })
            .stream()
            .map(Counted::statistics)
            .toList();

    long part = BUSY_NANOS / 2;
    for (int rank = 0; rank < 2; rank++) {
      RankStatistics own = counted.get(rank);
      assertThat(calls(own, CallKind.RECV).nanos()).isGreaterThan(part);
      assertThat(calls(own, CallKind.BARRIER).maxNanos()).isGreaterThan(part);
      assertThat(calls(own, CallKind.ALL_REDUCE).nanos()).isGreaterThan(part);
    }
    // By messages, a rank may wait for one that waits itself; in all, both wait for the busy one.
    long all = peer(counted.get(0), 2).waitedNanos() + peer(counted.get(1), 2).waitedNanos();
    assertThat(all).isGreaterThan(kind == Kind.INPROC ? 6 * part : 3 * part);
    assertThat(counted.get(2).lifeNanos() - counted.get(2).communicationNanos())
        .isGreaterThan(3 * part);
  }

  @ParameterizedTest
  @EnumSource(
      value = Kind.class,
      names = {"INPROC", "TCP", "SHM"})
  void eachMessageSentIsTheOneReceivedInATrace(Kind kind) {
    List<Counted> counted = Worlds.counted(kind, RANKS, 10_000, StatisticsIT::ring);

    Set<String> sent = new HashSet<>();
    List<String> received = new ArrayList<>();
    for (int rank = 0; rank < RANKS; rank++) {
      for (Span span : counted.get(rank).spans()) {
        assertThat(span.endNanos()).isGreaterThanOrEqualTo(span.startNanos());
        Span.MessageId out = span.sent();
        Span.MessageId in = span.received();
        if (out != null) {
          sent.add("%d>%d %s %d".formatted(rank, out.peer(), bytesOf(span), out.number()));
        }
        if (in != null) {
          received.add("%d>%d %s %d".formatted(in.peer(), rank, bytesOf(span), in.number()));
        }
      }
      assertThat(counted.get(rank).spans())
          .filteredOn(span -> span.kind() == CallKind.ALL_REDUCE)
          .singleElement()
          .satisfies(span -> assertThat(span.comm()).isEqualTo("world"));
    }
    assertThat(received)
        .hasSize(RANKS * (MESSAGES + 1))
        .doesNotHaveDuplicates()
        .containsExactlyInAnyOrderElementsOf(sent);
  }

  private static String bytesOf(Span span) {
    return span.kind() == CallKind.SEND_RECV ? "both ways" : Long.toString(span.bytes());
  }

  @ParameterizedTest
  @EnumSource(
      value = Kind.class,
      names = {"INPROC"})
  void callsBeyondTheBufferAreDroppedAndCounted(Kind kind) {
    List<Counted> counted = Worlds.counted(kind, RANKS, 10, StatisticsIT::ring);

    assertThat(counted.get(0).spans()).hasSize(10);
    assertThat(calls(counted.get(0).statistics(), CallKind.SEND).count()).isEqualTo(MESSAGES);
  }
}

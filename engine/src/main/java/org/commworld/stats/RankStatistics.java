package org.commworld.stats;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one rank has done from its start to a moment, or to its end.
 *
 * @param rank in the world
 * @param lifeNanos since the rank's program began
 * @param calls by kind, only kinds that were called
 * @param peers the ranks of the world that it had to do with
 * @param inside the call that a thread of the rank has been in for long, null if none
 */
public record RankStatistics(
    int rank, long lifeNanos, List<Calls> calls, List<Peer> peers, @Nullable Inside inside) {

  /**
   * All calls of one kind. Calls inside other calls do not count.
   *
   * @param count how many were begun
   * @param bytes what the rank handed over, or what it was given where it hands over nothing; both
   *     of sendRecv
   * @param nanos inside them. Exact where a call moves 4 KiB or more or waits for 4 µs or more, or
   *     is among the first 64; of the rest a random sample is timed and stands for all
   * @param maxNanos in one of those that were timed
   */
  public record Calls(CallKind kind, long count, long bytes, long nanos, long maxNanos) {}

  /**
   * What went between the rank and another.
   *
   * @param rank the other one, in the world
   * @param sentMessages messages to it, those of collectives between JVMs among them; collectives
   *     in memory that ranks share send none
   * @param receivedMessages that have arrived from it, taken by the program or not
   * @param waitedNanos how long this rank has waited for it: as the source or destination of a
   *     message, or as the last to come to a collective
   */
  public record Peer(
      int rank,
      long sentMessages,
      long sentBytes,
      long receivedMessages,
      long receivedBytes,
      long waitedNanos) {}

  /**
   * A call that has not returned.
   *
   * @param peer whom it waits for, −1 if that is not known
   */
  public record Inside(CallKind kind, int peer, long waitedNanos) {}

  /** Copies the lists. */
  public RankStatistics {
    calls = List.copyOf(calls);
    peers = List.copyOf(peers);
  }

  /** The time inside calls: of all threads of the rank, so it may be more than its life. */
  public long communicationNanos() {
    return calls.stream().mapToLong(Calls::nanos).sum();
  }

  /** The bytes of all messages sent. */
  public long sentBytes() {
    return peers.stream().mapToLong(Peer::sentBytes).sum();
  }

  /** The bytes of all messages that have arrived. */
  public long receivedBytes() {
    return peers.stream().mapToLong(Peer::receivedBytes).sum();
  }
}

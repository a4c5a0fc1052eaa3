package org.commworld.spark.stats;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.commworld.stats.RankStatistics;
import org.jspecify.annotations.Nullable;

/**
 * What the ranks of one attempt of a job have done up to a moment, or to its end.
 *
 * @param id unique in the application
 * @param name of the job
 * @param attempt from 0
 * @param state of the attempt
 * @param started when it was submitted
 * @param elapsed since then, until now or its end
 * @param ranks all of them, by rank
 */
public record RunStatistics(
    int id,
    String name,
    int attempt,
    State state,
    Instant started,
    Duration elapsed,
    List<Rank> ranks) {

  /** How far an attempt, or a rank, is. */
  public enum State {
    /** Waits for a slot or for the others. */
    WAITING,
    RUNNING,
    FINISHED,
    FAILED
  }

  /**
   * One rank.
   *
   * @param host where it runs, empty as long as that is not known
   * @param executor Spark's id of the executor, empty as long as that is not known
   * @param counted what it has reported last, null before its first report
   */
  public record Rank(
      int rank, String host, String executor, State state, @Nullable RankStatistics counted) {

    /** The time in communication; 0 before the first report. */
    public long communicationNanos() {
      return counted == null ? 0 : Math.min(counted.communicationNanos(), counted.lifeNanos());
    }

    /** The rest of its life. */
    public long computationNanos() {
      return counted == null ? 0 : counted.lifeNanos() - communicationNanos();
    }

    /** Communication's part of its life, from 0 to 1. */
    public double communicationPart() {
      return counted == null || counted.lifeNanos() == 0
          ? 0
          : (double) communicationNanos() / counted.lifeNanos();
    }

    /** The bytes of all messages it has sent. */
    public long sentBytes() {
      return counted == null ? 0 : counted.sentBytes();
    }

    /** The bytes of all messages that have come to it. */
    public long receivedBytes() {
      return counted == null ? 0 : counted.receivedBytes();
    }
  }

  /**
   * A rank that others have waited for.
   *
   * @param waitedNanos how long, all of them together
   */
  public record WaitedFor(int rank, long waitedNanos) {}

  /** Copies the list. */
  public RunStatistics {
    ranks = List.copyOf(ranks);
  }

  /** The rank that has computed longest, if any has reported. */
  public Optional<Rank> slowest() {
    return ranks.stream()
        .filter(rank -> rank.counted() != null)
        .max(Comparator.comparingLong(Rank::computationNanos));
  }

  /** The rank that the others have waited for longest, if they have waited for any. */
  public Optional<WaitedFor> mostWaitedFor() {
    long[] nanos = waitedForNanos();
    int most = 0;
    for (int rank = 1; rank < nanos.length; rank++) {
      if (nanos[rank] > nanos[most]) {
        most = rank;
      }
    }
    return nanos.length == 0 || nanos[most] == 0
        ? Optional.empty()
        : Optional.of(new WaitedFor(most, nanos[most]));
  }

  /** How long all others have waited for each rank, by rank. */
  public long[] waitedForNanos() {
    long[] nanos = new long[ranks.size()];
    for (Rank rank : ranks) {
      if (rank.counted() != null) {
        for (RankStatistics.Peer peer : rank.counted().peers()) {
          if (peer.rank() < nanos.length) {
            nanos[peer.rank()] += peer.waitedNanos();
          }
        }
        RankStatistics.Inside inside = rank.counted().inside();
        if (inside != null && inside.peer() >= 0 && inside.peer() < nanos.length) {
          nanos[inside.peer()] += inside.waitedNanos();
        }
      }
    }
    return nanos;
  }

  /** The bytes of all messages. */
  public long sentBytes() {
    return ranks.stream().mapToLong(Rank::sentBytes).sum();
  }

  /** Communication's part of the lives of all ranks, from 0 to 1. */
  public double communicationPart() {
    long life = 0;
    long communication = 0;
    for (Rank rank : ranks) {
      life += rank.counted() == null ? 0 : rank.counted().lifeNanos();
      communication += rank.communicationNanos();
    }
    return life == 0 ? 0 : (double) communication / life;
  }

  /** How many ranks are in {@code state}. */
  public long count(State state) {
    return ranks.stream().filter(rank -> rank.state() == state).count();
  }
}

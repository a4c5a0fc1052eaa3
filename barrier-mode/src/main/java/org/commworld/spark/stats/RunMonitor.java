package org.commworld.spark.stats;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.commworld.spark.stats.RunStatistics.State;
import org.commworld.stats.RankStatistics;
import org.jspecify.annotations.Nullable;

/** What the driver has heard of the ranks of one attempt. Used by several threads. */
public final class RunMonitor {
  private final int id;
  private final String name;
  private final int attempt;
  private final Instant started = Instant.now();
  private final long startedNanos = System.nanoTime();
  private final @Nullable RankStatistics[] counted;
  private final String[] hosts;
  private final String[] executors;
  private final State[] states;
  private State state = State.WAITING;
  private @Nullable Duration took;

  RunMonitor(int id, String name, int attempt, int ranks) {
    this.id = id;
    this.name = name;
    this.attempt = attempt;
    this.counted = new @Nullable RankStatistics[ranks];
    this.hosts = filled(ranks);
    this.executors = filled(ranks);
    this.states = new State[ranks];
    Arrays.fill(states, State.WAITING);
  }

  private static String[] filled(int ranks) {
    String[] empty = new String[ranks];
    Arrays.fill(empty, "");
    return empty;
  }

  private boolean isRank(int rank) {
    return rank >= 0 && rank < states.length;
  }

  /** The task of {@code rank} runs. */
  public synchronized void started(int rank, String host, String executor) {
    if (isRank(rank)) {
      hosts[rank] = host;
      executors[rank] = executor;
      states[rank] = State.RUNNING;
      state = State.RUNNING;
    }
  }

  /** The task of {@code rank} has ended. */
  public synchronized void ended(int rank, boolean well) {
    if (isRank(rank)) {
      states[rank] = well ? State.FINISHED : State.FAILED;
    }
  }

  /** A rank has reported. */
  public synchronized void reported(RankStatistics statistics) {
    int rank = statistics.rank();
    RankStatistics last = isRank(rank) ? counted[rank] : null;
    if (isRank(rank) && (last == null || last.lifeNanos() <= statistics.lifeNanos())) {
      counted[rank] = statistics;
    }
  }

  /** The attempt has ended. */
  public synchronized void ended(boolean well) {
    state = well ? State.FINISHED : State.FAILED;
    took = Duration.ofNanos(System.nanoTime() - startedNanos);
    // Spark's news of the last tasks may be under way.
    for (int rank = 0; rank < states.length; rank++) {
      if (well || states[rank] != State.FINISHED) {
        states[rank] = state;
      }
    }
  }

  /** What is known now. */
  public synchronized RunStatistics read() {
    List<RunStatistics.Rank> ranks = new ArrayList<>(states.length);
    for (int rank = 0; rank < states.length; rank++) {
      ranks.add(
          new RunStatistics.Rank(rank, hosts[rank], executors[rank], states[rank], counted[rank]));
    }
    Duration elapsed = took != null ? took : Duration.ofNanos(System.nanoTime() - startedNanos);
    return new RunStatistics(id, name, attempt, state, started, elapsed, ranks);
  }
}

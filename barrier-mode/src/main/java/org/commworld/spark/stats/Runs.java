package org.commworld.spark.stats;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.stream.Collectors;

/** The attempts of one application that were last. Used by several threads. */
public final class Runs {
  private static final int MOST = 50;

  /** What all attempts that are kept may hold of ranks. */
  private static final int MOST_RANKS = 20_000;

  private record Kept(RunMonitor monitor, int ranks) {}

  private final Deque<Kept> kept = new ArrayDeque<>();
  private int ranksKept;
  private int nextId;

  /** A new attempt, which is kept. */
  public synchronized RunMonitor begin(String name, int attempt, int ranks) {
    RunMonitor monitor = new RunMonitor(nextId++, name, attempt, ranks);
    kept.add(new Kept(monitor, ranks));
    ranksKept += ranks;
    while (kept.size() > 1 && (kept.size() > MOST || ranksKept > MOST_RANKS)) {
      ranksKept -= kept.remove().ranks();
    }
    return monitor;
  }

  /** All that are kept, the newest first. */
  public List<RunStatistics> read() {
    List<Kept> all;
    synchronized (this) {
      all = List.copyOf(kept);
    }
    List<RunStatistics> newest =
        all.stream().map(one -> one.monitor().read()).collect(Collectors.toList());
    Collections.reverse(newest);
    return newest;
  }
}

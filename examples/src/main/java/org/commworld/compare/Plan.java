package org.commworld.compare;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.commworld.compare.engine.Engine;
import org.commworld.compare.workload.Workload;

/**
 * What is to be measured.
 *
 * @param sizes of each workload, rising
 * @param ranks numbers of ranks, and slots
 * @param runs how many runs count
 * @param warmUps how many runs of each size go before
 * @param seconds after so much time of counted runs, three of them are enough
 * @param limit how long a run may take
 */
record Plan(
    Map<Workload, List<Long>> sizes,
    List<Engine> engines,
    List<Integer> ranks,
    int runs,
    int warmUps,
    double seconds,
    Duration limit) {
  private static final int LEAST_RUNS = 3;

  /** Copies the collections, but keeps the map's order. */
  Plan {
    engines = List.copyOf(engines);
    ranks = List.copyOf(ranks);
  }

  /** How often what is run, for people. */
  String text() {
    String all = "%d in turn after up to %d to warm up".formatted(runs, warmUps);
    return runs <= LEAST_RUNS
        ? all
        : "%s; %d where they take more than %s s".formatted(all, LEAST_RUNS, seconds);
  }

  /** Whether so many runs, which took so long in all, are enough to be warm. */
  boolean isWarm(int done, double took) {
    return done >= warmUps || took > seconds;
  }

  /** Whether so many runs, which took so long in all, are enough. */
  boolean isEnough(int done, double took) {
    return done >= runs || (done >= LEAST_RUNS && took > seconds);
  }
}

package org.commworld.compare.report;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Function;
import org.commworld.compare.engine.Engine;
import org.commworld.compare.workload.Workload;

/**
 * Which of two sides of a workload is faster, and from which size on.
 *
 * @param first a side's name
 * @param second the other's
 * @param crossover what the measurements say
 */
record Verdict(Workload workload, String first, String second, Crossover crossover) {
  /** A side: an engine, or the best of several at each size. */
  record Side(String name, List<Engine> engines) {
    TreeMap<Long, Quartiles> series(
        Results results, Workload workload, int ranks, Function<Point, Quartiles> figure) {
      TreeMap<Long, Quartiles> best = new TreeMap<>();
      for (Engine engine : engines) {
        results
            .series(workload, ranks, engine, figure)
            .forEach(
                (size, times) ->
                    best.merge(size, times, (a, b) -> a.median() <= b.median() ? a : b));
      }
      return best;
    }
  }

  private static final double MARGIN = 0.1;

  private static final Side DATAFLOW = new Side("dataflow", List.of(Engine.SPARK));
  private static final Side RANKS = new Side("ranks in one JVM", List.of(Engine.RANKS));
  private static final Side RANKS_JVMS = new Side("ranks in JVMs", List.of(Engine.RANKS_JVMS));
  private static final Side MAPREDUCE = new Side("MapReduce on Spark", List.of(Engine.MAPREDUCE));
  private static final Side HADOOP = new Side("Hadoop's local framework", List.of(Engine.HADOOP));
  private static final Side C = new Side("MPI in C", List.of(Engine.OPEN_MPI, Engine.MPICH));

  private static final List<List<Side>> PAIRS =
      List.of(
          List.of(DATAFLOW, RANKS),
          List.of(DATAFLOW, RANKS_JVMS),
          List.of(DATAFLOW, C),
          List.of(RANKS, C),
          List.of(DATAFLOW, MAPREDUCE),
          List.of(HADOOP, MAPREDUCE));

  /** All pairs that were measured, by the work alone. */
  static List<Verdict> ofWork(Results results, Workload workload, int ranks) {
    return of(results, workload, ranks, Point::times);
  }

  /**
   * All pairs that were measured, by whole jobs in an engine that runs already: the work and what
   * the job costs besides; none of sweeps.
   */
  static List<Verdict> ofJob(Results results, Workload workload, int ranks) {
    return workload.isSweep()
        ? List.of()
        : of(results, workload, ranks, point -> Quartiles.of(point.job()));
  }

  /** All pairs that were measured, from the command to the answer; none of sweeps. */
  static List<Verdict> ofCommand(Results results, Workload workload, int ranks) {
    return workload.isSweep()
        ? List.of()
        : of(results, workload, ranks, point -> around(point.commandSeconds()));
  }

  /** One run has no spread: a tenth to either side. */
  private static Quartiles around(double seconds) {
    double least = (1 - MARGIN) * seconds;
    double most = (1 + MARGIN) * seconds;
    return new Quartiles(least, least, seconds, most, most);
  }

  private static List<Verdict> of(
      Results results, Workload workload, int ranks, Function<Point, Quartiles> figure) {
    List<Verdict> verdicts = new ArrayList<>();
    for (List<Side> pair : PAIRS) {
      Side a = pair.get(0);
      Side b = pair.get(1);
      Crossover crossover =
          Crossover.between(
              a.series(results, workload, ranks, figure),
              b.series(results, workload, ranks, figure));
      if (!crossover.ratios().isEmpty()) {
        verdicts.add(new Verdict(workload, a.name(), b.name(), crossover));
      }
    }
    return verdicts;
  }

  /** In words, as in {@code ranks in one JVM up to about 1.2M points, then dataflow}. */
  String winner() {
    if (crossover.decided() == 0) {
      return "no clear difference";
    }
    StringBuilder text = new StringBuilder(name(crossover.first()));
    Crossover.Faster now = crossover.first();
    for (double size : crossover.changes()) {
      now = now == Crossover.Faster.FIRST ? Crossover.Faster.SECOND : Crossover.Faster.FIRST;
      text.append(" up to about ")
          .append(Format.about(workload, size))
          .append(", then ")
          .append(name(now));
    }
    if (crossover.changes().isEmpty()) {
      text.append(
          crossover.decided() == crossover.ratios().size()
              ? ", all sizes"
              : ", where there is a clear difference");
    }
    return text.toString();
  }

  private String name(Crossover.Faster faster) {
    return faster == Crossover.Faster.FIRST ? first : second;
  }

  /**
   * How many times faster the first or the second is at the smallest size and at the largest, as in
   * {@code 3.1× … 1.2×}; with names where it is not the same.
   */
  String factors() {
    List<Double> ratios = List.copyOf(crossover.ratios().values());
    double small = ratios.get(0);
    double large = ratios.get(ratios.size() - 1);
    if (ratios.size() == 1) {
      return named(small);
    }
    return small >= 1 == large >= 1
        ? factor(small) + " … " + factor(large)
        : named(small) + " … " + named(large);
  }

  private String named(double ratio) {
    return (ratio >= 1 ? first : second) + " " + factor(ratio);
  }

  private static String factor(double ratio) {
    return Format.ratio(ratio >= 1 ? ratio : 1 / ratio);
  }
}

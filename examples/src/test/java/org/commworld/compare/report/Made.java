package org.commworld.compare.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.commworld.compare.engine.Engine;
import org.commworld.compare.report.Point.State;
import org.commworld.compare.workload.Workload;

/** Results made up: ranks cross dataflow at 31,623 points, C is the fastest, one is wrong. */
final class Made {
  static final String WRONG = "wrong answer: expected=1 \"2\", actual=3, a <tag> & more";

  private Made() {}

  static Results results() {
    List<Point> points = new ArrayList<>();
    for (long size : List.of(1_000L, 1_000_000L)) {
      double ranks = size == 1_000 ? 0.01 : 1;
      double c = ranks / 20;
      points.add(point(Workload.K_MEANS, Engine.SPARK, size, 3, 0.09, 0.1, 0.11));
      points.add(point(Workload.K_MEANS, Engine.RANKS, size, 2.5, 0.9 * ranks, ranks, 1.1 * ranks));
      points.add(point(Workload.K_MEANS, Engine.OPEN_MPI, size, Double.NaN, 0.9 * c, c, 1.1 * c));
    }
    points.add(Point.without(Workload.K_MEANS, Engine.HADOOP, 2, 1_000, State.WRONG, WRONG));
    points.add(
        Point.without(
            Workload.K_MEANS, Engine.MPICH, 2, 0, State.NOT_INSTALLED, "apt-get install mpich"));
    return new Results(
        Map.of("machine", "made up"),
        Map.of(Engine.SPARK, "Spark 0"),
        Map.of(Workload.K_MEANS, "made up"),
        points);
  }

  static Point point(Workload workload, Engine engine, long size, double start, Double... seconds) {
    List<Double> job = Arrays.stream(seconds).map(s -> s + 0.2).toList();
    return new Point(
        workload,
        engine,
        2,
        size,
        State.OK,
        "",
        Arrays.asList(seconds),
        job,
        start,
        0.5,
        100 << 20,
        "1 2");
  }
}

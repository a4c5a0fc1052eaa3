package org.commworld.compare.report;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.commworld.compare.engine.Engine;
import org.commworld.compare.workload.Workload;

/**
 * All that was measured, and on what.
 *
 * @param facts machine, versions and settings, in the order to show
 * @param engines what each engine that is there is made of
 * @param origins where each workload's input is from
 */
public record Results(
    Map<String, String> facts,
    Map<Engine, String> engines,
    Map<Workload, String> origins,
    List<Point> points) {
  /** Copies the list. */
  public Results {
    points = List.copyOf(points);
  }

  /** The workloads, in order. */
  public List<Workload> workloads() {
    return points.stream().map(Point::workload).distinct().sorted().toList();
  }

  /** The engines of all points, there or not, in order. */
  public List<Engine> allEngines() {
    return points.stream().map(Point::engine).distinct().sorted().toList();
  }

  /** The numbers of ranks, in order. */
  public List<Integer> ranks() {
    return points.stream().map(Point::ranks).distinct().sorted().toList();
  }

  /** The points of a workload with so many ranks. */
  public List<Point> of(Workload workload, int ranks) {
    return points.stream().filter(p -> p.workload() == workload && p.ranks() == ranks).toList();
  }

  /** One engine's samples of a workload by size. */
  public TreeMap<Long, Quartiles> series(
      Workload workload, int ranks, Engine engine, Function<Point, Quartiles> figure) {
    TreeMap<Long, Quartiles> series = new TreeMap<>();
    for (Point point : of(workload, ranks)) {
      if (point.engine() == engine && point.isOk()) {
        series.put(point.size(), figure.apply(point));
      }
    }
    return series;
  }

  /** Whether an engine gave a wrong answer or failed. */
  public boolean isBad() {
    return points.stream().anyMatch(Point::isBad);
  }
}

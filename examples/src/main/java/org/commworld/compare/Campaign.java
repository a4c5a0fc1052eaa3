package org.commworld.compare;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.commworld.compare.data.Inputs;
import org.commworld.compare.data.Oracle;
import org.commworld.compare.engine.CompareException;
import org.commworld.compare.engine.Engine;
import org.commworld.compare.engine.EngineSet;
import org.commworld.compare.engine.Run;
import org.commworld.compare.engine.Runner;
import org.commworld.compare.report.Point;
import org.commworld.compare.report.Quartiles;
import org.commworld.compare.workload.Answer;
import org.commworld.compare.workload.Task;
import org.commworld.compare.workload.Workload;
import org.jspecify.annotations.Nullable;

/**
 * The order of things. For each number of ranks all engines start once, and again where they have
 * failed. For each workload, sizes are measured from small to large: first every engine warms up,
 * then one run of each in turn, so that all see the same machine; who begins changes from turn to
 * turn. An engine that waits for its turn waits for a line of input, or is not there. Each run's
 * answer is checked.
 */
final class Campaign {
  private final Plan plan;
  private final EngineSet engines;
  private final Inputs inputs;
  private final Progress progress;

  /** Gets told what is being done. */
  interface Progress {
    /** Something begins that takes a while. */
    void says(String what);
  }

  Campaign(Plan plan, EngineSet engines, Inputs inputs, Progress progress) {
    this.plan = plan;
    this.engines = engines;
    this.inputs = inputs;
    this.progress = progress;
  }

  /** Measures everything; {@code points} gets each point when it is known. */
  void run(Consumer<Point> points) throws IOException {
    for (int ranks : plan.ranks()) {
      Map<Engine, Runner> jvms = new EnumMap<>(Engine.class);
      try {
        for (Map.Entry<Workload, List<Long>> entry : plan.sizes().entrySet()) {
          new Group(entry.getKey(), entry.getValue(), ranks, jvms).measure(points);
        }
      } finally {
        jvms.values().forEach(Runner::close);
      }
    }
  }

  /** A workload among a number of ranks. */
  private final class Group {
    private final Workload workload;
    private final List<Long> sizes;
    private final int ranks;
    private final Map<Engine, Runner> jvms;
    private final Map<Engine, Runner> runners = new EnumMap<>(Engine.class);

    Group(Workload workload, List<Long> sizes, int ranks, Map<Engine, Runner> jvms) {
      this.jvms = jvms;
      this.workload = workload;
      this.sizes = sizes;
      this.ranks = ranks;
    }

    void measure(Consumer<Point> points) throws IOException {
      for (Engine engine : plan.engines()) {
        start(engine, points);
      }
      for (long size : sizes) {
        measure(size, points);
      }
    }

    private void start(Engine engine, Consumer<Point> points) {
      String reason = engine.reasonAgainst(workload).orElse(null);
      String missing = engines.missing(engine);
      if (reason != null) {
        points.accept(without(engine, 0, Point.State.NOT_APPLICABLE, reason));
      } else if (missing != null) {
        points.accept(without(engine, 0, Point.State.NOT_INSTALLED, missing));
      } else {
        try {
          runners.put(
              engine, engine.isJvm() ? jvm(engine) : engines.start(engine, workload, ranks));
        } catch (CompareException e) {
          engines.checkOpen();
          points.accept(without(engine, 0, Point.State.FAILED, String.valueOf(e.getMessage())));
        }
      }
    }

    private Runner jvm(Engine engine) {
      Runner runner = jvms.get(engine);
      if (runner == null) {
        progress.says("%s starts, %d ranks".formatted(engine.title(), ranks));
        runner = engines.start(engine, workload, ranks);
        jvms.put(engine, runner);
      }
      return runner;
    }

    private Point without(Engine engine, long size, Point.State state, String message) {
      return Point.without(workload, engine, ranks, size, state, message);
    }

    private void measure(long size, Consumer<Point> points) throws IOException {
      progress.says("%s %d: input and answer".formatted(workload.label(), size));
      Task task = inputs.task(workload, size);
      Answer right = Oracle.answer(task, ranks);
      Map<Engine, Series> all = new EnumMap<>(Engine.class);
      runners.forEach((engine, runner) -> all.put(engine, new Series(engine, runner)));
      for (int i = 0; i < plan.warmUps(); i++) {
        for (Series series : all.values()) {
          series.warmUp(task, right, i);
        }
      }
      all.values().forEach(series -> series.took = 0);
      List<Series> turn = new ArrayList<>(all.values());
      for (int i = 0; i < plan.runs() && !turn.isEmpty(); i++) {
        for (Series series : turn) {
          series.count(task, right, i);
        }
        turn.removeIf(Series::isDone);
        Collections.rotate(turn, 1);
      }
      for (Series series : all.values()) {
        points.accept(series.point(task));
        if (series.failure != null) {
          series.runner.close();
          runners.remove(series.engine);
          jvms.remove(series.engine);
        }
      }
    }

    /** The runs of one size on one engine. */
    private final class Series {
      private final Engine engine;
      private final Runner runner;
      private final List<Double> work = new ArrayList<>();
      private final List<Double> job = new ArrayList<>();
      private final List<Double> peaks = new ArrayList<>();
      private double first = Double.NaN;
      private double took;
      private String found = "";
      private @Nullable String wrong;
      private @Nullable String failure;

      Series(Engine engine, Runner runner) {
        this.engine = engine;
        this.runner = runner;
      }

      void warmUp(Task task, Answer right, int index) {
        if (!plan.isWarm(index, took)) {
          Run run = run(task, right, "warm-up %d of %d".formatted(index + 1, plan.warmUps()));
          took = run == null ? 0 : took + run.jobSeconds();
        }
      }

      void count(Task task, Answer right, int index) {
        Run run = run(task, right, "%d of %d".formatted(index + 1, plan.runs()));
        if (run != null) {
          work.add(run.workSeconds());
          job.add(run.jobSeconds());
          peaks.add((double) run.peakBytes());
          took += run.jobSeconds();
        }
      }

      private @Nullable Run run(Task task, Answer right, String which) {
        if (wrong != null || failure != null) {
          return null;
        }
        progress.says(
            "%s %d, %d ranks: %s, %s"
                .formatted(workload.label(), task.size(), ranks, engine.title(), which));
        try {
          Run run = runner.run(task, plan.limit());
          found = run.answer().text();
          first = Double.isNaN(first) ? run.jobSeconds() : first;
          if (!run.answer().agrees(right)) {
            wrong =
                "wrong answer: expected=%s, actual=%s"
                    .formatted(right.brief(), run.answer().brief());
            return null;
          }
          return run;
        } catch (CompareException e) {
          engines.checkOpen();
          failure = String.valueOf(e.getMessage());
          return null;
        }
      }

      boolean isDone() {
        return wrong != null || failure != null || plan.isEnough(work.size(), took);
      }

      Point point(Task task) {
        if (failure != null) {
          return without(engine, task.size(), Point.State.FAILED, failure);
        }
        if (wrong != null) {
          return without(engine, task.size(), Point.State.WRONG, wrong);
        }
        return new Point(
            workload,
            engine,
            ranks,
            task.size(),
            Point.State.OK,
            "",
            work,
            job,
            runner.startSeconds(),
            first,
            (long) Quartiles.of(peaks).median(),
            found);
      }
    }
  }
}

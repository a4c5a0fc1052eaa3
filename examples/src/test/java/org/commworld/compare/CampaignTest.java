package org.commworld.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.commworld.compare.data.Inputs;
import org.commworld.compare.data.Oracle;
import org.commworld.compare.data.Sources;
import org.commworld.compare.engine.CompareException;
import org.commworld.compare.engine.Engine;
import org.commworld.compare.engine.EngineSet;
import org.commworld.compare.engine.Run;
import org.commworld.compare.engine.Runner;
import org.commworld.compare.report.Point;
import org.commworld.compare.report.Point.State;
import org.commworld.compare.workload.Answer;
import org.commworld.compare.workload.Task;
import org.commworld.compare.workload.Workload;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(20)
class CampaignTest {
  @TempDir Path directory;
  private final List<String> log = new ArrayList<>();

  /** Engines that answer by the oracle, in a second, but for a liar and a failing one. */
  private final class Fakes implements EngineSet {
    @Override
    public String missing(Engine engine) {
      return engine == Engine.MPI4PY ? "pip install mpi4py" : null;
    }

    @Override
    public Runner start(Engine engine, Workload workload, int ranks) {
      log.add("start " + engine.label());
      return new Runner() {
        @Override
        public Run run(Task task, Duration limit) {
          log.add(engine.label());
          if (engine == Engine.MPICH) {
            throw new CompareException("broken");
          }
          try {
            Answer right = Oracle.answer(task, ranks);
            Answer answer = engine == Engine.OPEN_MPI ? Answer.of(0L) : right;
            return new Run(answer, 0.25, 0.5, 1024);
          } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
          }
        }

        @Override
        public double startSeconds() {
          return 2;
        }

        @Override
        public void close() {
          log.add("close " + engine.label());
        }
      };
    }

    @Override
    public void checkOpen() {}
  }

  private List<Point> run(Map<Workload, List<Long>> sizes, Engine... engines) throws Exception {
    Plan plan = new Plan(sizes, List.of(engines), List.of(2), 4, 1, 100, Duration.ofSeconds(1));
    List<Point> points = new ArrayList<>();
    new Campaign(
            plan,
            new Fakes(),
            new Inputs(directory, new Sources(null, null, null), (from, to) -> {}),
            what -> {})
        .run(points::add);
    return points;
  }

  @Test
  void enginesTakeTurnsAndWhoBeginsChanges() throws Exception {
    List<Point> points = run(Map.of(Workload.PI, List.of(100L)), Engine.SPARK, Engine.RANKS);

    assertThat(String.join(" ", log))
        .isEqualTo(
            "start spark start ranks spark ranks spark ranks ranks spark spark ranks ranks spark "
                + "close spark close ranks");
    assertThat(points).hasSize(2);
    assertThat(points.get(0).work()).containsExactly(0.25, 0.25, 0.25, 0.25);
    assertThat(points.get(0).commandSeconds()).isEqualTo(2.5);
    assertThat(points.get(1).overheadSeconds()).isEqualTo(0.25);
  }

  @Test
  void whoAnswersWronglyHasNoTimesAndTheOthersGoOn() throws Exception {
    List<Point> points = run(Map.of(Workload.PI, List.of(100L)), Engine.SPARK, Engine.OPEN_MPI);

    assertThat(points).extracting(Point::state).containsExactly(State.OK, State.WRONG);
    assertThat(points.get(1).work()).isEmpty();
    assertThat(points.get(1).message()).startsWith("wrong answer: expected=").endsWith("actual=0");
    assertThat(points.get(0).work()).hasSize(4);
  }

  @Test
  void whoFailsDoesNoFurtherSizesAndTheOthersGoOn() throws Exception {
    List<Point> points =
        run(Map.of(Workload.PI, List.of(100L, 200L)), Engine.RANKS, Engine.MPICH, Engine.MPI4PY);

    assertThat(points)
        .extracting(Point::state)
        .containsExactly(State.NOT_INSTALLED, State.OK, State.FAILED, State.OK);
    assertThat(points.get(0).message()).isEqualTo("pip install mpi4py");
    assertThat(points.get(2).message()).isEqualTo("broken");
  }

  @Test
  void mapReduceSaysWhyItDoesNotApply() throws Exception {
    List<Point> points = run(Map.of(Workload.HEAT, List.of(64L)), Engine.HADOOP);

    assertThat(points).singleElement().extracting(Point::state).isEqualTo(State.NOT_APPLICABLE);
    assertThat(log).isEmpty();
  }
}

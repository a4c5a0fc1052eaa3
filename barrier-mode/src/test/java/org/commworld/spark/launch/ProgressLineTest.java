package org.commworld.spark.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.commworld.spark.stats.RunStatistics;
import org.commworld.spark.stats.RunStatistics.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class ProgressLineTest {
  private static final String LINE =
      "\r\033[K[1:01] 1 of 2 ranks running, 1 ended, 0 B sent, 0.0 % in communication";

  private final ByteArrayOutputStream terminal = new ByteArrayOutputStream();
  private final ProgressLine line =
      new ProgressLine(new PrintStream(terminal, true, StandardCharsets.UTF_8));

  private static RunStatistics run(int seconds) {
    return new RunStatistics(
        0,
        "job",
        0,
        State.RUNNING,
        Instant.EPOCH,
        Duration.ofSeconds(seconds),
        List.of(
            new RunStatistics.Rank(0, "", "", State.RUNNING, null),
            new RunStatistics.Rank(1, "", "", State.FINISHED, null)));
  }

  private String written() {
    return terminal.toString(StandardCharsets.UTF_8);
  }

  @Test
  void shortRunHasNone() {
    line.draw(run(1));

    assertThat(written()).isEmpty();
  }

  @Test
  void outputTakesItsPlaceAndTheEndErasesIt() {
    RankOutput output = new RankOutput(terminal, terminal, false, line, () -> {});

    line.draw(run(61));
    output.output(0, false, "text\n".getBytes(StandardCharsets.UTF_8));
    line.draw(run(61));
    line.end();
    line.draw(run(62));

    assertThat(written()).isEqualTo(LINE + "\r\033[Ktext\n" + LINE + "\r\033[K");
  }

  @Test
  void lineThatARankHasNotEndedIsLeftAlone() {
    line.yieldTo((byte) '?');
    line.draw(run(61));

    assertThat(written()).isEmpty();
  }
}

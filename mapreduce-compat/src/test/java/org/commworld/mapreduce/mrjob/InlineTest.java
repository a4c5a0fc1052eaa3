package org.commworld.mapreduce.mrjob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.commworld.mapreduce.mrjob.protocol.KeyValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class InlineTest {
  @TempDir private Path directory;

  @Test
  void everyLineIsInOneSplit() throws IOException {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 300_000; i++) {
      text.append(i).append("x".repeat(i % 17)).append('\n');
    }
    text.append("no newline at the end");
    Path file = Files.writeString(directory.resolve("file"), text);

    List<InlineSplit> splits = InlineSplit.of(List.of(file.toString()), 4);
    List<String> lines = new ArrayList<>();
    for (InlineSplit split : splits) {
      try (LineReader reader = split.open()) {
        reader.forEachRemaining(line -> lines.add(new String(line, StandardCharsets.UTF_8)));
      }
    }

    assertThat(splits).hasSize(4);
    assertThat(lines).isEqualTo(text.toString().lines().toList());
  }

  @Test
  void bordersOnLineEndsLoseAndRepeatNothing() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "ab\ncd\n\nef\n");
    for (int border = 1; border < 9; border++) {
      List<String> lines = new ArrayList<>();
      for (InlineSplit split :
          List.of(new InlineSplit(file, 0, border), new InlineSplit(file, border, 10 - border))) {
        try (LineReader reader = split.open()) {
          reader.forEachRemaining(line -> lines.add(new String(line, StandardCharsets.UTF_8)));
        }
      }
      assertThat(lines).as("border=%s", border).containsExactly("ab", "cd", "", "ef");
    }
  }

  @Test
  void gzipFilesAreReadAndHiddenOnesAreNot() throws Exception {
    try (OutputStream out =
        new GZIPOutputStream(Files.newOutputStream(directory.resolve("a.gz")))) {
      out.write("x y\n".getBytes(StandardCharsets.UTF_8));
    }
    Files.writeString(directory.resolve("b"), "x\n");
    Files.writeString(directory.resolve("_SUCCESS"), "no\n");
    Files.writeString(directory.resolve(".b.crc"), "no\n");

    try (JobRunner runner = new Jobs.WordCount().makeRunner(directory.toString())) {
      runner.run();
      assertThat(runner.parseOutput()).containsExactly(KeyValue.of("x", 2L), KeyValue.of("y", 1L));
    }
  }

  @Test
  void emptyInputRunsItsHooks() throws Exception {
    try (JobRunner runner = sandbox(new Jobs.Longest(), "").makeRunner()) {
      runner.run();
      assertThat(runner.parseOutput())
          .containsExactly(KeyValue.of(5L, List.of(List.of("~seen", 0L))));
    }
  }

  @Test
  void sandboxRunsSingleTasks() throws Exception {
    Sandbox sandbox = sandbox(new Jobs.Longest(), "aa b\n", "--least", "2");

    assertThat(sandbox.runMapper(0)).containsExactly("\"aa\"\t1", "\"~seen\"\t2");
    assertThat(sandbox(new Jobs.WordCount(), "\"a\"\t1\n\"a\"\t1\n").runCombiner(0))
        .containsExactly("\"a\"\t2");
  }

  @Test
  void sandboxKeepsCounters() throws Exception {
    Sandbox sandbox = sandbox(new Jobs.WordCount(), "a bcde\n");

    sandbox.runMapper(0);

    assertThat(sandbox.counters()).isEqualTo(Map.of("words", Map.of("long", 1L, "short", 1L)));
  }

  @Test
  void runnersOptionsDoNotReachTheNextRunner() throws Exception {
    Jobs.Longest job = new Jobs.Longest();
    Path file = Files.writeString(directory.resolve("file"), "aa b\n");

    assertThat(output(job, "--least", "2", file.toString())).hasSize(2);
    assertThat(output(job, file.toString())).hasSize(3);
  }

  @Test
  void valuesAreGoneThroughOnce() {
    Values<Integer> values = new Values<>(List.of(1, 2).iterator());

    assertThat(values.toList()).containsExactly(1, 2);
    assertThatThrownBy(values::iterator).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void sumsAreThoseOfPython() {
    assertThat(sum(1L, 2L)).isEqualTo(3L);
    assertThat(sum()).isEqualTo(0L);
    assertThat(sum(1L, 0.5)).isEqualTo(1.5);
    assertThat(sum(Long.MAX_VALUE, 1L)).isEqualTo(BigInteger.TWO.pow(63));
    assertThat(sum(Long.MAX_VALUE, 1L, -1L)).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void stepsThatMakeNoSenseAreRefused() {
    assertRefused(new MRStep(), "step with neither mapper nor reducer");
    assertRefused(
        new MRStep().mapperCommand("cat").combinerCommand("cat"),
        "step with a combiner but no reducer");
    assertRefused(
        new MRStep().mapperCommand("cat").mapperInit(out -> {}),
        "step with a command and Java code as MAPPER");
    assertRefused(JarStep.of("x.jar"), "runner inline runs no jars: step=0");
    assertThatThrownBy(() -> new MRStep().mapperCommand("cat").mapperCommand("cat"))
        .hasMessage("part of a step given twice: part=MAPPER_COMMAND");
  }

  @Test
  void commandsThatFailFailTheTask() {
    OneStep.step = new MRStep().mapperCommand("cat >/dev/null; exit 3");

    assertThatThrownBy(() -> output(new OneStep(), file()))
        .isInstanceOf(MRJobException.class)
        .hasRootCauseMessage("command failed: status=3, command=cat >/dev/null; exit 3");
  }

  @Test
  void commandsMayEndBeforeTheirInputDoes() throws Exception {
    OneStep.step = new MRStep().mapperCommand("head -n 1");
    Path big = Files.write(directory.resolve("big"), Arrays.asList(new String[200_000]));

    try (JobRunner runner = new OneStep().makeRunner(big.toString())) {
      runner.run();
      assertThat(new String(runner.catOutput().readAllBytes(), StandardCharsets.UTF_8))
          .startsWith("null\n");
    }
  }

  private void assertRefused(Step step, String message) {
    OneStep.step = step;
    assertThatThrownBy(() -> output(new OneStep(), file()))
        .isInstanceOf(MRJobException.class)
        .hasMessageStartingWith(message);
  }

  private String file() throws IOException {
    return Files.writeString(directory.resolve("file"), "a\n").toString();
  }

  private static List<KeyValue> output(MRJob job, String... args) throws Exception {
    try (JobRunner runner = job.makeRunner(args)) {
      runner.run();
      return runner.parseOutput();
    }
  }

  private static Sandbox sandbox(MRJob job, String input, String... args) {
    return job.sandbox(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)), args);
  }

  private static Number sum(Object... values) {
    return new Values<>(List.of(values).iterator()).sum();
  }

  /** A job of the step that a test has put here; tests of this class run one at a time. */
  static final class OneStep extends MRJob {
    static Step step = new MRStep();

    @Override
    protected List<Step> steps() {
      return List.of(step);
    }
  }
}

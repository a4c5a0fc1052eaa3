package org.commworld.mapreduce.mrjob;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class ProgramTest {
  @TempDir private Path directory;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void standardInputIsReadAndTheOutputPrinted() {
    assertThat(run(Jobs.WordCount.class, "b a\nb\n")).isZero();

    assertThat(text(out)).isEqualTo("\"a\"\t1\n\"b\"\t2\n");
    assertThat(text(err))
        .contains("Running step 1 of 1...", "Counters: 1", "\twords", "\t\tshort=3");
  }

  @Test
  void quietPrintsNothingButTheOutput() {
    run(Jobs.WordCount.class, "b\n", "-q");

    assertThat(text(out)).isEqualTo("\"b\"\t1\n");
    assertThat(text(err)).isEmpty();
  }

  @Test
  void filesAreReadInsteadAndDashIsStandardInput() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "x\n");

    run(Jobs.WordCount.class, "b\n", file.toString(), "-");

    assertThat(text(out)).isEqualTo("\"b\"\t1\n\"x\"\t1\n");
  }

  @Test
  void namedOutputIsKeptAndNotPrinted() {
    Path output = directory.resolve("output");

    run(Jobs.WordCount.class, "b\n", "--output-dir=" + output);

    assertThat(text(out)).isEmpty();
    assertThat(output.resolve("part-00000")).hasContent("\"b\"\t1\n");
  }

  @Test
  void namedOutputIsPrintedOnDemand() {
    Path output = directory.resolve("output");

    run(Jobs.WordCount.class, "b\n", "--cat-output", "-o", output.toString());

    assertThat(text(out)).isEqualTo("\"b\"\t1\n");
  }

  @Test
  void unknownOptionsAreNamed() {
    assertThat(run(Jobs.WordCount.class, "", "--colour", "red")).isEqualTo(2);

    assertThat(text(err))
        .isEqualTo("WordCount: unknown option: option=--colour (--help lists the options)\n");
  }

  @Test
  void wrongValuesAreNamed() {
    assertThat(run(Jobs.Longest.class, "", "--least", "two")).isEqualTo(2);
    assertThat(run(Jobs.Longest.class, "", "-r", "emr")).isEqualTo(2);
    assertThat(run(Jobs.Longest.class, "", "--num-reducers", "0")).isEqualTo(2);
    assertThat(run(Jobs.Longest.class, "", "--least")).isEqualTo(2);

    assertThat(text(err))
        .contains(
            "wrong value: option=--least, value=two",
            "unknown runner: runner=emr, known=inline, local, spark, hadoop",
            "too small: option=--num-reducers, value=0, least=1",
            "option without its value: option=--least");
  }

  @Test
  void helpListsTheJobsOptionsToo() {
    assertThat(run(Jobs.Longest.class, "", "--help")).isZero();

    assertThat(text(out))
        .startsWith("Usage: java " + Jobs.Longest.class.getName() + " [options] [input...]\n")
        .contains(
            "Options of Longest:", "--least VALUE", "length (default: 1)", "-r, --runner NAME");
  }

  @Test
  void failedTaskGivesTheUsersStack() {
    assertThat(run(Jobs.Failing.class, "poison\n", "-q")).isEqualTo(1);

    assertThat(text(err))
        .startsWith("Failing: task failed: step=0, role=MAPPER, task=0\n")
        .contains("IllegalStateException: cannot map poison", "Jobs$Failing.mapper");
  }

  @Test
  void oneTaskTalksAsHadoopStreamingExpects() {
    assertThat(run(Jobs.WordCount.class, "b a\nb\n", "--step-num=0", "--mapper")).isZero();

    assertThat(text(out)).isEqualTo("\"b\"\t1\n\"a\"\t1\n\"b\"\t1\n");
    assertThat(text(err)).isEqualTo("reporter:counter:words,short,1\n".repeat(3));
  }

  @Test
  void oneReduceTaskReadsSortedLines() {
    run(Jobs.WordCount.class, "\"a\"\t1\n\"b\"\t1\n\"b\"\t2\n", "--reducer");

    assertThat(text(out)).isEqualTo("\"a\"\t1\n\"b\"\t3\n");
  }

  @Test
  void missingFilesForTasksAreNamed() {
    Path missing = directory.resolve("missing");

    assertThat(run(Jobs.Longest.class, "a\n", "--stop-words", missing.toString())).isEqualTo(2);

    assertThat(text(err)).contains("no such file for the tasks: path=" + missing);
  }

  private int run(Class<? extends MRJob> type, String input, String... args) {
    return new Program(
            type,
            new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8))
        .run(args);
  }

  private static String text(ByteArrayOutputStream bytes) {
    return bytes.toString(StandardCharsets.UTF_8);
  }
}

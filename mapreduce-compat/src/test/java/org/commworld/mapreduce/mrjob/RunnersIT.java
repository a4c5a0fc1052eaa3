package org.commworld.mapreduce.mrjob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same job through the runners inline, local and spark. */
@Timeout(120)
class RunnersIT {
  private static final int LINES = 400;
  private static final String[] WORDS = {
    "a", "the", "ring", "rank", "barrier", "café", "executor", "x", "message", "of"
  };

  @TempDir private Path directory;
  private Path input;

  @BeforeEach
  void writeInput() throws IOException {
    Random random = new Random(3);
    input = Files.createDirectory(directory.resolve("input"));
    for (int file = 0; file < 3; file++) {
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < LINES; i++) {
        for (int j = 0; j < 5; j++) {
          text.append(j == 0 ? "" : " ").append(WORDS[random.nextInt(WORDS.length)]);
        }
        text.append(i % 7 == 0 ? "\r\n" : "\n");
      }
      Files.writeString(input.resolve("text-" + file), text);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"local", "spark"})
  void wordCountIsThatOfInline(String runner) throws Exception {
    Result inline = run(new Jobs.WordCount(), "-r", "inline");

    Result other = run(new Jobs.WordCount(), "-r", runner);

    assertThat(other.lines).isEqualTo(inline.lines).contains("\"caf\\u00e9\"\t" + count("café"));
    assertThat(other.counters.get(0)).containsEntry("words", inline.counters.get(0).get("words"));
    assertThat(inline.counters.get(0).get("words"))
        .containsEntry("long", count("ring", "rank", "barrier", "café", "executor", "message"))
        .containsEntry("short", count("a", "the", "x", "of"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"inline", "local", "spark"})
  void reducersShareTheKeysTheSameWay(String runner) throws Exception {
    Path output = directory.resolve("output");

    run(new Jobs.WordCount(), "-r", runner, "--num-reducers", "3", "-o", output.toString());

    assertThat(parts(output)).isEqualTo(partsOfInline());
  }

  @ParameterizedTest
  @ValueSource(strings = {"local", "spark"})
  void stepsHooksOptionsFilesAndSortedValuesAreThoseOfInline(String runner) throws Exception {
    Path stops = Files.writeString(directory.resolve("stops"), "of\nthe\n");
    String[] options = {"--least", "2", "--upper", "--stop-words", stops.toString(), "-r"};

    Result inline = run(new Jobs.Longest(), join(options, "inline"));
    Result other = run(new Jobs.Longest(), join(options, runner));

    assertThat(other.lines).isEqualTo(inline.lines);
    assertThat(inline.lines)
        .containsExactly(
            "4\t[[\"CAF\\u00c9\", 1], [\"RANK\", 1], [\"RING\", 1]]",
            "5\t[[\"~seen\", " + 3 * LINES * 5 + "]]",
            "7\t[[\"BARRIER\", 1], [\"MESSAGE\", 1]]",
            "8\t[[\"EXECUTOR\", 1]]");
    assertThat(other.counters).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"inline", "local", "spark"})
  void shellCommandsAreParts(String runner) throws Exception {
    Path text = Files.writeString(directory.resolve("text"), "b a\nskip this\nc\n");

    assertThat(run(text, new Jobs.Shell(), "-r", runner).lines)
        .containsExactlyInAnyOrder("c\t1", "b\t1", "A\t1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"inline", "local", "spark"})
  void combinersMayEmitOtherKeysInAnyOrder(String runner) throws Exception {
    Path text = Files.writeString(directory.resolve("text"), "az by cx az\n");

    assertThat(run(text, new Jobs.Reversing(), "-r", runner).lines)
        .containsExactly("\"xc'\"\t1", "\"yb'\"\t1", "\"za'\"\t2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"inline", "local", "spark"})
  void failedTaskFailsTheRunAndNothingStays(String runner) throws Exception {
    Path text = Files.writeString(directory.resolve("text"), "poison\n");
    String output;

    try (JobRunner job =
        new Jobs.Failing()
            .makeRunner("-r", runner, "-D", "mapreduce.map.maxattempts=1", text.toString())) {
      output = job.outputDir();
      assertThatThrownBy(job::run)
          .isInstanceOf(MRJobException.class)
          .satisfies(
              e ->
                  assertThat(messages(e))
                      .contains(runner.equals("local") ? "" : "cannot map poison"));
    }

    assertThat(Path.of(output.replaceFirst("^file:", "")).getParent()).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"inline", "local", "spark"})
  void outputThatExistsIsRefused(String runner) throws Exception {
    Path output = Files.createDirectory(directory.resolve("output"));

    try (JobRunner job =
        new Jobs.WordCount().makeRunner("-r", runner, "-o", output.toString(), input.toString())) {
      assertThatThrownBy(job::run).hasMessage("output directory exists: path=" + output);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"inline", "local", "spark"})
  void inputThatIsNotThereIsNamed(String runner) throws Exception {
    Path missing = directory.resolve("missing");

    try (JobRunner job = new Jobs.WordCount().makeRunner("-r", runner, missing.toString())) {
      assertThatThrownBy(job::run).hasMessage("no such input: path=" + missing);
    }
  }

  @Test
  void sparkStepsReadWhatStepsOfTasksHaveWritten() throws Exception {
    assertThat(run(new Jobs.Chained(), "-r", "inline").lines)
        .containsExactly(Integer.toString(WORDS.length));
    assertThat(run(new Jobs.Chained(), "-r", "spark").lines)
        .containsExactly(Integer.toString(WORDS.length));
  }

  @Test
  void jarStepsReadWhatStepsOfTasksHaveWritten() throws Exception {
    Path text = Files.writeString(directory.resolve("text"), "b a\nb\n");

    Result result = run(text, new Jobs.WithJar(), "-r", "local");

    assertThat(result.lines).containsExactly("A\t1", "B\t2");
    assertThat(result.counters).hasSize(2);
  }

  /** What a run has left. */
  private record Result(List<String> lines, List<Map<String, Map<String, Long>>> counters) {}

  private Result run(MRJob job, String... options) throws Exception {
    return run(input, job, options);
  }

  private Result run(Path path, MRJob job, String... options) throws Exception {
    try (JobRunner runner = job.makeRunner(join(options, path.toString()))) {
      runner.run();
      try (InputStream output = runner.catOutput()) {
        String text = new String(output.readAllBytes(), StandardCharsets.UTF_8);
        return new Result(text.lines().toList(), runner.counters());
      }
    }
  }

  private Map<String, List<String>> partsOfInline() throws Exception {
    Path output = directory.resolve("inline-output");
    run(new Jobs.WordCount(), "--num-reducers", "3", "-o", output.toString());
    Map<String, List<String>> parts = parts(output);
    assertThat(parts).hasSize(3);
    return parts;
  }

  private static Map<String, List<String>> parts(Path output) throws IOException {
    Map<String, List<String>> parts = new TreeMap<>();
    try (Stream<Path> files = Files.list(output)) {
      for (Path file :
          files.filter(path -> path.getFileName().toString().startsWith("part")).toList()) {
        String name = file.getFileName().toString();
        parts.put(name.substring(name.length() - 5), Files.readAllLines(file));
      }
    }
    return parts;
  }

  private long count(String... words) throws IOException {
    long count = 0;
    try (Stream<Path> files = Files.list(input)) {
      for (Path file : files.toList()) {
        for (String word : Files.readString(file).toLowerCase(Locale.ROOT).split("\\s+")) {
          count += List.of(words).contains(word) ? 1 : 0;
        }
      }
    }
    return count;
  }

  private static String messages(Throwable error) {
    List<String> messages = new ArrayList<>();
    for (Throwable at = error; at != null; at = at.getCause()) {
      messages.add(at.toString());
    }
    return String.join("\n", messages);
  }

  private static String[] join(String[] first, String... then) {
    List<String> all = new ArrayList<>(List.of(first));
    Collections.addAll(all, then);
    return all.toArray(String[]::new);
  }
}

package org.commworld.mapreduce.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.commworld.mapreduce.cli.HadoopProcess.Result;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Python's mrjob with {@code -r hadoop --hadoop-bin bin/hadoop}, on its own example programs: they
 * give what they give with its local runners. Skipped where {@code python3} has no mrjob.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class MrjobIT {
  @TempDir private Path directory;
  private HadoopProcess hadoop;
  private Path input;

  @BeforeEach
  void mrjobIsThere() throws Exception {
    hadoop = HadoopProcess.in(directory);
    Process python =
        new ProcessBuilder("sh", "-c", "python3 -c 'import mrjob'")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assumeThat(python.waitFor()).as("python3 -c 'import mrjob'").isZero();
    input =
        Files.writeString(
            directory.resolve("in.txt"),
            "To be or not to be\nthat is the question\nwhether it is nobler to suffer\n");
  }

  private Result python(String example, Object... arguments) throws Exception {
    List<Object> words = new ArrayList<>(List.of("-m", "mrjob.examples." + example));
    words.addAll(List.of(arguments));
    return hadoop.runOther("python3", words.toArray());
  }

  /** Streaming ends a line without a value in a tab, on any Hadoop. */
  private static List<String> lines(Result result) {
    return result.out().lines().map(line -> line.replaceFirst("\t$", "")).sorted().toList();
  }

  private List<Path> leftBehind() throws IOException {
    Path uploads = directory.resolve("hdfs/user/" + System.getProperty("user.name"));
    try (Stream<Path> files = Files.walk(uploads)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "inline, mr_word_freq_count",
    "inline, mr_most_used_word", // two steps, combiners
    "inline, mr_next_word_stats", // SORT_VALUES
    "inline, mr_wc",
    "local, mr_words_containing_u_freq_count", // a filter before the mapper
  })
  void programsGiveWhatTheyGiveWithoutHadoop(String runner, String program) throws Exception {
    Result expected = python(program, "-r", runner, input);
    assertThat(expected.status()).as(expected.err()).isZero();

    Result result = python(program, "-r", "hadoop", "--hadoop-bin", HadoopProcess.COMMAND, input);

    assertThat(result.status()).as(result.err()).isZero();
    assertThat(lines(result)).isNotEmpty().isEqualTo(lines(expected));
    assertThat(result.err()).contains("Counters: ", "Map input records=3");
    assertThat(leftBehind()).isEmpty();
  }

  @Test
  void jarStepsRunBesideSteps() throws Exception {
    Path output = directory.resolve("out");
    Result result =
        python(
            "mr_jar_step_example",
            "-r",
            "hadoop",
            "--hadoop-bin",
            HadoopProcess.COMMAND,
            "--output-dir",
            output.toUri(),
            input);

    assertThat(result.status()).as(result.err()).isZero();
    // Of 12 words "to" and "is" come twice, "be" too.
    assertThat(result.out().lines()).containsExactlyInAnyOrder("1\t10", "2\t3");
    assertThat(output.resolve("_SUCCESS")).exists();
  }
}

package org.commworld.mapreduce.mrjob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The runner hadoop against a small hadoop command, whose tasks are real processes. */
@Timeout(120)
class StreamingRunnerIT {
  @TempDir private Path directory;
  private Path hadoop;
  private Path input;

  @BeforeEach
  void install() throws IOException {
    hadoop = directory.resolve("hadoop.sh");
    try (InputStream script = getClass().getResourceAsStream("hadoop.sh")) {
      Files.copy(script, hadoop);
    }
    Files.setPosixFilePermissions(hadoop, PosixFilePermissions.fromString("rwx------"));
    input = Files.writeString(directory.resolve("input"), "ring rank a\nrank of ring rank\n");
  }

  @Test
  void stepsOptionsAndFilesAreThoseOfInline() throws Exception {
    Path stops = Files.writeString(directory.resolve("stops"), "of\n");
    String[] options = {"--least=2", "--upper", "--stop-words=" + stops};

    List<String> inline = run(new Jobs.Longest(), options);
    List<String> other = run(new Jobs.Longest(), hadoopOptions(options));

    assertThat(other)
        .isEqualTo(inline)
        .containsExactly("4\t[[\"RANK\", 1], [\"RING\", 1]]", "5\t[[\"~seen\", 7]]");
    assertThat(Files.readAllLines(directory.resolve("jobs")))
        .hasSize(2)
        .allSatisfy(
            line ->
                assertThat(line)
                    .startsWith("jar the-streaming.jar -files hdfs:///")
                    .contains("-D stream.num.map.output.key.fields=2")
                    .contains("org.apache.hadoop.mapred.lib.KeyFieldBasedPartitioner"));
  }

  @Test
  void combinersRunAndCountersAreRead() throws Exception {
    try (JobRunner runner = new Jobs.WordCount().makeRunner(all(hadoopOptions()))) {
      runner.run();

      assertThat(lines(runner))
          .containsExactly("\"a\"\t1", "\"of\"\t1", "\"rank\"\t3", "\"ring\"\t2");
      assertThat(runner.counters())
          .containsExactly(Map.of("File System", Map.of("BYTES", 7L), "Job", Map.of("MAPS", 1L)));
    }
  }

  @Test
  void uploadsAndOutputAreRemoved() throws Exception {
    run(new Jobs.Shell(), hadoopOptions());

    try (Stream<Path> files = Files.walk(directory.resolve("hdfs"))) {
      assertThat(files.filter(Files::isRegularFile)).isEmpty();
    }
  }

  @Test
  void failureGivesTheCommandsLastLines() throws Exception {
    try (JobRunner runner = new Jobs.Failing().makeRunner(all(hadoopOptions()))) {
      assertThatThrownBy(runner::run)
          .isInstanceOf(MRJobException.class)
          .hasMessageStartingWith("hadoop failed: status=1, command=" + hadoop + " jar")
          .hasMessageContaining("IllegalStateException: cannot map ring rank a");
    }
  }

  private String[] hadoopOptions(String... more) {
    return Stream.concat(
            Stream.of(more),
            Stream.of(
                "-r",
                "hadoop",
                "--hadoop-bin",
                hadoop.toString(),
                "--hadoop-streaming-jar",
                "the-streaming.jar",
                "--java-bin",
                Path.of(System.getProperty("java.home"), "bin", "java").toString()))
        .toArray(String[]::new);
  }

  private String[] all(String... options) {
    return Stream.concat(Stream.of(options), Stream.of(input.toString())).toArray(String[]::new);
  }

  private List<String> run(MRJob job, String... options) throws Exception {
    try (JobRunner runner = job.makeRunner(all(options))) {
      runner.run();
      return lines(runner);
    }
  }

  private static List<String> lines(JobRunner runner) throws IOException {
    try (InputStream output = runner.catOutput()) {
      return new String(output.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }
}

package org.commworld.mapreduce.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.commworld.mapreduce.cli.HadoopProcess.Result;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The command's contract with people, scripts and mrjob, through the real command. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class HadoopCommandIT {
  private static final Path JARS = HadoopProcess.ROOT.resolve("mapreduce-compat/target/hadoop");
  private static final String LOG_LINE =
      "\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d,\\d{3} (INFO|WARN) \\w+(\\.[\\w$]+)?: .*";

  @TempDir private Path directory;
  private HadoopProcess hadoop;

  @BeforeEach
  void here() throws IOException {
    hadoop = HadoopProcess.in(directory);
    Files.writeString(directory.resolve("words"), "b a\na\n");
  }

  @Test
  void versionBeginsWithTheVersionOfHadoop() throws Exception {
    Result result = hadoop.withoutJava().run("version");

    assertThat(result.out().lines().findFirst()).contains("Hadoop 3.4.2");
    assertThat(result.err()).isEmpty();
    assertThat(result.status()).isZero();
  }

  @Test
  void jobJarsAreAtTheirUsualPlaces() {
    assertThat(HadoopProcess.ROOT.resolve("share/hadoop/tools/lib/hadoop-streaming-3.4.2.jar"))
        .isRegularFile();
    assertThat(
            HadoopProcess.ROOT.resolve(
                "share/hadoop/mapreduce/hadoop-mapreduce-examples-3.4.2.jar"))
        .isRegularFile();
  }

  @Test
  void classPathHasTheConfigurationAndTheUsersClasses() throws Exception {
    Result result =
        hadoop.with("HADOOP_CONF_DIR", "/conf").with("HADOOP_CLASSPATH", "/mine").run("classpath");

    assertThat(result.err()).isEmpty();
    assertThat(List.of(result.out().strip().split(":")))
        .contains("/conf", "/mine")
        .anyMatch(jar -> jar.contains("hadoop-client-api"));
  }

  @Test
  void mistakesHaveHadoopsMessagesAndStatus() throws Exception {
    Result noJar = hadoop.run("jar", "none.jar");
    Result badJar = hadoop.run("jar", "words");
    Result noCommand = hadoop.run("nonsense");

    assertThat(noJar.err())
        .isEqualTo("JAR does not exist or is not a normal file: " + directory + "/none.jar\n");
    assertThat(noJar.status()).isEqualTo(255);
    assertThat(badJar.err()).contains("Error opening job jar: words");
    assertThat(badJar.status()).isEqualTo(1);
    assertThat(noCommand.err()).startsWith("hadoop: nonsense is neither a command nor a class");
    assertThat(noCommand.status()).isEqualTo(1);
  }

  @Test
  void jobSpeaksAsHadoopsClientDoesAndOfNothingElse() throws Exception {
    Result result =
        hadoop.run("jar", "/no/such/hadoop-mapreduce-examples.jar", "wordcount", "words", "out");

    assertThat(result.status()).as(result.err()).isZero();
    assertThat(result.out()).isEmpty();
    assertThat(directory.resolve("out/part-r-00000")).hasContent("a\t2\nb\t1\n");
    List<String> lines = result.errLines();
    int counters = indexOf(lines, ".*mapreduce.Job: Counters: \\d+");
    int afterCounters = counters + 1;
    while (afterCounters < lines.size() && lines.get(afterCounters).startsWith("\t")) {
      afterCounters++;
    }
    assertThat(lines.subList(0, counters + 1)).allMatch(line -> line.matches(LOG_LINE));
    assertThat(lines.subList(afterCounters, lines.size())).isEmpty();
    assertThat(lines.subList(counters, afterCounters))
        .contains("\tMap-Reduce Framework", "\t\tMap input records=2", "\t\tReduce input groups=2");
    assertThat(indexOf(lines, ".*mapreduce.Job: Running job: job_\\d+_\\d{4}"))
        .isLessThan(indexOf(lines, ".*mapreduce.Job:  map 100% reduce 100%"));
    assertThat(indexOf(lines, ".*mapreduce.Job: Job job_\\d+_\\d{4} completed successfully"))
        .isLessThan(counters);
  }

  private static int indexOf(List<String> lines, String pattern) {
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).matches(pattern)) {
        return i;
      }
    }
    throw new AssertionError("no line like " + pattern + " in " + String.join("\n", lines));
  }

  @Test
  void configurationOfTheSiteCountsExceptThatItsJobsRunOnYarn() throws Exception {
    Path conf = Files.createDirectory(directory.resolve("conf"));
    Files.writeString(
        conf.resolve("mapred-site.xml"),
        """
        <configuration>
          <property><name>mapreduce.framework.name</name><value>yarn</value></property>
          <property><name>mapreduce.job.reduces</name><value>2</value></property>
        </configuration>
        """);

    Result result =
        hadoop
            .with("HADOOP_CONF_DIR", conf.toString())
            .run(
                "jar",
                JARS.resolve("hadoop-mapreduce-examples-3.4.2.jar"),
                "wordcount",
                "words",
                "out");

    assertThat(result.status()).as(result.err()).isZero();
    assertThat(directory.resolve("out/part-r-00001")).exists();
  }

  @Test
  void runningJobIsListedShownAndKilledFromAnotherProcess() throws Exception {
    try (BlockedJob job = new BlockedJob()) {
      String id = job.id();

      Result list = hadoop.run("job", "-list");
      assertThat(list.out()).contains("Total jobs:1", id, "RUNNING");
      assertThat(list.err()).isEmpty();
      Result status = hadoop.run("job", "-status", id);
      assertThat(status.out()).contains("Job: " + id, "Job state: RUNNING");
      Result unknown = hadoop.run("job", "-status", "job_1_0001");
      assertThat(unknown.out() + unknown.err()).contains("Could not find job job_1_0001");
      assertThat(unknown.status()).isNotZero();

      Result kill = hadoop.run("job", "-kill", id);
      assertThat(kill.out() + kill.err()).contains("Killed job " + id);
      assertThat(kill.status()).isZero();
      assertThat(job.process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(job.process.exitValue()).isNotZero();
      assertThat(job.err.get()).contains("failed with state KILLED");
    }
  }

  @Test
  void jobOfAKilledProcessIsForgotten() throws Exception {
    try (BlockedJob job = new BlockedJob()) {
      assertThat(job.id()).startsWith("job_");
      job.process.destroyForcibly().waitFor();

      Result list = hadoop.run("job", "-list");

      assertThat(list.out()).contains("Total jobs:0");
      assertThat(directory.resolve("run")).isEmptyDirectory();
    }
  }

  /** A streaming job whose mapper waits for a writer of its pipe. */
  private final class BlockedJob implements AutoCloseable {
    final Process process;
    final CompletableFuture<String> err;
    private final Path log = directory.resolve("log");

    BlockedJob() throws Exception {
      Path pipe = directory.resolve("pipe");
      assumeThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
      Process shell =
          hadoop
              .builder(
                  "jar",
                  JARS.resolve("hadoop-streaming-3.4.2.jar"),
                  "-input",
                  "words",
                  "-output",
                  "out",
                  "-mapper",
                  "cat " + pipe)
              .redirectError(log.toFile())
              .start();
      process = shell;
      err =
          shell
              .onExit()
              .thenApply(
                  ended -> {
                    try {
                      return Files.readString(log);
                    } catch (IOException e) {
                      throw new UncheckedIOException(e);
                    }
                  });
    }

    /** Waits until the job runs. */
    String id() throws IOException {
      Pattern running = Pattern.compile("Running job: (job_\\d+_\\d{4})");
      while (process.isAlive() && !Thread.interrupted()) {
        Matcher matcher = running.matcher(Files.readString(log));
        if (matcher.find()) {
          return matcher.group(1);
        }
        Thread.onSpinWait();
      }
      throw new AssertionError(Files.readString(log));
    }

    @Override
    public void close() {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly().onExit().join();
    }
  }
}

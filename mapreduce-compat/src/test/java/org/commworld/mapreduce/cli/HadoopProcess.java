package org.commworld.mapreduce.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** {@code bin/hadoop}, run as a process of its own, with directories of its own. */
final class HadoopProcess {
  static final Path ROOT = root();
  static final Path COMMAND = ROOT.resolve("bin/hadoop");

  private static final long LIMIT_SECONDS = 120;

  private static final List<String> NOT_INHERITED =
      List.of(
          "HADOOP_CONF_DIR",
          "HADOOP_OPTS",
          "HADOOP_CLIENT_OPTS",
          "COMMWORLD_MASTER",
          "SPARK_HOME",
          "SPARK_MASTER",
          "SPARK_LOCAL_IP");

  private final Path directory;
  private final Map<String, String> environment;

  private HadoopProcess(Path directory, Map<String, String> environment) {
    this.directory = directory;
    this.environment = environment;
  }

  /** How a command ended. */
  record Result(int status, String out, String err) {
    List<String> errLines() {
      return err.lines().toList();
    }
  }

  /** Runs in {@code directory}, which also holds {@code hdfs:///} and the sockets of jobs. */
  static HadoopProcess in(Path directory) {
    return new HadoopProcess(
        directory,
        Map.of(
            "COMMWORLD_HDFS_DIR", directory.resolve("hdfs").toString(),
            "COMMWORLD_RUN_DIR", directory.resolve("run").toString(),
            "HADOOP_HEAPSIZE_MAX", "1024"));
  }

  HadoopProcess with(String variable, String value) {
    var all = new HashMap<>(environment);
    all.put(variable, value);
    return new HadoopProcess(directory, Map.copyOf(all));
  }

  /** One that cannot start a JVM: what it answers, it answers by itself. */
  HadoopProcess withoutJava() {
    return with("JAVA_HOME", "/nonexistent");
  }

  Process start(Object... arguments) throws IOException {
    Prepared.await();
    return builder(arguments).start();
  }

  ProcessBuilder builder(Object... arguments) {
    return builderOf(COMMAND.toString(), arguments);
  }

  private ProcessBuilder builderOf(String command, Object... arguments) {
    List<String> words = new ArrayList<>(List.of(command));
    for (Object argument : arguments) {
      words.add(argument.toString());
    }
    ProcessBuilder builder = new ProcessBuilder(words).directory(directory.toFile());
    for (String variable : NOT_INHERITED) {
      builder.environment().remove(variable);
    }
    builder.environment().putAll(environment);
    return builder;
  }

  Result run(Object... arguments) throws Exception {
    return result(start(arguments), arguments);
  }

  /** Runs another command, which itself runs {@code bin/hadoop}. */
  Result runOther(String command, Object... arguments) throws Exception {
    Prepared.await();
    return result(builderOf(command, arguments).start(), arguments);
  }

  private static Result result(Process process, Object... arguments) throws Exception {
    CompletableFuture<String> out = text(process.getInputStream());
    CompletableFuture<String> err = text(process.getErrorStream());
    try (OutputStream stdin = process.getOutputStream()) {
      stdin.flush();
    }
    if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError(
          "still running after %d s: %s".formatted(LIMIT_SECONDS, List.of(arguments)));
    }
    return new Result(process.exitValue(), out.get(), err.get());
  }

  /** All of a stream, read beside the process so that it never waits for us. */
  static CompletableFuture<String> text(InputStream stream) {
    return CompletableFuture.supplyAsync(
        () -> {
          try (stream) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        },
        task -> new Thread(task, "reads the output of a command").start());
  }

  /** The first start of a JVM after a build says what it prepares: one before all tests. */
  private static final class Prepared {
    private static final int STATUS = run();

    private static int run() {
      try {
        return new ProcessBuilder(COMMAND.toString(), "classpath")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start()
            .waitFor();
      } catch (IOException | InterruptedException e) {
        throw new IllegalStateException("cannot run bin/hadoop", e);
      }
    }

    static void await() {
      if (STATUS != 0) {
        throw new IllegalStateException("hadoop classpath ended with status " + STATUS);
      }
    }
  }

  private static Path root() {
    Path directory = Path.of("").toAbsolutePath();
    while (!Files.exists(directory.resolve("bin/hadoop"))) {
      directory = directory.getParent();
    }
    return directory;
  }
}

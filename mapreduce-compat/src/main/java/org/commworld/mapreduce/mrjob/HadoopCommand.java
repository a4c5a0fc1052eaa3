package org.commworld.mapreduce.mrjob;

import java.io.BufferedReader;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The {@code hadoop} command as a process. */
final class HadoopCommand {
  private static final int KEPT_LINES = 20;

  private final RunnerOptions options;
  private final Consumer<String> progress;

  HadoopCommand(RunnerOptions options, Consumer<String> progress) {
    this.options = options;
    this.progress = progress;
  }

  /** Runs {@code hadoop fs}. */
  void fs(String... words) throws IOException, InterruptedException {
    Deque<String> said = new ArrayDeque<>();
    int status = run(fsCommand(words), line -> keep(said, line));
    if (status != 0) {
      throw failed(fsCommand(words), status, said);
    }
  }

  /** Whether there is such a path. */
  boolean test(String path) throws IOException, InterruptedException {
    return run(fsCommand("-test", "-e", path), line -> {}) == 0;
  }

  /** What is in files; the command's status is looked at when the stream ends. */
  InputStream cat(String paths) throws IOException {
    List<String> command = fsCommand("-cat", paths);
    Process process = new ProcessBuilder(command).redirectError(Redirect.DISCARD).start();
    return new FilterInputStream(process.getInputStream()) {
      @Override
      public int read(byte[] bytes, int offset, int length) throws IOException {
        int count = super.read(bytes, offset, length);
        if (count < 0) {
          end();
        }
        return count;
      }

      private void end() throws IOException {
        try {
          int status = process.waitFor();
          if (status != 0) {
            throw failed(command, status, new ArrayDeque<>());
          }
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new IOException("interrupted: command=" + command, e);
        }
      }

      @Override
      public void close() throws IOException {
        super.close();
        process.destroy();
      }
    };
  }

  /** Runs a job; returns the counters that the command prints. */
  CounterTable job(List<String> words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(options.hadoopBin));
    command.addAll(words);
    Deque<String> said = new ArrayDeque<>();
    CounterLines counters = new CounterLines();
    int status =
        run(
            command,
            line -> {
              keep(said, line);
              counters.accept(line);
              if (options.verbose) {
                progress.accept(line);
              }
            });
    if (status != 0) {
      throw failed(command, status, said);
    }
    return counters.table();
  }

  /** The streaming jar that was named, or the one beside the command or in Hadoop's homes. */
  String streamingJar() throws IOException {
    if (options.streamingJar != null) {
      return options.streamingJar;
    }
    List<Path> roots = new ArrayList<>();
    for (String variable : List.of("HADOOP_HOME", "HADOOP_MAPRED_HOME", "HADOOP_PREFIX")) {
      String home = System.getenv(variable);
      if (home != null) {
        roots.add(Path.of(home));
      }
    }
    Path binary = Path.of(options.hadoopBin);
    if (Files.exists(binary)) {
      roots.add(binary.toRealPath().resolveSibling("../share").normalize());
    }
    for (Path root : roots) {
      try (Stream<Path> files = Files.find(root, 6, (path, unused) -> isStreaming(path))) {
        var found = files.sorted().findFirst();
        if (found.isPresent()) {
          return found.get().toString();
        }
      }
    }
    throw new MRJobException(
        "no streaming jar: searched=" + roots + ", option=--hadoop-streaming-jar");
  }

  private static boolean isStreaming(Path path) {
    String name = path.getFileName().toString();
    return name.matches("hadoop-streaming.*\\.jar")
        && !name.contains("sources")
        && !name.contains("test");
  }

  private List<String> fsCommand(String... words) {
    List<String> command = new ArrayList<>(List.of(options.hadoopBin, "fs"));
    command.addAll(List.of(words));
    return command;
  }

  private static void keep(Deque<String> said, String line) {
    if (said.size() == KEPT_LINES) {
      said.removeFirst();
    }
    said.addLast(line);
  }

  private static int run(List<String> command, Consumer<String> lines)
      throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      process.getOutputStream().close();
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        lines.accept(line);
      }
      return process.waitFor();
    } finally {
      process.destroy();
    }
  }

  private static MRJobException failed(List<String> command, int status, Deque<String> said) {
    return new MRJobException(
        "hadoop failed: status="
            + status
            + ", command="
            + String.join(" ", command)
            + (said.isEmpty() ? "" : ", last lines:\n  " + String.join("\n  ", said)));
  }
}

package org.commworld.compare.engine;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.commworld.compare.workload.Answer;
import org.commworld.compare.workload.Task;

/** An engine in a JVM of its own that stays between runs. */
final class Worker implements Runner {
  private static final Duration START_LIMIT = Duration.ofMinutes(2);
  private static final String GONE = "gone";

  private final Workspace workspace;
  private final Path log;
  private final Process process;
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
  private final double startSeconds;

  /**
   * Starts {@code command}, a {@link WorkerMain}, and waits until it is ready.
   *
   * @param log where its standard error goes
   */
  Worker(Workspace workspace, List<String> command, Path sparkHome, Path log) {
    this.workspace = workspace;
    this.log = log;
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(log.toFile());
    builder.environment().put("SPARK_HOME", sparkHome.toString());
    builder.environment().put("SPARK_SCALA_VERSION", "2.13");
    builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    builder.environment().remove("SPARK_CONF_DIR");
    long start = System.nanoTime();
    process = workspace.start(builder);
    Thread reader = new Thread(this::read, "compare-worker");
    reader.setDaemon(true);
    reader.start();
    boolean isReady = false;
    try {
      isReady = next(START_LIMIT).equals("ready");
    } finally {
      if (!isReady) {
        close();
      }
    }
    startSeconds = (System.nanoTime() - start) / 1e9;
  }

  private void read() {
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        if (line.startsWith(WorkerMain.MARK)) {
          lines.add(line.substring(WorkerMain.MARK.length()));
        }
      }
    } catch (IOException e) {
      // as at the end
    }
    lines.add(GONE);
  }

  private String next(Duration limit) {
    try {
      String line = lines.poll(limit.toMillis(), TimeUnit.MILLISECONDS);
      if (line == null) {
        throw new CompareException("took longer than " + limit.toSeconds() + " s");
      }
      if (line.equals(GONE)) {
        throw new CompareException("its process has ended: " + reason());
      }
      return line;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CompareException("interrupted", e);
    }
  }

  /** What the process has said of an error, first. */
  private String reason() {
    try {
      List<String> all = Files.readAllLines(log, StandardCharsets.ISO_8859_1);
      return all.stream()
          .filter(line -> line.contains("Exception") || line.contains("Error"))
          .findFirst()
          .orElse(all.isEmpty() ? "it said nothing" : all.get(all.size() - 1))
          .strip();
    } catch (IOException e) {
      return "it left no log";
    }
  }

  @Override
  public Run run(Task task, Duration limit) {
    try {
      process
          .getOutputStream()
          .write((WorkerMain.line(task) + "\n").getBytes(StandardCharsets.UTF_8));
      process.getOutputStream().flush();
    } catch (IOException e) {
      throw new CompareException("its process has ended: " + reason(), e);
    }
    String[] words = next(limit).split(" ", 5);
    if (!words[0].equals("result")) {
      throw new CompareException(String.join(" ", words).substring("failed ".length()));
    }
    return new Run(
        Answer.parse(words[4]),
        Double.parseDouble(words[1]),
        Double.parseDouble(words[2]),
        Long.parseLong(words[3]));
  }

  @Override
  public double startSeconds() {
    return startSeconds;
  }

  @Override
  public void close() {
    workspace.end(process);
  }
}

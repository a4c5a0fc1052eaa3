package org.commworld.compare.engine;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.commworld.compare.workload.Answer;
import org.commworld.compare.workload.Task;

/** An MPI whose launcher starts ranks anew for each run. */
final class Launched implements Runner {
  private static final String RESULT = "result ";

  private final Workspace workspace;
  private final List<String> command;

  /**
   * Ranks of a program.
   *
   * @param command launcher and program, without the program's arguments
   */
  Launched(Workspace workspace, List<String> command) {
    this.workspace = workspace;
    this.command = List.copyOf(command);
  }

  @Override
  public Run run(Task task, Duration limit) {
    List<String> words = new ArrayList<>(command);
    words.add(String.valueOf(task.size()));
    words.add(String.valueOf(task.rounds()));
    words.add(task.input().isEmpty() ? "-" : task.input());
    Path directory = workspace.newDirectory("run");
    Path out = directory.resolve("out");
    ProcessBuilder builder =
        new ProcessBuilder(words)
            .redirectInput(new File("/dev/null"))
            .redirectErrorStream(true)
            .redirectOutput(out.toFile());
    // An X server is no part of this: hwloc would connect to it.
    builder.environment().remove("DISPLAY");
    builder.environment().put("OMP_NUM_THREADS", "1");
    builder.environment().put("OPENBLAS_NUM_THREADS", "1");
    long start = System.nanoTime();
    Process process = workspace.start(builder);
    try {
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new CompareException("took longer than " + limit.toSeconds() + " s");
      }
      return result(
          process.exitValue(), Files.readAllLines(out), (System.nanoTime() - start) / 1e9);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CompareException("interrupted", e);
    } catch (IOException e) {
      throw new CompareException("cannot read what it said: " + e.getMessage(), e);
    } finally {
      if (process.isAlive()) {
        workspace.end(process);
      } else {
        workspace.ended(process);
      }
      Workspace.delete(directory);
    }
  }

  private static Run result(int status, List<String> lines, double jobSeconds) {
    String line =
        lines.stream()
            .filter(l -> status == 0 && l.startsWith(RESULT))
            .findFirst()
            .orElseThrow(
                () ->
                    new CompareException(
                        "status %d: %s"
                            .formatted(
                                status,
                                lines.stream().filter(l -> !l.isBlank()).findFirst().orElse(""))));
    String[] words = line.split(" ", 4);
    return new Run(
        Answer.parse(words[3]),
        Double.parseDouble(words[1]),
        jobSeconds,
        Long.parseLong(words[2]) * 1024);
  }

  @Override
  public double startSeconds() {
    return Double.NaN;
  }

  @Override
  public void close() {
    // Nothing stays between runs.
  }
}

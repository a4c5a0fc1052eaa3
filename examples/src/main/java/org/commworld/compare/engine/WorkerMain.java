package org.commworld.compare.engine;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.commworld.compare.workload.Task;
import org.commworld.compare.workload.Workload;

/**
 * A process of an engine in a JVM. Arguments: engine, slots, scratch directory. Says {@code ready},
 * then takes tasks from standard input, a line each, and answers each with a line. When the input
 * ends, whoever has started it is gone or done: it ends at once.
 */
final class WorkerMain {
  /** Begins the lines that are for whoever has started this. */
  static final String MARK = "@compare ";

  /** Ends the process. */
  private static final String END = "end";

  private WorkerMain() {}

  /** See the class. */
  public static void main(String[] arguments) {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    System.setOut(System.err);
    BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    Thread reader = new Thread(() -> read(lines), "compare-orders");
    reader.setDaemon(true);
    reader.start();
    Host host =
        new Host(
            Engine.find(arguments[0]).orElseThrow(),
            Integer.parseInt(arguments[1]),
            Path.of(arguments[2]));
    out.println(MARK + "ready");
    try {
      for (String line = lines.take(); !line.equals(END); line = lines.take()) {
        out.println(MARK + answer(host, task(line)));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    host.close();
    System.exit(0);
  }

  private static void read(BlockingQueue<String> lines) {
    try (BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        lines.add(line);
      }
    } catch (IOException e) {
      // as at the end
    }
    if (!lines.contains(END)) {
      System.exit(1);
    }
  }

  private static String answer(Host host, Task task) {
    Memory.resetPeaks();
    try {
      Run run = host.run(task);
      return "result %s %s %d %s"
          .formatted(run.workSeconds(), run.jobSeconds(), Memory.peakBytes(), run.answer().text());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "failed interrupted";
    } catch (Exception | LinkageError | OutOfMemoryError e) {
      e.printStackTrace();
      return "failed " + String.valueOf(e).lines().findFirst().orElse("");
    }
  }

  /** What a task looks like on its way. */
  static String line(Task task) {
    return "%s %d %d %s"
        .formatted(task.workload().label(), task.size(), task.rounds(), task.input());
  }

  private static Task task(String line) {
    String[] words = line.split(" ", 4);
    return new Task(
        Workload.find(words[0]).orElseThrow(),
        Long.parseLong(words[1]),
        Integer.parseInt(words[2]),
        words[3]);
  }
}

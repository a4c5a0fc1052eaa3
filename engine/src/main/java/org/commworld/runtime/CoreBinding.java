package org.commworld.runtime;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The binding of a thread to one processor, until it is closed by the same thread. Threads that it
 * starts meanwhile are bound too. Linux only, by {@code taskset} of util-linux: what it binds it
 * finds in {@code /proc}. Where that fails the thread runs wherever it could before, and the log
 * says why.
 */
final class CoreBinding implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CoreBinding.class);
  private static final String ALLOWED = "Cpus_allowed_list:";
  private static final Path STATUS = Path.of("/proc/thread-self/status");
  private static final Path SELF = Path.of("/proc/thread-self");
  private static final long LIMIT_SECONDS = 10;
  private static final CoreBinding NONE = new CoreBinding("", "");

  private final String thread;
  private final String before;

  private CoreBinding(String thread, String before) {
    this.thread = thread;
    this.before = before;
  }

  /** Binds nothing. */
  static CoreBinding none() {
    return NONE;
  }

  /**
   * Binds the calling thread to the processor of this {@code place} among those that it may use.
   *
   * @param places how many threads want one each: if there are fewer processors, none is bound
   */
  static CoreBinding of(int place, int places) {
    try {
      String before = allowed();
      List<Integer> processors = processors(before);
      if (places > processors.size()) {
        LOG.warn("ranks are not bound: ranksOfHost={}, processors={}", places, before);
        return NONE;
      }
      // PID/task/TID
      String thread = Files.readSymbolicLink(SELF).getFileName().toString();
      set(thread, processors.get(place).toString());
      return new CoreBinding(thread, before);
    } catch (IOException e) {
      LOG.warn("ranks are not bound: {}", e.toString());
      return NONE;
    }
  }

  @Override
  public void close() {
    if (!thread.isEmpty()) {
      try {
        set(thread, before);
      } catch (IOException e) {
        LOG.warn("thread stays bound: {}", e.toString());
      }
    }
  }

  /** The processors that the calling thread may use, as a list of numbers and ranges. */
  static String allowed() throws IOException {
    try (var lines = Files.lines(STATUS)) {
      return lines
          .filter(line -> line.startsWith(ALLOWED))
          .map(line -> line.substring(ALLOWED.length()).strip())
          .findFirst()
          .orElseThrow(() -> new IOException("no " + ALLOWED + " in " + STATUS));
    }
  }

  /** The numbers of a list such as {@code 0-2,8}. */
  static List<Integer> processors(String list) {
    List<Integer> processors = new ArrayList<>();
    for (String range : list.split(",")) {
      String[] ends = range.split("-");
      int last = Integer.parseInt(ends[ends.length - 1]);
      for (int processor = Integer.parseInt(ends[0]); processor <= last; processor++) {
        processors.add(processor);
      }
    }
    return processors;
  }

  private static void set(String thread, String processors) throws IOException {
    Process taskset =
        new ProcessBuilder("taskset", "-p", "-c", processors, thread)
            .redirectErrorStream(true)
            .start();
    boolean interrupted = Thread.interrupted();
    try {
      String said = new String(taskset.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!taskset.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS) || taskset.exitValue() != 0) {
        throw new IOException("taskset: " + said.strip());
      }
    } catch (InterruptedException e) {
      interrupted = true;
    } finally {
      taskset.destroy();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}

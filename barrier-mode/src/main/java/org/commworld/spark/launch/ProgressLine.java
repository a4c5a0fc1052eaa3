package org.commworld.spark.launch;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.commworld.spark.stats.Amounts;
import org.commworld.spark.stats.RunStatistics;
import org.jspecify.annotations.Nullable;

/**
 * One line at the bottom of a terminal that says how far a long run is. It is erased before
 * anything else is written and drawn anew with the next report, so it is never part of what ranks
 * print. Used by several threads: whoever writes to the terminal holds this object's monitor.
 */
final class ProgressLine {
  private static final Duration QUIET_START = Duration.ofSeconds(3);

  /** No terminal is narrower; a line that wraps cannot be erased. */
  private static final int MOST_COLUMNS = 78;

  private static final long DRAW_MILLIS = 500;
  private static final String ERASE = "\r\033[K";

  private final PrintStream terminal;
  private final AtomicReference<@Nullable RunStatistics> latest = new AtomicReference<>();
  private boolean drawn;
  private boolean inLine;
  private boolean ended;

  ProgressLine(PrintStream terminal) {
    this.terminal = terminal;
  }

  /**
   * Has what {@code run} says drawn, unless the run is short yet. Does not wait: a terminal may
   * stand still for hours, so a thread of its own draws.
   */
  void show(RunStatistics run) {
    boolean isFirst = latest.getAndSet(run) == null;
    if (isFirst) {
      Thread thread = new Thread(this::drawAll, "commworld-progress");
      thread.setDaemon(true);
      thread.start();
    }
  }

  private synchronized void drawAll() {
    try {
      while (!ended) {
        draw(Objects.requireNonNull(latest.get()));
        wait(DRAW_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Draws what {@code run} says, unless the run is short yet or a rank is inside a line. */
  synchronized void draw(RunStatistics run) {
    if (ended || inLine || run.elapsed().compareTo(QUIET_START) < 0) {
      return;
    }
    String line = text(run);
    terminal.print(ERASE + line.substring(0, Math.min(line.length(), MOST_COLUMNS)));
    terminal.flush();
    drawn = true;
  }

  static String text(RunStatistics run) {
    long running = run.count(RunStatistics.State.RUNNING);
    long ended = run.ranks().size() - running - run.count(RunStatistics.State.WAITING);
    return "[%s] %d of %d ranks running%s, %s sent, %s in communication"
        .formatted(
            clock(run.elapsed()),
            running,
            run.ranks().size(),
            ended == 0 ? "" : ", " + ended + " ended",
            Amounts.bytes(run.sentBytes()),
            Amounts.percent(run.communicationPart()));
  }

  private static String clock(Duration elapsed) {
    return elapsed.toHours() > 0
        ? "%d:%02d:%02d"
            .formatted(elapsed.toHours(), elapsed.toMinutesPart(), elapsed.toSecondsPart())
        : "%d:%02d".formatted(elapsed.toMinutes(), elapsed.toSecondsPart());
  }

  /** Others are about to write bytes that end with {@code last}. */
  synchronized void yieldTo(byte last) {
    erase();
    inLine = last != '\n';
  }

  /** Erases the line for good. */
  synchronized void end() {
    erase();
    ended = true;
    notifyAll();
  }

  private void erase() {
    if (drawn) {
      terminal.print(ERASE);
      terminal.flush();
      drawn = false;
    }
  }
}

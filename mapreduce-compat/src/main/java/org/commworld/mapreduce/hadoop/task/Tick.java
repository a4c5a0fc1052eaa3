package org.commworld.mapreduce.hadoop.task;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * A clock that is cheap to read for each record: a number that changes while any attempt runs in
 * this JVM. What costs more than a record (progress, "has this task been killed?") is done when the
 * number has changed.
 */
final class Tick {
  private static final ScheduledExecutorService TIMER =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "commworld-mapreduce-tick");
            thread.setDaemon(true);
            return thread;
          });

  private static volatile int number;

  private Tick() {}

  static int number() {
    return number;
  }

  /** Ticks at this interval, and runs {@code action} each time, until the result is cancelled. */
  static ScheduledFuture<?> every(long millis, Runnable action) {
    return TIMER.scheduleWithFixedDelay(
        () -> {
          advance();
          action.run();
        },
        millis,
        millis,
        TimeUnit.MILLISECONDS);
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // Only the timer's one thread writes.
  private static void advance() {
    number++;
  }
}

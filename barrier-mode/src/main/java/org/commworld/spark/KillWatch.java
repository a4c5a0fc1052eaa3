package org.commworld.spark;

import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.spark.TaskContext;

/**
 * Notices that Spark has killed a task. Spark interrupts the task's thread only; others that the
 * rank has started, and ranks elsewhere, must hear of it from us, and before Spark 4.2 there is
 * nothing to listen to. One daemon thread, which exists only while tasks are watched.
 */
final class KillWatch {
  private static final long PERIOD_MILLIS = 50;
  private static final ScheduledThreadPoolExecutor POLLS = polls();

  private KillWatch() {}

  /** A watch that ends when it is closed. */
  interface Watch {
    void close();
  }

  /** Calls {@code onKill} once, soon after {@code task} is killed; it must not block. */
  static Watch watch(TaskContext task, Runnable onKill) {
    Poll poll = new Poll(task, onKill);
    ScheduledFuture<?> polls =
        POLLS.scheduleWithFixedDelay(poll, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    return () -> polls.cancel(false);
  }

  private static ScheduledThreadPoolExecutor polls() {
    ScheduledThreadPoolExecutor executor =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "commworld-kill-watch");
              thread.setDaemon(true);
              return thread;
            });
    executor.setRemoveOnCancelPolicy(true);
    executor.setKeepAliveTime(1, TimeUnit.SECONDS);
    executor.allowCoreThreadTimeOut(true);
    return executor;
  }

  private static final class Poll implements Runnable {
    private final TaskContext task;
    private final Runnable onKill;
    private boolean seen;

    Poll(TaskContext task, Runnable onKill) {
      this.task = task;
      this.onKill = onKill;
    }

    @Override
    public void run() {
      if (!seen && task.isInterrupted()) {
        seen = true;
        onKill.run();
      }
    }
  }
}

package org.commworld.spark.control;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Runs what may block off the event loop, in order, on one daemon thread that exists only while
 * there is work. Its queue is bounded by what its users may have outstanding.
 */
final class OneThread {
  private final ThreadPoolExecutor executor;

  OneThread(String name) {
    executor =
        new ThreadPoolExecutor(
            1,
            1,
            1,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread = new Thread(task, name);
              thread.setDaemon(true);
              return thread;
            });
    executor.allowCoreThreadTimeOut(true);
  }

  /** Runs {@code task} after those given before; drops it once closed. */
  void execute(Runnable task) {
    try {
      executor.execute(task);
    } catch (RejectedExecutionException e) {
      if (!executor.isShutdown()) {
        throw e;
      }
    }
  }

  /** Waits up to {@code millis} for what is queued, then interrupts it. */
  void close(long millis) {
    executor.shutdown();
    try {
      if (executor.awaitTermination(millis, TimeUnit.MILLISECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    executor.shutdownNow();
  }
}

package org.commworld.spark;

import java.time.Duration;

/**
 * How long a job has waited for what the start time-out bounds: executors, and free slots. Does not
 * count the time in which earlier stages of the job run. Used by the caller's thread and by Spark's
 * listener thread.
 */
final class StartClock {
  private final long limitNanos;
  private long sinceNanos;
  private boolean running = true;

  StartClock(Duration limit, long nowNanos) {
    limitNanos = limit.toNanos();
    sinceNanos = nowNanos;
  }

  /** Waiting begins anew. */
  synchronized void restart(long nowNanos) {
    running = true;
    sinceNanos = nowNanos;
  }

  synchronized void stop() {
    running = false;
  }

  synchronized boolean isOver(long nowNanos) {
    return running && nowNanos - sinceNanos >= limitNanos;
  }

  Duration limit() {
    return Duration.ofNanos(limitNanos);
  }
}

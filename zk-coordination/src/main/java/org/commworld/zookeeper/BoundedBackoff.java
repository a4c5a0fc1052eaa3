package org.commworld.zookeeper;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.curator.RetryPolicy;
import org.apache.curator.RetrySleeper;

/**
 * Retries with pauses that double from 50 ms up to 2 s, until a limit of time: a call to ZooKeeper
 * must end even if ZooKeeper does not come back, which Curator's policies bound only by count.
 *
 * @param limit no retry starts later than this after the first attempt
 */
record BoundedBackoff(Duration limit) implements RetryPolicy {
  private static final long FIRST_MILLIS = 50;
  private static final long LONGEST_MILLIS = 2_000;

  @Override
  public boolean allowRetry(int retryCount, long elapsedTimeMs, RetrySleeper sleeper) {
    long pause = Math.min(LONGEST_MILLIS, FIRST_MILLIS << Math.min(retryCount, 10));
    if (elapsedTimeMs + pause > limit.toMillis()) {
      return false;
    }
    try {
      sleeper.sleepFor(pause, TimeUnit.MILLISECONDS);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}

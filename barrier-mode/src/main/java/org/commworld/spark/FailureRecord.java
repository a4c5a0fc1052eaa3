package org.commworld.spark;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.commworld.spark.control.RemoteThrowable;
import org.commworld.spi.Failure;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of the failure of one attempt, and the judgement of which was the first.
 *
 * <p>The first failure that the world agreed on in ZooKeeper counts, with one exception: when a
 * rank fails, Spark kills the others, and in a race their KILLED may be agreed on first. But a rank
 * reports to the driver before Spark hears of it, so a report of any other kind is older than every
 * kill it has caused. What Spark's listener says counts where neither knows anything: a task that
 * failed before it had a world.
 */
final class FailureRecord {
  private static final int MAX_SUPPRESSED = 16;
  private static final int MAX_THROWN = 64;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Map<Integer, Throwable> thrown = new LinkedHashMap<>();
  private final Map<Integer, Throwable> ofSpark = new LinkedHashMap<>();
  private @Nullable Failure agreed;
  private @Nullable Failure reported;
  private @Nullable Failure firstOfSpark;

  /** The first failure, and what the caller gets. */
  record Verdict(Failure failure, RankFailedException exception) {}

  /** The world's first failure, as ZooKeeper has it. */
  void agreed(Failure failure) {
    change(() -> agreed = agreed == null ? failure : agreed);
  }

  /** A failure that an executor or the driver itself has seen. */
  void reported(Failure failure) {
    change(
        () -> {
          if (reported == null || (isKill(reported) && !isKill(failure))) {
            reported = failure;
          }
        });
  }

  /** A rank has reported what it threw. */
  void threw(int rank, Throwable e) {
    change(
        () -> {
          if (thrown.size() < MAX_THROWN) {
            thrown.putIfAbsent(rank, e);
          }
        });
  }

  /** Spark has reported what a task threw. */
  void taskFailed(int rank, String host, Throwable e) {
    change(
        () -> {
          if (ofSpark.size() < MAX_THROWN) {
            ofSpark.putIfAbsent(rank, e);
          }
          if (firstOfSpark == null) {
            firstOfSpark = Failures.threw(rank, host, e);
          }
        });
  }

  /**
   * Judges, after waiting up to {@code limit} for a witness, and again for what that rank threw.
   */
  Verdict verdict(Throwable sparkError, int attempt, Duration limit) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      await(() -> agreed != null || reported != null || firstOfSpark != null, limit);
      Failure first = first(sparkError);
      if (first.kind() == Failure.Kind.RANK_THREW || first.kind() == Failure.Kind.ABORTED) {
        await(() -> thrownBy(first.rank()) != null, limit);
      }
      return new Verdict(first, exception(first, sparkError, attempt));
    } finally {
      lock.unlock();
    }
  }

  private Failure first(Throwable sparkError) {
    Failure known = agreed;
    if (known == null || (isKill(known) && reported != null)) {
      known = reported;
    }
    if (known == null || (isKill(known) && firstOfSpark != null)) {
      known = firstOfSpark;
    }
    return known != null ? known : Failures.killed("Spark ended the job: " + summary(sparkError));
  }

  private RankFailedException exception(Failure first, Throwable sparkError, int attempt) {
    Throwable own = thrownBy(first.rank());
    Throwable cause = own;
    if (cause == null) {
      cause = causeWithoutWitness(first, sparkError);
    }
    RankFailedException exception =
        new RankFailedException(
            "%s (rank=%d, host=%s, attempt=%d)"
                .formatted(first.message(), first.rank(), first.host(), attempt),
            first.rank(),
            first.host(),
            attempt,
            first.code(),
            cause);
    thrown.values().stream()
        .filter(other -> other != own)
        .limit(MAX_SUPPRESSED)
        .forEach(exception::addSuppressed);
    return exception;
  }

  /** For a rank that has not told what it threw: it is gone, or has swallowed its own abort. */
  private static Throwable causeWithoutWitness(Failure first, Throwable sparkError) {
    return switch (first.kind()) {
      case RANK_THREW ->
          first.detail().isEmpty() ? sparkError : new RemoteThrowable(first.detail());
      case KILLED -> sparkError;
      default -> first.toException(sparkError);
    };
  }

  private @Nullable Throwable thrownBy(int rank) {
    Throwable direct = thrown.get(rank);
    return direct != null ? direct : ofSpark.get(rank);
  }

  private static boolean isKill(Failure failure) {
    return failure.kind() == Failure.Kind.KILLED;
  }

  /** Spark's message goes on with stack traces. */
  private static String summary(Throwable sparkError) {
    return String.valueOf(sparkError.getMessage()).lines().findFirst().orElse("");
  }

  private void await(BooleanSupplier known, Duration limit) throws InterruptedException {
    long nanos = limit.toNanos();
    while (!known.getAsBoolean() && nanos > 0) {
      nanos = changed.awaitNanos(nanos);
    }
  }

  private void change(Runnable change) {
    lock.lock();
    try {
      change.run();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}

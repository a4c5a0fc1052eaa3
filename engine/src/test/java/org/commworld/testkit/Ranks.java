package org.commworld.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A thread for each rank. */
public final class Ranks {
  private static final long DEADLINE_SECONDS = 60;

  private Ranks() {}

  /** What each rank runs. */
  @FunctionalInterface
  public interface Body<R extends @Nullable Object> {
    R run(int rank) throws Exception;
  }

  /**
   * How a rank ended.
   *
   * @param result what it returned
   * @param error what it threw, or null
   */
  public record Outcome<R extends @Nullable Object>(
      @Nullable R result, @Nullable Throwable error) {}

  /** Runs {@code body} on {@code size} threads and waits for all; the results by rank. */
  public static <R extends @Nullable Object> List<R> run(int size, Body<R> body) {
    List<R> results = new ArrayList<>();
    AssertionError failure = null;
    for (Outcome<R> outcome : outcomes(size, body)) {
      results.add(outcome.result());
      if (outcome.error() != null) {
        if (failure == null) {
          failure = new AssertionError("rank " + (results.size() - 1) + " failed");
          failure.initCause(outcome.error());
        } else {
          failure.addSuppressed(outcome.error());
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
    return results;
  }

  /** Runs {@code body} on {@code size} threads and waits for all; how each rank ended. */
  public static <R extends @Nullable Object> List<Outcome<R>> outcomes(int size, Body<R> body) {
    List<FutureTask<R>> tasks = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    for (int rank = 0; rank < size; rank++) {
      int self = rank;
      FutureTask<R> task = new FutureTask<>(() -> body.run(self));
      Thread thread = new Thread(task, "rank-" + rank);
      thread.setDaemon(true);
      tasks.add(task);
      threads.add(thread);
    }
    threads.forEach(Thread::start);
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(DEADLINE_SECONDS);
    List<Outcome<R>> outcomes = new ArrayList<>();
    for (int rank = 0; rank < size; rank++) {
      outcomes.add(outcome(tasks, threads, rank, deadline));
    }
    return outcomes;
  }

  private static <R extends @Nullable Object> Outcome<R> outcome(
      List<FutureTask<R>> tasks, List<Thread> threads, int rank, long deadline) {
    try {
      long remaining = Math.max(0, deadline - System.nanoTime());
      return new Outcome<>(tasks.get(rank).get(remaining, TimeUnit.NANOSECONDS), null);
    } catch (ExecutionException e) {
      return new Outcome<>(null, e.getCause());
    } catch (TimeoutException e) {
      AssertionError stuck = new AssertionError("still running after the deadline: rank=" + rank);
      stuck.setStackTrace(threads.get(rank).getStackTrace());
      threads.forEach(Thread::interrupt);
      return new Outcome<>(null, stuck);
    } catch (InterruptedException e) {
      threads.forEach(Thread::interrupt);
      Thread.currentThread().interrupt();
      return new Outcome<>(null, e);
    }
  }
}

package org.commworld.bench;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * How long a cache line takes from one processor to another, by a ping-pong of two threads through
 * one variable. On virtual machines this changes within minutes, several times over, as the host
 * moves the processors; figures are comparable only where it has not.
 *
 * <p>The fastest of many short batches counts, which other work on the machine hardly disturbs.
 */
final class Probe {
  /** Readings further apart than this belong to different states of the machine. */
  private static final double SAME_STATE = 1.6;

  /** No hop takes longer: the two threads have shared a processor. */
  private static final double LONGEST_NANOS = 3_000;

  private static final int ROUNDS = 100;
  private static final long BUDGET_NANOS = 10_000_000;
  private static final long LIMIT_NANOS = 100_000_000;
  private static final int SPINS_BEFORE_YIELD = 20_000;
  private static final int STOP = -1;

  /** The line: one element with room on both sides. */
  private static final int AT = 32;

  private static final VarHandle CELL = MethodHandles.arrayElementVarHandle(int[].class);

  private final int[] line = new int[2 * AT];

  private Probe() {}

  /**
   * Nanoseconds one way, now. Takes two processors for about 10 ms; NaN if they are so busy that it
   * does not get both at once in 100 ms.
   */
  static double hopNanos() {
    Probe probe = new Probe();
    Thread other = new Thread(probe::answer, "bench-probe");
    other.setDaemon(true);
    other.start();
    try {
      return probe.ask();
    } finally {
      CELL.setRelease(probe.line, AT, STOP);
    }
  }

  /** Whether all readings are of one state of the machine. */
  static boolean isOneState(double... hops) {
    double least = Double.MAX_VALUE;
    double most = 0;
    for (double hop : hops) {
      if (Double.isNaN(hop)) {
        return false;
      }
      least = Math.min(least, hop);
      most = Math.max(most, hop);
    }
    return most <= SAME_STATE * least;
  }

  private double ask() {
    long start = System.nanoTime();
    double best = Double.NaN;
    int value = 0;
    for (; ; ) {
      long began = System.nanoTime();
      for (int i = 0; i < ROUNDS; i++) {
        CELL.setRelease(line, AT, value + 1);
        value += 2;
        if (!await(value, start)) {
          return valid(best);
        }
      }
      long now = System.nanoTime();
      double hop = (now - began) / (2.0 * ROUNDS);
      best = Double.isNaN(best) ? hop : Math.min(best, hop);
      if (now - start > (best > LONGEST_NANOS ? LIMIT_NANOS : BUDGET_NANOS)) {
        return valid(best);
      }
    }
  }

  private static double valid(double hop) {
    return hop > LONGEST_NANOS ? Double.NaN : hop;
  }

  private void answer() {
    int value = 1;
    long start = System.nanoTime();
    while (await(value, start)) {
      CELL.setRelease(line, AT, value + 1);
      value += 2;
    }
  }

  /** Spins until the line holds {@code value}; false if it is over first. */
  @SuppressWarnings("ThreadPriorityCheck") // Yielding is a hint only: nothing relies on it.
  private boolean await(int value, long startNanos) {
    for (int spins = 1; ; spins++) {
      int seen = (int) CELL.getAcquire(line, AT);
      if (seen == value) {
        return true;
      }
      if (seen == STOP) {
        return false;
      }
      if (spins % SPINS_BEFORE_YIELD == 0) {
        if (System.nanoTime() - startNanos > LIMIT_NANOS) {
          return false;
        }
        Thread.yield();
      }
    }
  }
}

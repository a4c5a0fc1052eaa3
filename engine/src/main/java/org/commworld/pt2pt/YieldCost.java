package org.commworld.pt2pt;

/**
 * What it costs to yield the processor where nobody else wants it: half a microsecond, or on some
 * virtual machines several. Measured once in a JVM, by the first who asks: the least of some
 * yields, since others may want the processor then.
 */
final class YieldCost {
  private static final int YIELDS = 64;
  private static final long BUDGET_NANOS = 1_000_000;

  /** In nanoseconds. */
  static final long NANOS = measure();

  private YieldCost() {}

  @SuppressWarnings("ThreadPriorityCheck") // Its cost is what is asked for.
  private static long measure() {
    long least = Long.MAX_VALUE;
    long start = System.nanoTime();
    long before = start;
    for (int i = 0; i < YIELDS && before - start < BUDGET_NANOS; i++) {
      Thread.yield();
      long after = System.nanoTime();
      least = Math.min(least, after - before);
      before = after;
    }
    return least;
  }
}

package org.commworld.pt2pt;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.commworld.mpi.ErrorClass;
import org.commworld.mpi.MpiException;
import org.commworld.stats.CallMeter;
import org.commworld.stats.RankMeter;

/**
 * How the threads of one rank wait: they spin for a short time, yield for a while, then block;
 * meanwhile they drive the rank's connections. Times without progress, not turns, bound the first
 * two; where ranks outnumber the cores there is no spinning.
 *
 * <p>No wake-up is lost: a waiter first counts itself in {@link #sleepers}, then looks at its
 * condition; whoever makes a condition true does so first, then looks at the count. Both are
 * volatile, so one of the two sees the other. Every block ends after {@value #MAX_BLOCK_MILLIS} ms
 * at the latest, so that an interrupt or a failed world is never missed.
 */
public final class Waiting {
  /** Something to wait for; looked at by the waiting thread only. */
  @FunctionalInterface
  public interface Condition {
    /** Whether the wait is over. Never blocks. */
    boolean isMet();

    /** Whom the wait is for, in the world, as far as that is known; for those who count. */
    default int awaited() {
      return -1;
    }
  }

  /** What a waiter drives. */
  interface Progress {
    /** Moves what can be moved; whether anything was. Never blocks. */
    boolean poll();

    /** As {@link #poll}, for one who waits for {@code awaited} of the world; −1 for any. */
    boolean poll(int awaited);

    /**
     * Blocks until something can be moved, {@link #interrupt} or the time is over; false if there
     * is nothing to block on.
     */
    boolean block(long maxMillis);

    /** Ends a block. */
    void interrupt();
  }

  private static final long MAX_BLOCK_MILLIS = 50;

  /** As long as some yields take, which on virtual machines are a microsecond or two each. */
  private static final long SPIN_NANOS = 20_000;

  /**
   * On a virtual machine a processor that has fallen asleep is back after hundreds of microseconds.
   * Two ranks that wait for each other and give up sooner keep each other in that: each then waits
   * for longer than it yields, and sleeps too.
   */
  private static final long YIELD_NANOS = 1_000_000;

  /**
   * A yield that took this long has let another program run, or the host has run another machine,
   * which is soon over.
   */
  private static final long DEAR_YIELD_NANOS = 500_000;

  /** Two dear yields within this time: it is another program, and for so long nobody yields. */
  private static final long NO_YIELD_NANOS = 10_000_000;

  /** A yield that took so many times what one costs has let another thread run. */
  private static final int SHARED_YIELD_COSTS = 3;

  private static final int SHARED_YIELDS = 8;
  private static final long NO_LEAVING_NANOS = 1_000_000;

  private static final long MAX_SLEEP_NANOS = 1_000_000;

  /** What {@link #spin} returns of a condition that is met; no time. */
  static final long MET = Long.MIN_VALUE;

  /** Looks between two looks at the clock, which costs as much as several. */
  private static final int TURNS = 8;

  /**
   * The same where nothing is driven, so that a look takes a nanosecond or two. The answer to the
   * shortest message comes within the first ones, before the clock is asked at all.
   */
  private static final int SPIN_TURNS = 64;

  private final Fate fate;
  private final Progress progress;
  private final RankMeter meter;
  private final long spinNanos;
  private long noYieldBefore = System.nanoTime(); // A race between a rank's threads is harmless.
  private long dearYieldAt = noYieldBefore - NO_YIELD_NANOS; // As above.
  private long noLeavingBefore = noYieldBefore; // As above.
  private int sharedYields;
  private final AtomicInteger sleepers = new AtomicInteger();
  private final Queue<Thread> parked = new ConcurrentLinkedQueue<>();

  /**
   * A rank's waiting.
   *
   * @param ranksOnHost ranks on this host, which compete for its processors
   */
  Waiting(Fate fate, Progress progress, RankMeter meter, int ranksOnHost) {
    this.fate = fate;
    this.progress = progress;
    this.meter = meter;
    this.spinNanos = ranksOnHost > Runtime.getRuntime().availableProcessors() ? 0 : SPIN_NANOS;
  }

  /** Whether there is a processor for each rank of this host, so that a wait may keep its own. */
  boolean spins() {
    return spinNanos > 0;
  }

  /**
   * Waits until {@code condition} is met.
   *
   * @throws MpiException the world's failure, or of class INTERRUPTED (the thread's interrupt
   *     status stays set)
   */
  public void await(Condition condition) {
    awaitUntil(condition, Long.MAX_VALUE);
  }

  /**
   * As {@link #await}, for a condition that ranks of other JVMs make true in shared memory, and
   * that nobody wakes for: instead of blocking, sleeps for an eighth of the time waited, so that
   * what a sleep adds is in proportion, and a long wait costs next to no processor time.
   */
  @SuppressWarnings("ThreadPriorityCheck") // Yielding is a hint only: nothing relies on it.
  public void awaitUnwoken(Condition condition) {
    if (condition.isMet()) {
      return;
    }
    long start = System.nanoTime();
    long waited = 0;
    boolean told = false;
    for (; ; ) {
      for (int turn = spinNanos > 0 ? TURNS : 1; turn > 0; turn--) {
        if (condition.isMet()) {
          count(condition, start, waited);
          return;
        }
      }
      progress.poll();
      fate.check();
      waited = System.nanoTime() - start;
      if (waited < spinNanos) {
        Thread.onSpinWait();
      } else if (waited < YIELD_NANOS) {
        Thread.yield();
      } else {
        if (!told) {
          told = true;
          tell(condition, start);
        }
        LockSupport.parkNanos(this, Math.min(waited / 8, MAX_SLEEP_NANOS));
        checkInterrupt();
      }
    }
  }

  /**
   * Only spins, and drives nothing meanwhile.
   *
   * @return {@link #MET} if {@code condition} is met, otherwise when the wait began
   */
  long spin(Condition condition) {
    long start = MET;
    long now = start;
    while (start == MET || now - start < spinNanos) {
      for (int turn = SPIN_TURNS; turn > 0; turn--) {
        if (condition.isMet()) {
          return MET;
        }
      }
      Thread.onSpinWait();
      now = System.nanoTime();
      start = start == MET ? now : start;
    }
    return start;
  }

  /** As {@link #await}, but gives up after {@code maxNanos}; whether the condition is met. */
  public boolean awaitUntil(Condition condition, long maxNanos) {
    return condition.isMet() || await(condition, System.nanoTime(), maxNanos);
  }

  /** Goes on with a wait that began at {@code start}. */
  void awaitSince(Condition condition, long start) {
    if (!condition.isMet()) {
      await(condition, start, Long.MAX_VALUE);
    }
  }

  private boolean await(Condition condition, long start, long maxNanos) {
    long idleSince = start;
    long now = start;
    boolean blocked = false;
    boolean told = false;
    for (; ; ) {
      boolean moved = false;
      for (int turn = spinNanos > 0 && !blocked ? TURNS : 1; turn > 0; turn--) {
        moved |= progress.poll(condition.awaited());
        if (condition.isMet()) {
          // After a block, the last look at the clock was before it.
          count(condition, start, blocked ? CallMeter.LONG_WAIT_NANOS : now - start);
          return true;
        }
      }
      fate.check();
      now = System.nanoTime();
      if (now - start >= maxNanos) {
        count(condition, start, now - start);
        return false;
      }
      if (moved) {
        // A long message comes piece by piece: blocking between two of them costs more than both.
        idleSince = now;
        blocked = false;
      }
      long idle = now - idleSince;
      if (!blocked && idle < spinNanos) {
        Thread.onSpinWait();
      } else if (!blocked && idle < spinNanos + YIELD_NANOS && now >= noYieldBefore) {
        yieldTo(now);
      } else {
        blocked = true;
        if (!told) {
          told = true;
          tell(condition, start);
        }
        block(condition);
        checkInterrupt();
      }
    }
  }

  /** A wait is over that had lasted {@code knownNanos} at its last look at the clock. */
  private void count(Condition condition, long start, long knownNanos) {
    if (meter.mayCount(knownNanos)) {
      countInCall(condition, start, knownNanos);
    }
  }

  private void countInCall(Condition condition, long start, long knownNanos) {
    CallMeter calls = meter.callsIfAny();
    if (calls != null && calls.isInCall()) {
      calls.waited(condition.awaited(), start, knownNanos);
    }
  }

  /** A wait is about to block. */
  private void tell(Condition condition, long start) {
    CallMeter calls = meter.callsIfAny();
    if (calls != null && calls.isInCall()) {
      calls.blocks(condition.awaited(), start);
    }
  }

  /**
   * Lets others run. Among ranks that takes microseconds; where other programs want the processor,
   * they get it for whole milliseconds, and whoever blocks instead is back sooner.
   */
  @SuppressWarnings("ThreadPriorityCheck") // Yielding is a hint only: nothing relies on it.
  private void yieldTo(long now) {
    Thread.yield();
    long after = System.nanoTime();
    long took = after - now;
    if (took > DEAR_YIELD_NANOS) {
      if (now - dearYieldAt < NO_YIELD_NANOS) {
        noYieldBefore = after + NO_YIELD_NANOS;
      }
      dearYieldAt = after;
    } else if (spinNanos > 0 && took > SHARED_YIELD_COSTS * YieldCost.NANOS) {
      leaveSharedProcessor(after);
    }
  }

  /**
   * Where there is a processor for each rank, but yields let another thread run, two ranks share
   * one: whoever is woken by a peer is put beside it, and the kernel does not part threads that
   * have just run. One that wakes by a timer is put on an idle processor, if there is one.
   */
  private void leaveSharedProcessor(long now) {
    if (++sharedYields >= SHARED_YIELDS && now >= noLeavingBefore) {
      sharedYields = 0;
      noLeavingBefore = now + NO_LEAVING_NANOS;
      LockSupport.parkNanos(this, 1);
    }
  }

  private void checkInterrupt() {
    if (Thread.currentThread().isInterrupted()) {
      fate.check();
      throw new MpiException(ErrorClass.INTERRUPTED, "interrupted while waiting for a peer");
    }
  }

  private void block(Condition condition) {
    sleepers.incrementAndGet();
    try {
      if (isOver(condition) || progress.block(MAX_BLOCK_MILLIS)) {
        return;
      }
      Thread self = Thread.currentThread();
      parked.add(self);
      if (!isOver(condition)) {
        LockSupport.parkNanos(this, MAX_BLOCK_MILLIS * 1_000_000);
      }
      parked.remove(self);
    } finally {
      sleepers.decrementAndGet();
    }
  }

  /** A last look, after those who could change something know that this thread may sleep. */
  private boolean isOver(Condition condition) {
    return progress.poll() || condition.isMet() || fate.isFailed();
  }

  /** Wakes whoever is blocked, to look at their conditions anew. Cheap when nobody is. */
  public void wake() {
    if (sleepers.get() > 0) {
      progress.interrupt();
      parked.forEach(LockSupport::unpark);
    }
  }
}

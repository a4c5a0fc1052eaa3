package org.commworld.pt2pt;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;

/**
 * A lock that is mostly held for a look into the queues and some short copies, a few microseconds:
 * a thread that finds it taken looks again for a while before it parks, since to park and to be
 * woken costs the two threads tens of times as much. Yields now and then: where ranks outnumber the
 * processors, the holder may wait for this one. Its holder may take it again.
 *
 * <p>It is taken and let go for each message, so what it writes has cache lines of its own: beside
 * a {@link java.util.concurrent.locks.ReentrantLock}'s the collector puts objects that other ranks
 * read for each message, and in some JVMs each message then took half as long again.
 *
 * <p>The word is 0, or the holder's thread id, with {@link #AWAITED} if someone may be parked. No
 * wake-up is lost: who parks has set that bit while the lock was held, and stays first in the queue
 * until it holds the lock itself, with the bit set for those behind it; who lets the lock go looks
 * at the bit in the same step.
 */
final class BriefLock {
  /**
   * Some tens of microseconds: if it is held for longer, its holder has lost its processor, or is
   * in a socket's system call.
   */
  private static final int LOOKS = 1024;

  private static final int LOOKS_BETWEEN_YIELDS = 64;
  private static final long FREE = 0;
  private static final long AWAITED = Long.MIN_VALUE;

  /** Where the word is in its array: the lines before and after are nobody else's. */
  private static final int WORD_AT = 16;

  /** How often the holder has taken it again; the holder's. */
  private static final int AGAIN_AT = WORD_AT + 1;

  private static final int PADDED = AGAIN_AT + 1 + WORD_AT;
  private static final VarHandle WORD = MethodHandles.arrayElementVarHandle(long[].class);

  private final long[] words = new long[PADDED];
  private final Queue<Thread> parked = new ConcurrentLinkedQueue<>();

  /** Takes the lock, however long that takes; an interrupt does not end it. */
  void lock() {
    if (!tryLock() && !look()) {
      park(Long.MAX_VALUE);
    }
  }

  /** Takes the lock within {@code maxMillis}; whether it has. An interrupt does not end it. */
  boolean tryLock(long maxMillis) {
    return tryLock() || look() || park(System.nanoTime() + maxMillis * 1_000_000);
  }

  /** Takes the lock if it is free, or the caller's already; whether it has. */
  boolean tryLock() {
    long self = self();
    if (WORD.compareAndSet(words, WORD_AT, FREE, self)) {
      return true;
    }
    if (isHeldBy(self)) {
      words[AGAIN_AT]++;
      return true;
    }
    return false;
  }

  @SuppressWarnings("ThreadPriorityCheck") // Yielding is a hint only: nothing relies on it.
  private boolean look() {
    for (int look = 1; look <= LOOKS; look++) {
      if (look % LOOKS_BETWEEN_YIELDS == 0) {
        Thread.yield();
      } else {
        Thread.onSpinWait();
      }
      if ((long) WORD.getOpaque(words, WORD_AT) == FREE && tryLock()) {
        return true;
      }
    }
    return false;
  }

  private boolean park(long deadline) {
    Thread thread = Thread.currentThread();
    boolean interrupted = false;
    boolean late = false;
    boolean taken = false;
    parked.add(thread);
    while (!taken && !late) {
      if (mustPark()) {
        late = !parkUntil(deadline);
        interrupted |= Thread.interrupted();
      }
      taken = WORD.compareAndSet(words, WORD_AT, FREE, self() | AWAITED);
    }
    parked.remove(thread);
    if (!taken) {
      // The wake-up that this one may have had is for the next.
      LockSupport.unpark(parked.peek());
    }
    if (interrupted) {
      thread.interrupt();
    }
    return taken;
  }

  /** Whether the lock is held, and whoever holds it knows of the parked. */
  private boolean mustPark() {
    long word = (long) WORD.getVolatile(words, WORD_AT);
    return word < 0 || (word != FREE && WORD.compareAndSet(words, WORD_AT, word, word | AWAITED));
  }

  /** Whether there is time left. */
  private boolean parkUntil(long deadline) {
    if (deadline == Long.MAX_VALUE) {
      LockSupport.park(this);
      return true;
    }
    long left = deadline - System.nanoTime();
    if (left > 0) {
      LockSupport.parkNanos(this, left);
    }
    return left > 0;
  }

  /**
   * Lets the lock go, or takes back that its holder has taken it again.
   *
   * @throws IllegalMonitorStateException if the caller does not hold it
   */
  void unlock() {
    if (!isHeldByCurrentThread()) {
      throw new IllegalMonitorStateException("not held by " + Thread.currentThread());
    }
    if (words[AGAIN_AT] > 0) {
      words[AGAIN_AT]--;
    } else if ((long) WORD.getAndSet(words, WORD_AT, FREE) < 0) {
      LockSupport.unpark(parked.peek());
    }
  }

  boolean isHeldByCurrentThread() {
    return isHeldBy(self());
  }

  private boolean isHeldBy(long thread) {
    return ((long) WORD.getOpaque(words, WORD_AT) & ~AWAITED) == thread;
  }

  private static long self() {
    return Thread.currentThread().getId();
  }

  /** Whether a thread is parked, or about to be. */
  boolean hasParked() {
    return !parked.isEmpty();
  }
}

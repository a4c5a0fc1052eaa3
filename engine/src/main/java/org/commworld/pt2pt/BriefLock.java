package org.commworld.pt2pt;

import java.util.concurrent.locks.ReentrantLock;

/**
 * A lock that is mostly held for a look into the queues and some short copies, a few microseconds:
 * a thread that finds it taken looks again for a while before it parks, since to park and to be
 * woken costs the two threads tens of times as much. Yields now and then: where ranks outnumber the
 * processors, the holder may wait for this one.
 */
final class BriefLock extends ReentrantLock {
  private static final long serialVersionUID = 1;

  /**
   * Some tens of microseconds: if it is held for longer, its holder has lost its processor, or is
   * in a socket's system call.
   */
  private static final int LOOKS = 1024;

  private static final int LOOKS_BETWEEN_YIELDS = 64;

  @Override
  @SuppressWarnings("ThreadPriorityCheck") // Yielding is a hint only: nothing relies on it.
  public void lock() {
    if (tryLock()) {
      return;
    }
    for (int look = 1; look <= LOOKS; look++) {
      if (look % LOOKS_BETWEEN_YIELDS == 0) {
        Thread.yield();
      } else {
        Thread.onSpinWait();
      }
      if (!isLocked() && tryLock()) {
        return;
      }
    }
    super.lock();
  }
}

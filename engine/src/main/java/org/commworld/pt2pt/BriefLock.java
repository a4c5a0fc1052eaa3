package org.commworld.pt2pt;

import java.util.concurrent.locks.ReentrantLock;

/**
 * A lock that is held for the time of a look into a queue, and for no system call of its holder's
 * that waits: a thread that finds it taken looks again for a while before it parks, since to park
 * and to be woken costs the two threads tens of times what the lock is held for.
 */
final class BriefLock extends ReentrantLock {
  private static final long serialVersionUID = 1;

  /** A microsecond or some: if it is held for longer, its holder has lost the processor. */
  private static final int LOOKS = 64;

  @Override
  public void lock() {
    if (tryLock()) {
      return;
    }
    for (int look = 0; look < LOOKS; look++) {
      Thread.onSpinWait();
      if (!isLocked() && tryLock()) {
        return;
      }
    }
    super.lock();
  }
}

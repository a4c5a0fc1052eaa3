package org.commworld.pt2pt;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The long messages between one rank and others of its JVM that are being copied. Filled by any
 * rank, copied by the rank's own threads whenever they wait.
 */
final class JointCopies {
  private final Queue<JointCopy> incoming = new ConcurrentLinkedQueue<>();
  private final Queue<JointCopy> outgoing = new ConcurrentLinkedQueue<>();

  /** Those in both queues, and perhaps one that is about to be: one look where there are none. */
  private final AtomicInteger listed = new AtomicInteger();

  /** The elements of {@code copy} come to this rank. */
  void addIncoming(JointCopy copy) {
    add(incoming, copy);
  }

  /** This rank sends the elements of {@code copy}. */
  void addOutgoing(JointCopy copy) {
    add(outgoing, copy);
  }

  void removeIncoming(JointCopy copy) {
    remove(incoming, copy);
  }

  void removeOutgoing(JointCopy copy) {
    remove(outgoing, copy);
  }

  boolean isEmpty() {
    return listed.get() == 0;
  }

  private void add(Queue<JointCopy> queue, JointCopy copy) {
    listed.incrementAndGet();
    queue.add(copy);
  }

  /**
   * Copies a part, rather of what comes than of what goes: each message is best copied by the rank
   * that will read it. Whether there was one.
   */
  boolean copyPart() {
    if (isEmpty()) {
      return false;
    }
    for (JointCopy copy = incoming.peek(); copy != null; copy = incoming.peek()) {
      if (copy.copyFirst()) {
        return true;
      }
      remove(incoming, copy);
    }
    for (JointCopy copy = outgoing.peek(); copy != null; copy = outgoing.peek()) {
      if (copy.copyLast()) {
        return true;
      }
      remove(outgoing, copy);
    }
    return false;
  }

  private void remove(Queue<JointCopy> queue, JointCopy copy) {
    if (queue.remove(copy)) {
      listed.decrementAndGet();
    }
  }
}

package org.commworld.pt2pt;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The long messages between one rank and others of its JVM that are being copied. Filled by any
 * rank, copied by the rank's own threads whenever they wait.
 */
final class JointCopies {
  private final Queue<JointCopy> incoming = new ConcurrentLinkedQueue<>();
  private final Queue<JointCopy> outgoing = new ConcurrentLinkedQueue<>();

  /** The elements of {@code copy} come to this rank. */
  void addIncoming(JointCopy copy) {
    incoming.add(copy);
  }

  /** This rank sends the elements of {@code copy}. */
  void addOutgoing(JointCopy copy) {
    outgoing.add(copy);
  }

  /**
   * Copies a part, rather of what comes than of what goes: each message is best copied by the rank
   * that will read it. Whether there was one.
   */
  boolean copyPart() {
    for (JointCopy copy = incoming.peek(); copy != null; copy = incoming.peek()) {
      if (copy.copyFirst()) {
        return true;
      }
      incoming.remove(copy);
    }
    for (JointCopy copy = outgoing.peek(); copy != null; copy = outgoing.peek()) {
      if (copy.copyLast()) {
        return true;
      }
      outgoing.remove(copy);
    }
    return false;
  }
}

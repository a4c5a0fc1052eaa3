package org.commworld.pt2pt;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.commworld.data.Elements;
import org.commworld.mpi.Data;

/**
 * A long message of two ranks of this JVM on its way from the sender's memory to the receiver's.
 * Whoever of the two waits copies, both at once if both do: the receiver from the front, the sender
 * from the back, part by part, until they meet. So neither depends on the other to go on, and the
 * same elements of a message that is sent again and again stay with the same processor.
 *
 * <p>Both ranks list it from {@link #start} until its end. That removes it from both lists, and
 * whoever lists it looks behind whether the end has been: one of the two sees the other, so no list
 * keeps a message's memory.
 *
 * <p>What is left is one word, the first part that is not claimed and the end of those that are
 * not; a part is claimed by moving one of the two. Whoever finishes the last part says so: the
 * count of finished parts, moved with the semantics of a volatile access, orders the copies of the
 * other before that.
 */
final class JointCopy {
  /** Shorter messages are copied by whoever finds the other: to share them takes about as long. */
  static final int MIN_BYTES = 32 << 10;

  private static final int PARTS = 16;
  private static final int MIN_PART_BYTES = 16 << 10;
  private static final int MAX_PART_BYTES = 256 << 10;

  private final Data from;
  private final Data to;
  private final JointCopies sender;
  private final JointCopies receiver;
  private final Runnable whenFinished;
  private final int partElements;
  private final int parts;
  private final AtomicLong left;
  private final AtomicInteger finished = new AtomicInteger();

  /**
   * All of {@code from}, which is not empty, to the start of {@code to}, of the same type.
   *
   * @param sender the list of the rank that sends
   * @param receiver the list of the rank that receives
   * @param whenFinished run by whoever copies the last part
   */
  JointCopy(Data from, Data to, JointCopies sender, JointCopies receiver, Runnable whenFinished) {
    this.from = from;
    this.to = to;
    this.sender = sender;
    this.receiver = receiver;
    this.whenFinished = whenFinished;
    long partBytes = Math.min(MAX_PART_BYTES, Math.max(MIN_PART_BYTES, from.lengthBytes() / PARTS));
    this.partElements = (int) (partBytes / from.type().sizeBytes());
    this.parts = (from.count() - 1) / partElements + 1;
    this.left = new AtomicLong(parts);
  }

  /** Lets both ranks copy. */
  void start() {
    receiver.addIncoming(this);
    sender.addOutgoing(this);
    if (finished.get() == parts) {
      unlist();
    }
  }

  private void unlist() {
    receiver.removeIncoming(this);
    sender.removeOutgoing(this);
  }

  /** Copies the first part that is left; false if none is. */
  boolean copyFirst() {
    for (long word = left.get(); first(word) < end(word); word = left.get()) {
      if (left.compareAndSet(word, word + (1L << Integer.SIZE))) {
        copy(first(word));
        return true;
      }
    }
    return false;
  }

  /** Copies the last part that is left; false if none is. */
  boolean copyLast() {
    for (long word = left.get(); first(word) < end(word); word = left.get()) {
      if (left.compareAndSet(word, word - 1)) {
        copy(end(word) - 1);
        return true;
      }
    }
    return false;
  }

  private static int first(long word) {
    return (int) (word >>> Integer.SIZE);
  }

  private static int end(long word) {
    return (int) word;
  }

  private void copy(int part) {
    int at = part * partElements;
    int n = Math.min(partElements, from.count() - at);
    Elements.copy(from, at, to, at, n);
    if (finished.incrementAndGet() == parts) {
      unlist();
      whenFinished.run();
    }
  }
}

package org.commworld.pt2pt;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.commworld.mpi.Data;
import org.commworld.mpi.Status;
import org.commworld.wire.Fingerprint;
import org.jspecify.annotations.Nullable;

/**
 * The short messages from one rank to another of the same JVM, in a {@link MessageRing}, and the
 * counts of all that has gone between the two. Neither side takes a lock of the other.
 *
 * <p>The ring's producer is whoever sets the mark in {@link #producer}, its consumer whoever holds
 * the receiving endpoint's lock. Memory order beside the ring's:
 *
 * <ul>
 *   <li>The producer's mark is taken with acquire and let go with release, so each producer sees
 *       the counts of the one before. The {@link #consumer}'s are guarded by the endpoint's lock.
 *       Each has cache lines of its own.
 *   <li>{@link #closed} is a hint: a message that slips in is bounded by the size of the ring.
 * </ul>
 */
final class Mailbox implements ShortSource {
  /** Where the counters are in their arrays: the lines before and after are nobody else's. */
  private static final int COUNT_AT = 16;

  private static final int BYTES_AT = COUNT_AT + 1;
  private static final int PASSED_AT = COUNT_AT + 2;
  private static final int BUSY_AT = COUNT_AT + 3;
  private static final int EXPECTED_AT = COUNT_AT + 4;
  private static final int PADDED = 2 * COUNT_AT + 5;
  private static final VarHandle BUSY = MethodHandles.arrayElementVarHandle(long[].class);
  private static final VarHandle CLOSED;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      CLOSED = lookup.findVarHandle(Mailbox.class, "closed", boolean.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final MessageRing ring;

  /** The numbers of messages put in and of their bytes, and whether a producer is at it. */
  private final long[] producer = new long[PADDED];

  /** The number of messages taken out, and those that came past the mailbox with their bytes. */
  private final long[] consumer = new long[PADDED];

  private final int sender;
  private boolean closed;

  /**
   * The mailbox for messages of {@code sender} of the world.
   *
   * @param looks how often a producer looks for room before it goes without
   */
  Mailbox(int sender, int looks) {
    this.sender = sender;
    this.ring = new MessageRing(looks);
  }

  /** Puts a message in, unless no room comes up in a moment, or another thread is at it. */
  boolean offer(int context, int source, int tag, Data data, @Nullable Fingerprint call) {
    if ((boolean) CLOSED.getOpaque(this) || !BUSY.compareAndSet(producer, BUSY_AT, 0L, 1L)) {
      return false;
    }
    try {
      boolean fits = ring.offer(context, source, tag, data, call);
      if (fits) {
        producer[COUNT_AT]++;
        producer[BYTES_AT] += data.lengthBytes();
      }
      return fits;
    } finally {
      BUSY.setRelease(producer, BUSY_AT, 0L);
    }
  }

  /** Whether there may be a message. A hint, unless the endpoint's lock is held. */
  boolean mayHaveMessage() {
    return ring.mayHaveMessage();
  }

  /** The oldest message; null if there is none. The endpoint's lock is held. */
  @Nullable MessageRing oldest() {
    return ring.hasMessage() ? ring : null;
  }

  /** Gives the place of the oldest message back; the endpoint's lock is held. */
  void remove() {
    consumer[COUNT_AT]++;
    ring.remove();
  }

  @Override
  public @Nullable Status take(Endpoint endpoint, int context, int source, int tag, Data buffer) {
    if (!ring.hasMessage()) {
      consumer[EXPECTED_AT] = arrivals();
      return NOT_YET;
    }
    if (!ring.fits(context, source, tag, buffer)) {
      return null;
    }
    Status status = endpoint.status(source, ring.tag(), buffer.type(), ring.count());
    ring.copyTo(buffer);
    remove();
    return status;
  }

  @Override
  public boolean isMet() {
    return ring.mayHaveMessage() || (long) BUSY.getOpaque(consumer, EXPECTED_AT) != arrivals();
  }

  private long arrivals() {
    return (long) BUSY.getOpaque(consumer, COUNT_AT) + (long) BUSY.getOpaque(consumer, PASSED_AT);
  }

  @Override
  public int awaited() {
    return sender;
  }

  // ---- what has gone between the two ranks ----

  int sender() {
    return sender;
  }

  /** A message has come past the mailbox; the endpoint's lock is held. */
  void passed(long bytes) {
    consumer[PASSED_AT]++;
    consumer[PASSED_AT + 1] += bytes;
  }

  /** Messages of the pair; the endpoint's lock is held. */
  long messages() {
    return (long) BUSY.getOpaque(producer, COUNT_AT) + consumer[PASSED_AT];
  }

  /** Their bytes; the endpoint's lock is held. */
  long bytes() {
    return (long) BUSY.getOpaque(producer, BYTES_AT) + consumer[PASSED_AT + 1];
  }

  /** Whether the receiver holds so much that messages shall wait with their senders. */
  void setClosed(boolean isFull) {
    if (closed != isFull) {
      CLOSED.setOpaque(this, isFull);
    }
  }
}

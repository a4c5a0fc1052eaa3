package org.commworld.pt2pt;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import org.commworld.data.Elements;
import org.commworld.mpi.Data;
import org.commworld.mpi.Datatype;
import org.commworld.wire.Envelope;
import org.commworld.wire.Fingerprint;
import org.jspecify.annotations.Nullable;

/**
 * Short messages from one rank to another of the same JVM: a ring of cells, each of which holds a
 * message with its elements. Neither side takes a lock of the other, and only the cell's own cache
 * lines move between them. Allocates nothing once each cell has held a message of the type.
 *
 * <p>One producer at a time, whoever sets its mark in {@link #producer}; one consumer at a time,
 * whoever holds the receiving endpoint's lock. A cell belongs to the producer while {@link
 * Cell#full} is false and to the consumer while it is true. Memory order:
 *
 * <ul>
 *   <li>The producer writes the cell, then sets full with a volatile write, the consumer reads full
 *       with acquire before it reads the cell: it sees the whole message. Volatile, not release,
 *       because the producer then looks whether the consumer sleeps ({@link Waiting#wake}), and
 *       that read must not be taken before the write.
 *   <li>The consumer reads the cell, then clears full with release, the producer reads full with
 *       acquire before it writes: no message is overwritten that is still being read.
 *   <li>The producer's mark is taken with acquire and let go with release, so each producer sees
 *       the count of the one before. The {@link #consumer}'s is guarded by the endpoint's lock.
 *       Each has cache lines of its own.
 *   <li>{@link #closed} is a hint: a message that slips in is bounded by the size of the ring.
 * </ul>
 */
final class Mailbox {
  /** The longest message. Its ring is the price: cells × bytes, of each pair that uses them. */
  static final int MAX_BYTES = 1024;

  private static final int CELLS = 8;

  /** Where the counters are in their arrays: the lines before and after are nobody else's. */
  private static final int COUNT_AT = 16;

  private static final int BUSY_AT = COUNT_AT + 3;
  private static final int BYTES_AT = COUNT_AT + 1;
  private static final int PASSED_AT = COUNT_AT + 2;
  private static final int PADDED = 2 * COUNT_AT + 4;
  private static final VarHandle FULL;
  private static final VarHandle BUSY = MethodHandles.arrayElementVarHandle(long[].class);
  private static final VarHandle CLOSED;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      FULL = lookup.findVarHandle(Cell.class, "full", boolean.class);
      CLOSED = lookup.findVarHandle(Mailbox.class, "closed", boolean.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** A message. Written by the producer, read by the consumer. */
  static final class Cell {
    @SuppressWarnings("UnusedVariable") // Used through FULL.
    private boolean full;

    private int context;
    private int source;
    private int tag;
    private int count;
    private @Nullable Fingerprint fingerprint;

    /** A single double or long: one cache line less to move. */
    private long single;

    private boolean isSingle;
    private @Nullable Data elements;

    int context() {
      return context;
    }

    int source() {
      return source;
    }

    int tag() {
      return tag;
    }

    int count() {
      return count;
    }

    Datatype type() {
      return elements().type();
    }

    @Nullable Fingerprint fingerprint() {
      return fingerprint;
    }

    private Data elements() {
      return Objects.requireNonNull(elements);
    }

    /** Copies the elements to the start of {@code to}, of their type. */
    void copyTo(Data to) {
      if (!isSingle) {
        Elements.copy(elements(), 0, to, 0, count);
      } else if (to.base() instanceof double[] array) {
        array[to.offset()] = Double.longBitsToDouble(single);
      } else if (to.base() instanceof long[] array) {
        array[to.offset()] = single;
      } else {
        putSingle();
        Elements.copy(elements(), 0, to, 0, count);
      }
    }

    private void putSingle() {
      if (elements().base() instanceof double[] array) {
        array[0] = Double.longBitsToDouble(single);
      } else {
        ((long[]) elements().base())[0] = single;
      }
    }

    Envelope envelope() {
      return new Envelope(
          context, source, tag, type(), (long) count * type().sizeBytes(), fingerprint);
    }

    private void put(int toContext, int from, int withTag, Data data, @Nullable Fingerprint call) {
      context = toContext;
      source = from;
      tag = withTag;
      count = data.count();
      fingerprint = call;
      Data own = elements;
      if (own == null || own.type() != data.type() || own.count() < count) {
        own = Elements.allocate(data.type(), capacity(data));
        elements = own;
      }
      isSingle = count == 1;
      if (isSingle && data.base() instanceof double[] array) {
        single = Double.doubleToRawLongBits(array[data.offset()]);
      } else if (isSingle && data.base() instanceof long[] array) {
        single = array[data.offset()];
      } else {
        isSingle = false;
        Elements.copy(data, 0, own, 0, count);
      }
    }

    /** Powers of two, so that growing messages do not allocate each time. */
    private static int capacity(Data data) {
      int least = Math.max(data.count(), 8 / data.type().sizeBytes());
      return Math.max(1, Integer.highestOneBit(2 * least - 1));
    }
  }

  private final Cell[] cells = new Cell[CELLS];

  /** The numbers of messages put in and of their bytes, and whether a producer is at it. */
  private final long[] producer = new long[PADDED];

  /** The number of messages taken out, and those that came past the mailbox with their bytes. */
  private final long[] consumer = new long[PADDED];

  private final int sender;
  private boolean closed;

  /** The mailbox for messages of {@code sender} of the world. */
  Mailbox(int sender) {
    this.sender = sender;
    for (int i = 0; i < CELLS; i++) {
      cells[i] = new Cell();
    }
  }

  /** Puts a message in, unless there is no room now, or another thread is at it. */
  boolean offer(int context, int source, int tag, Data data, @Nullable Fingerprint call) {
    if ((boolean) CLOSED.getOpaque(this) || !BUSY.compareAndSet(producer, BUSY_AT, 0L, 1L)) {
      return false;
    }
    try {
      Cell cell = cells[(int) producer[COUNT_AT] & (CELLS - 1)];
      if ((boolean) FULL.getAcquire(cell)) {
        return false;
      }
      cell.put(context, source, tag, data, call);
      producer[COUNT_AT]++;
      FULL.setVolatile(cell, true);
      // After the message is out: its receiver does not wait for this.
      producer[BYTES_AT] += data.lengthBytes();
      return true;
    } finally {
      BUSY.setRelease(producer, BUSY_AT, 0L);
    }
  }

  /** Whether there is a message. A hint, unless the endpoint's lock is held. */
  boolean hasMessage() {
    return (boolean) FULL.getAcquire(oldest());
  }

  /** The oldest message; the endpoint's lock is held. */
  @Nullable Cell peek() {
    Cell cell = oldest();
    return (boolean) FULL.getAcquire(cell) ? cell : null;
  }

  /** Gives the oldest message's cell back; the endpoint's lock is held. */
  void remove() {
    Cell cell = oldest();
    consumer[COUNT_AT]++;
    FULL.setRelease(cell, false);
  }

  private Cell oldest() {
    return cells[(int) consumer[COUNT_AT] & (CELLS - 1)];
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

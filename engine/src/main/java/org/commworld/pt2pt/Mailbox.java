package org.commworld.pt2pt;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.commworld.data.Elements;
import org.commworld.mpi.Comm;
import org.commworld.mpi.Data;
import org.commworld.mpi.Datatype;
import org.commworld.mpi.Status;
import org.commworld.wire.Envelope;
import org.commworld.wire.Fingerprint;
import org.jspecify.annotations.Nullable;

/**
 * Short messages from one rank to another of the same JVM: a ring of cells, each of which holds a
 * message with its elements. Neither side takes a lock of the other, and only the cell's own cache
 * lines move between them. Allocates nothing once each cell has held a message of the type.
 *
 * <p>One producer at a time, whoever sets its mark in {@link #producer}; one consumer at a time,
 * whoever holds the receiving endpoint's lock. A cell belongs to the producer while it is not full
 * and to the consumer while it is. Memory order:
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
final class Mailbox implements ShortSource {
  /** The longest message. Its ring is the price: cells × bytes, of each pair that uses them. */
  static final int MAX_BYTES = 1024;

  private static final int CELLS = 8;

  /** Cache lines are fetched in pairs. */
  private static final int LINES_BYTES = 128;

  /** Where the counters are in their arrays: the lines before and after are nobody else's. */
  private static final int COUNT_AT = 16;

  private static final int BUSY_AT = COUNT_AT + 3;
  private static final int BYTES_AT = COUNT_AT + 1;
  private static final int PASSED_AT = COUNT_AT + 2;
  private static final int EXPECTED_AT = COUNT_AT + 4;
  private static final int PADDED = 2 * COUNT_AT + 5;
  private static final VarHandle FULL =
      MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.nativeOrder());
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

  /**
   * A message. Written by the producer, read by the consumer. All that changes from message to
   * message lies in memory of its own: whether it is full, its header, then its elements, so that
   * the shortest message moves in one cache line.
   */
  static final class Cell {
    private static final int CONTEXT_AT = 4;
    private static final int SOURCE_AT = 8;
    private static final int TAG_AT = 12;
    private static final int COUNT_AT = 16;
    private static final int TYPE_AT = 20;

    /** Whether {@link #fingerprint} is the message's. */
    private static final int PRINTED_AT = 24;

    private static final int ELEMENTS_AT = 32;
    private static final int BYTES = (ELEMENTS_AT + MAX_BYTES + LINES_BYTES - 1) & -LINES_BYTES;

    /** So few elements move one by one. */
    private static final int FEW = 4;

    private static final Datatype[] TYPES = Datatype.values();

    private final ByteBuffer memory;
    private final @Nullable Data[] views = new @Nullable Data[TYPES.length];
    private @Nullable Fingerprint fingerprint;

    private Cell(ByteBuffer memory) {
      this.memory = memory;
    }

    int context() {
      return memory.getInt(CONTEXT_AT);
    }

    int source() {
      return memory.getInt(SOURCE_AT);
    }

    int tag() {
      return memory.getInt(TAG_AT);
    }

    int count() {
      return memory.getInt(COUNT_AT);
    }

    Datatype type() {
      return TYPES[memory.getInt(TYPE_AT)];
    }

    @Nullable Fingerprint fingerprint() {
      return memory.getInt(PRINTED_AT) == 0 ? null : fingerprint;
    }

    Envelope envelope() {
      Datatype type = type();
      return new Envelope(
          context(), source(), tag(), type, (long) count() * type.sizeBytes(), fingerprint());
    }

    /** Whether the message is one of point to point that {@code buffer} can take. */
    boolean fits(int inContext, int from, int withTag, Data buffer) {
      return context() == inContext
          && source() == from
          && (withTag == Comm.ANY_TAG || tag() == withTag)
          && type() == buffer.type()
          && count() <= buffer.count();
    }

    /** Copies the elements to the start of {@code to}, of their type. */
    void copyTo(Data to) {
      int n = count();
      if (n <= FEW && to.base() instanceof double[] array) {
        for (int i = 0, at = ELEMENTS_AT; i < n; i++, at += Double.BYTES) {
          array[to.offset() + i] = memory.getDouble(at);
        }
      } else if (n <= FEW && to.base() instanceof long[] array) {
        for (int i = 0, at = ELEMENTS_AT; i < n; i++, at += Long.BYTES) {
          array[to.offset() + i] = memory.getLong(at);
        }
      } else {
        Elements.copy(view(type()), 0, to, 0, n);
      }
    }

    // The ordinal is a code between threads; the same print, or null, is not written again.
    @SuppressWarnings({"EnumOrdinal", "ReferenceEquality"})
    private void put(int context, int source, int tag, Data data, @Nullable Fingerprint call) {
      int n = data.count();
      memory.putInt(CONTEXT_AT, context);
      memory.putInt(SOURCE_AT, source);
      memory.putInt(TAG_AT, tag);
      memory.putInt(COUNT_AT, n);
      memory.putInt(TYPE_AT, data.type().ordinal());
      memory.putInt(PRINTED_AT, call == null ? 0 : 1);
      if (fingerprint != call) {
        fingerprint = call;
      }
      if (n <= FEW && data.base() instanceof double[] array) {
        for (int i = 0, at = ELEMENTS_AT; i < n; i++, at += Double.BYTES) {
          memory.putDouble(at, array[data.offset() + i]);
        }
      } else if (n <= FEW && data.base() instanceof long[] array) {
        for (int i = 0, at = ELEMENTS_AT; i < n; i++, at += Long.BYTES) {
          memory.putLong(at, array[data.offset() + i]);
        }
      } else {
        Elements.copy(data, 0, view(data.type()), 0, n);
      }
    }

    /** The memory of the elements; made by the producer, so known to the consumer. */
    @SuppressWarnings("EnumOrdinal") // An index of this object's own array.
    private Data view(Datatype type) {
      Datatype plain = type == Datatype.OBJECT ? Datatype.BYTE : type;
      Data view = views[plain.ordinal()];
      if (view == null) {
        ByteBuffer elements = memory.slice(ELEMENTS_AT, MAX_BYTES).order(ByteOrder.nativeOrder());
        view = Data.of(elements, plain, MAX_BYTES / plain.sizeBytes());
        views[plain.ordinal()] = view;
      }
      return view;
    }
  }

  private final Cell[] cells = new Cell[CELLS];

  /** The numbers of messages put in and of their bytes, and whether a producer is at it. */
  private final long[] producer = new long[PADDED];

  /** The number of messages taken out, and those that came past the mailbox with their bytes. */
  private final long[] consumer = new long[PADDED];

  private final int sender;
  private final int looks;
  private boolean closed;

  /**
   * The mailbox for messages of {@code sender} of the world.
   *
   * @param looks how often a producer looks for room before it goes without
   */
  Mailbox(int sender, int looks) {
    this.sender = sender;
    this.looks = looks;
    ByteBuffer all = ByteBuffer.allocateDirect(CELLS * Cell.BYTES + LINES_BYTES);
    ByteBuffer aligned = all.alignedSlice(LINES_BYTES);
    for (int i = 0; i < CELLS; i++) {
      ByteBuffer own = aligned.slice(i * Cell.BYTES, Cell.BYTES);
      cells[i] = new Cell(own.order(ByteOrder.nativeOrder()));
    }
  }

  /** Puts a message in, unless no room comes up in a moment, or another thread is at it. */
  boolean offer(int context, int source, int tag, Data data, @Nullable Fingerprint call) {
    if ((boolean) CLOSED.getOpaque(this) || !BUSY.compareAndSet(producer, BUSY_AT, 0L, 1L)) {
      return false;
    }
    try {
      Cell cell = cells[(int) producer[COUNT_AT] & (CELLS - 1)];
      if (!isFree(cell)) {
        return false;
      }
      cell.put(context, source, tag, data, call);
      producer[COUNT_AT]++;
      FULL.setVolatile(cell.memory, 0, 1);
      // After the message is out: its receiver does not wait for this.
      producer[BYTES_AT] += data.lengthBytes();
      return true;
    } finally {
      BUSY.setRelease(producer, BUSY_AT, 0L);
    }
  }

  /**
   * Whether {@code cell} is the producer's. A receiver that is at it has emptied a cell in less
   * time than it takes to get its lock, and with it its cache lines.
   */
  private boolean isFree(Cell cell) {
    for (int look = 0; (int) FULL.getAcquire(cell.memory, 0) != 0; look++) {
      if (look == looks) {
        return false;
      }
      Thread.onSpinWait();
    }
    return true;
  }

  /** Whether there is a message. A hint, unless the endpoint's lock is held. */
  boolean hasMessage() {
    return (int) FULL.getAcquire(oldest().memory, 0) != 0;
  }

  /** The oldest message; the endpoint's lock is held. */
  @Nullable Cell peek() {
    Cell cell = oldest();
    return (int) FULL.getAcquire(cell.memory, 0) != 0 ? cell : null;
  }

  @Override
  public @Nullable Status take(Endpoint endpoint, int context, int source, int tag, Data buffer) {
    Cell cell = peek();
    if (cell == null) {
      consumer[EXPECTED_AT] = arrivals();
      return NOT_YET;
    }
    if (!cell.fits(context, source, tag, buffer)) {
      return null;
    }
    Status status = endpoint.status(source, cell.tag(), buffer.type(), cell.count());
    cell.copyTo(buffer);
    remove();
    return status;
  }

  @Override
  public boolean isMet() {
    return hasMessage() || (long) BUSY.getOpaque(consumer, EXPECTED_AT) != arrivals();
  }

  private long arrivals() {
    return (long) BUSY.getOpaque(consumer, COUNT_AT) + (long) BUSY.getOpaque(consumer, PASSED_AT);
  }

  @Override
  public int awaited() {
    return sender;
  }

  /** Gives the oldest message's cell back; the endpoint's lock is held. */
  void remove() {
    Cell cell = oldest();
    consumer[COUNT_AT]++;
    FULL.setRelease(cell.memory, 0, 0);
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

package org.commworld.pt2pt;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.commworld.data.Elements;
import org.commworld.mpi.Comm;
import org.commworld.mpi.Data;
import org.commworld.mpi.Datatype;
import org.commworld.wire.Envelope;
import org.commworld.wire.Fingerprint;
import org.jspecify.annotations.Nullable;

/**
 * Short messages from one thread to another in order, with their elements: a ring of records of as
 * many bytes as each message needs, so that several lie in a cache line and a consumer that comes
 * late finds many in few. Allocates nothing once it has held a message of the type. One producer at
 * a time and one consumer at a time; who that is, others see to.
 *
 * <p>A record begins with a word, which is zero until the record is there. The producer sees to
 * that: before it lets a record be seen, it clears the word after it; so the consumer, which goes
 * from record to record, never writes into the ring. Memory order:
 *
 * <ul>
 *   <li>The producer clears the word after the record and writes the record, then its word with a
 *       volatile write; the consumer reads the word with acquire before it reads the record. It
 *       sees the whole message, and zero where the next one will begin, until that is there too.
 *       Volatile, not release, because the producer may look next whether the consumer sleeps, and
 *       that read must not be taken before the write.
 *   <li>The consumer reads the record, then moves its position with release; the producer reads
 *       that with acquire before it writes or clears as far ahead. Nothing is overwritten that is
 *       still being read.
 * </ul>
 */
final class MessageRing {
  /** The longest message. */
  static final int MAX_BYTES = 1024;

  /** A power of two; the price of a pair of ranks that uses one. */
  private static final int RING_BYTES = 16 << 10;

  /** A record begins at a multiple; two of the shortest are in a cache line. */
  private static final int GRAIN_BYTES = 32;

  private static final int SOURCE_AT = 4;
  private static final int CONTEXT_AT = 8;
  private static final int TAG_AT = 12;
  private static final int HEADER_BYTES = 16;

  /** The word of a record: this, whether it has a fingerprint, its type, its elements' bytes. */
  private static final int THERE = 1 << 31;

  private static final int PRINTED = 1 << 30;
  private static final int TYPE_SHIFT = 16;
  private static final int TYPE_MASK = 0xff;
  private static final int BYTES_MASK = 0xffff;

  /** The word where too little of the ring is left: the next record is at its start. */
  private static final int LAP = 1;

  /** Cache lines are fetched in pairs. */
  private static final int LINES_BYTES = 128;

  /** Where the numbers are in their arrays: the lines before and after are nobody else's. */
  private static final int POSITION = LINES_BYTES / Long.BYTES;

  /** How far the consumer is, as far as the producer knows. */
  private static final int CONSUMED = POSITION + 1;

  /** Where the word is that the producer has cleared last and early. */
  private static final int CLEARED = POSITION + 2;

  private static final int PADDED = CLEARED + LINES_BYTES / Long.BYTES + 1;
  private static final Datatype[] TYPES = Datatype.values();
  private static final VarHandle WORD =
      MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.nativeOrder());
  private static final VarHandle NUMBER = MethodHandles.arrayElementVarHandle(long[].class);

  private final ByteBuffer ring;
  private final int ringBytes;
  private final @Nullable Data[] views = new @Nullable Data[TYPES.length];
  private final @Nullable Fingerprint[] fingerprints;
  private final long[] producer = new long[PADDED];
  private final long[] consumer = new long[PADDED];
  private final int looks;

  /**
   * An empty one.
   *
   * @param looks how often a producer looks for room before it goes without
   */
  MessageRing(int looks) {
    this(memory(), looks);
  }

  /** As {@link #MessageRing(int)}, in {@code memory}, which is all zero. */
  MessageRing(ByteBuffer memory, int looks) {
    this.ring = memory.order(ByteOrder.nativeOrder());
    this.ringBytes = memory.capacity();
    this.fingerprints = new @Nullable Fingerprint[ringBytes / GRAIN_BYTES];
    this.looks = looks;
  }

  private static ByteBuffer memory() {
    return ByteBuffer.allocateDirect(RING_BYTES + LINES_BYTES)
        .alignedSlice(LINES_BYTES)
        .slice(0, RING_BYTES);
  }

  private static int recordBytes(int bytes) {
    return (HEADER_BYTES + bytes + GRAIN_BYTES - 1) & -GRAIN_BYTES;
  }

  private int indexOf(long position) {
    return (int) position & (ringBytes - 1);
  }

  // ---- the producer ----

  /** Puts a message of {@link #MAX_BYTES} at most in, unless no room comes up in a moment. */
  @SuppressWarnings("EnumOrdinal") // A code between threads.
  boolean offer(int context, int source, int tag, Data data, @Nullable Fingerprint call) {
    int bytes = (int) data.lengthBytes();
    int length = recordBytes(bytes);
    long start = producer[POSITION];
    int left = leftAt(start, length);
    long end = start + left + length;
    if (!hasRoom(end)) {
      return false;
    }
    if (left > 0) {
      clear(start + left);
      WORD.setRelease(ring, indexOf(start), LAP);
      start += left;
    }
    if (producer[CLEARED] != end) {
      clear(end);
    }
    int at = indexOf(start);
    put(at, context, source, tag, data);
    int word = THERE | data.type().ordinal() << TYPE_SHIFT | bytes;
    if (call != null) {
      fingerprints[at / GRAIN_BYTES] = call;
      word |= PRINTED;
    }
    WORD.setVolatile(ring, at, word);
    producer[POSITION] = end;
    clearEarly(end, length);
    return true;
  }

  /** How many bytes stay unused before the record that follows {@code position}. */
  private int leftAt(long position, int length) {
    int at = indexOf(position);
    return at + length > ringBytes ? ringBytes - at : 0;
  }

  /**
   * Whether a record may end at {@code end}. A consumer that is at it makes room in less time than
   * it takes to get its lock, and with it its cache lines.
   */
  private boolean hasRoom(long end) {
    for (int look = 0; !isFree(end); look++) {
      if (look > looks) {
        return false;
      }
      if (look > 0) {
        Thread.onSpinWait();
      }
      producer[CONSUMED] = (long) NUMBER.getAcquire(consumer, POSITION);
    }
    return true;
  }

  /** Whether all up to {@code end}, and the word there, is known to be the producer's. */
  private boolean isFree(long end) {
    return end + GRAIN_BYTES <= producer[CONSUMED] + ringBytes;
  }

  private void put(int at, int context, int source, int tag, Data data) {
    ring.putInt(at + SOURCE_AT, source);
    ring.putInt(at + CONTEXT_AT, context);
    ring.putInt(at + TAG_AT, tag);
    int to = at + HEADER_BYTES;
    if (!Elements.putFew(data, 0, data.count(), ring, to)) {
      Elements.copy(data, 0, view(data.type()), to / data.type().sizeBytes(), data.count());
    }
  }

  /**
   * Clears the word after the next record, if that is as long as the last: nobody waits now, but
   * somebody does between that record and its being seen.
   */
  private void clearEarly(long start, int length) {
    long end = start + length;
    if (leftAt(start, length) == 0 && isFree(end)) {
      clear(end);
      producer[CLEARED] = end;
    }
  }

  private void clear(long position) {
    ring.putInt(indexOf(position), 0);
  }

  /** The whole ring as elements; made by the producer, so known to the consumer. */
  @SuppressWarnings("EnumOrdinal") // An index of this object's own array.
  private Data view(Datatype type) {
    Datatype plain = type == Datatype.OBJECT ? Datatype.BYTE : type;
    Data view = views[plain.ordinal()];
    if (view == null) {
      ByteBuffer all = ring.duplicate().order(ByteOrder.nativeOrder());
      view = Data.of(all, plain, ringBytes / plain.sizeBytes());
      views[plain.ordinal()] = view;
    }
    return view;
  }

  // ---- the consumer ----

  /** Whether there may be a message. For any thread; a hint, unless it is the consumer. */
  boolean mayHaveMessage() {
    return (int) WORD.getAcquire(ring, at()) != 0;
  }

  /** Whether there is a message; the methods from here on are about the oldest. */
  boolean hasMessage() {
    int word = (int) WORD.getAcquire(ring, at());
    if (word == LAP) {
      consumer[POSITION] += ringBytes - at();
      word = (int) WORD.getAcquire(ring, 0);
    }
    return word != 0;
  }

  int context() {
    return ring.getInt(at() + CONTEXT_AT);
  }

  int source() {
    return ring.getInt(at() + SOURCE_AT);
  }

  int tag() {
    return ring.getInt(at() + TAG_AT);
  }

  int lengthBytes() {
    return word() & BYTES_MASK;
  }

  int count() {
    return lengthBytes() / type().sizeBytes();
  }

  Datatype type() {
    return TYPES[word() >> TYPE_SHIFT & TYPE_MASK];
  }

  @Nullable Fingerprint fingerprint() {
    return (word() & PRINTED) == 0 ? null : fingerprints[at() / GRAIN_BYTES];
  }

  Envelope envelope() {
    return new Envelope(context(), source(), tag(), type(), lengthBytes(), fingerprint());
  }

  /** Whether it is one of point to point that {@code buffer} can take. */
  boolean fits(int inContext, int from, int withTag, Data buffer) {
    return context() == inContext
        && source() == from
        && (withTag == Comm.ANY_TAG || tag() == withTag)
        && type() == buffer.type()
        && count() <= buffer.count();
  }

  /** Copies its elements to the start of {@code to}, of their type. */
  void copyTo(Data to) {
    int n = count();
    int from = at() + HEADER_BYTES;
    if (!Elements.getFew(ring, from, to, 0, n)) {
      Elements.copy(view(type()), from / type().sizeBytes(), to, 0, n);
    }
  }

  /** Gives its place back. */
  void remove() {
    NUMBER.setRelease(consumer, POSITION, consumer[POSITION] + recordBytes(lengthBytes()));
  }

  private int word() {
    return ring.getInt(at());
  }

  private int at() {
    return indexOf(consumer[POSITION]);
  }
}

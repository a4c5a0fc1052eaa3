package org.commworld.collective;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.commworld.data.Elements;
import org.commworld.mpi.Data;
import org.commworld.mpi.Datatype;
import org.jspecify.annotations.Nullable;

/**
 * Memory in which the ranks of one host, of several JVMs, carry out a communicator's collectives,
 * or those of one JVM calls of few elements, in rounds in which all take part. Every rank has two
 * places, for odd and for even rounds, each of a cell, a slot and a part:
 *
 * <pre>
 *   cells   rank 0 even | rank 0 odd | rank 1 even | …     {@value #CELL_BYTES} bytes each
 *             0  round        the last round that the rank has come to
 *             8  call         what it has called, in the first round of a call (2 longs)
 *            24  length       what the first round says about lengths
 *            32  short data
 *   slots   rank 0 even | rank 0 odd | rank 1 even | …     slotBytes each: long data
 *   parts   rank 0 even | rank 0 odd | rank 1 even | …     partBytes each: results for the others
 * </pre>
 *
 * <p>Memory order: a rank writes its place for a round, then the round number with release; the
 * others read that with acquire before they read the place. It may write the place again two rounds
 * later, when all others have come to the round between, which they do after they have read it.
 */
@SuppressWarnings("EnumOrdinal") // As an index of this object's own tables only.
final class HostSegment {
  static final int CELL_BYTES = 256;
  static final int SHORT_BYTES = 224;
  private static final int CALL_AT = 8;
  private static final int LENGTH_AT = 24;
  private static final int SHORT_AT = CELL_BYTES - SHORT_BYTES;

  /** Slots are cut at multiples of this many elements, parts begin at them. */
  static final int STEP = 64;

  private static final int MAX_ELEMENT_BYTES = 16;
  private static final VarHandle LONG =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

  private final ByteBuffer memory;
  private final int ranks;
  private final int slotBytes;
  private final int partBytes;
  private final @Nullable Data[][] shortViews = new @Nullable Data[Datatype.values().length][];
  private final @Nullable Data[][] slotViews = new @Nullable Data[Datatype.values().length][];
  private final @Nullable Data[][] partViews = new @Nullable Data[Datatype.values().length][];

  /** A rank's own view of {@code memory}, which is zeroed before the first round. */
  HostSegment(ByteBuffer memory, int ranks, int slotBytes) {
    this.memory = memory.duplicate().order(ByteOrder.nativeOrder());
    this.ranks = ranks;
    this.slotBytes = slotBytes;
    this.partBytes = partBytes(ranks, slotBytes);
  }

  /** The memory that {@code ranks} ranks need. */
  static long bytes(int ranks, int slotBytes) {
    return 2L * ranks * (CELL_BYTES + slotBytes + (long) partBytes(ranks, slotBytes));
  }

  private static int partBytes(int ranks, int slotBytes) {
    int unit = STEP * MAX_ELEMENT_BYTES;
    return (slotBytes / ranks / unit + 1) * unit;
  }

  /** The elements that a slot holds; a multiple of {@link #STEP}. */
  int capacity(Datatype type) {
    return slotBytes / type.sizeBytes() / STEP * STEP;
  }

  private int cell(int rank, long round) {
    return (2 * rank + (int) (round & 1)) * CELL_BYTES;
  }

  /** Says that {@code rank} has come to {@code round}, and written its place. */
  void arrive(int rank, long round) {
    LONG.setRelease(memory, cell(rank, round), round);
  }

  boolean hasArrived(int rank, long round) {
    return (long) LONG.getAcquire(memory, cell(rank, round)) == round;
  }

  /**
   * Has {@code rank}'s cell for {@code round} brought to its processor by a write to it, while the
   * rank does something else: the others have read what was in it, so that it lies with them.
   */
  void fetch(int rank, long round) {
    memory.putLong(cell(rank, round) + LENGTH_AT, 0);
  }

  void putCall(int rank, long round, long first, long second, long length) {
    int at = cell(rank, round);
    memory.putLong(at + CALL_AT, first);
    memory.putLong(at + CALL_AT + Long.BYTES, second);
    memory.putLong(at + LENGTH_AT, length);
  }

  boolean isCall(int rank, long round, long first, long second) {
    return callWord(rank, round, 0) == first && callWord(rank, round, 1) == second;
  }

  long callWord(int rank, long round, int word) {
    return memory.getLong(cell(rank, round) + CALL_AT + word * Long.BYTES);
  }

  long length(int rank, long round) {
    return memory.getLong(cell(rank, round) + LENGTH_AT);
  }

  /**
   * Puts elements [first, first+n) of {@code data} into {@code rank}'s place, from {@code at} on:
   * into its short data, or its slot.
   */
  void put(int rank, long round, boolean isShort, Data data, int first, int at, int n) {
    int to = cell(rank, round) + SHORT_AT + at * data.type().sizeBytes();
    if (!isShort || !Elements.putFew(data, first, n, memory, to)) {
      Elements.copy(data, first, place(rank, round, isShort, data.type()), at, n);
    }
  }

  /** Copies elements [first, first+n) of {@code rank}'s short data, or of its slot. */
  void get(int rank, long round, boolean isShort, int first, Data to, int toFirst, int n) {
    int at = cell(rank, round) + SHORT_AT + first * to.type().sizeBytes();
    if (!isShort || !Elements.getFew(memory, at, to, toFirst, n)) {
      Elements.copy(place(rank, round, isShort, to.type()), first, to, toFirst, n);
    }
  }

  private Data place(int rank, long round, boolean isShort, Datatype type) {
    return isShort ? shortData(rank, round, type) : slot(rank, round, type);
  }

  private Data shortData(int rank, long round, Datatype type) {
    return view(shortViews, type, rank, round, 0, CELL_BYTES, SHORT_AT, SHORT_BYTES);
  }

  /** Long data of {@code rank}. */
  Data slot(int rank, long round, Datatype type) {
    int base = 2 * ranks * CELL_BYTES;
    return view(slotViews, type, rank, round, base, slotBytes, 0, slotBytes);
  }

  /** What {@code rank} has worked out for the others. */
  Data part(int rank, long round, Datatype type) {
    int base = 2 * ranks * (CELL_BYTES + slotBytes);
    return view(partViews, type, rank, round, base, partBytes, 0, partBytes);
  }

  /** A descriptor of bytes of the memory, made once. */
  private Data view(
      @Nullable Data[][] views,
      Datatype type,
      int rank,
      long round,
      int base,
      int stepBytes,
      int skippedBytes,
      int lengthBytes) {
    Datatype plain = type == Datatype.OBJECT ? Datatype.BYTE : type;
    @Nullable Data[] ofType = views[plain.ordinal()];
    if (ofType == null) {
      ofType = new @Nullable Data[2 * ranks];
      views[plain.ordinal()] = ofType;
    }
    int index = 2 * rank + (int) (round & 1);
    Data data = ofType[index];
    if (data == null) {
      ByteBuffer bytes = memory.slice(base + index * stepBytes + skippedBytes, lengthBytes);
      data = Data.of(bytes.order(ByteOrder.nativeOrder()), plain, lengthBytes / type.sizeBytes());
      ofType[index] = data;
    }
    return data;
  }
}

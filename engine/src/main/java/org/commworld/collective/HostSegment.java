package org.commworld.collective;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.commworld.data.Elements;
import org.commworld.data.StreamingCopy;
import org.commworld.mpi.Data;
import org.commworld.mpi.Datatype;
import org.commworld.spi.HostMemory;
import org.jspecify.annotations.Nullable;

/**
 * Memory in which the ranks of one host, of several JVMs, carry out a communicator's collectives,
 * or those of one JVM calls of few elements, in rounds in which all take part. This is one rank's
 * own view. Every rank has two cells, for odd and for even rounds, and places of a slot and a part:
 *
 * <pre>
 *   cells   rank 0 even | rank 0 odd | rank 1 even | …     {@value #CELL_BYTES} bytes each
 *             0  arrival      the last round that the rank has come to, and its place's code
 *             8  call         what it has called, in the first round of a call (2 longs)
 *            24  length       what the first round says about lengths
 *            32  short data
 *   places  rank 0 even | rank 0 odd | rank 1 even | …
 *             0          slot       long data
 *             slotBytes  part       results for the others
 *   laps    rank 0 | rank 1 | …                            more places each, see {@link SlotLap}
 * </pre>
 *
 * <p>Memory order: a rank writes its cell and its place for a round, then its arrival with release;
 * the others read that with acquire before they read the rest. It may write there again two rounds
 * later, when all others have come to the round between, which they do after they have read it.
 */
@SuppressWarnings("EnumOrdinal") // As an index of this object's own table only.
final class HostSegment {
  static final int CELL_BYTES = 256;
  static final int SHORT_BYTES = 224;
  private static final int CALL_AT = 8;
  private static final int LENGTH_AT = 24;
  private static final int SHORT_AT = CELL_BYTES - SHORT_BYTES;

  /** Slots are cut at multiples of this many elements, parts begin at them. */
  static final int STEP = 64;

  private static final int MAX_ELEMENT_BYTES = 16;

  /** Much more than a processor's own cache. */
  private static final int LONG_LAP_BYTES = 16 << 20;

  private static final int ALL_LAPS_BYTES = 256 << 20;
  private static final int PAGE_BYTES = 4 << 10;

  /** Of an arrival the bits that are the place's code; the round is above them. */
  private static final int CODE_BITS = 16;

  private static final VarHandle LONG =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

  private final HostMemory.@Nullable Shared shared;
  private final ByteBuffer memory;
  private final int rank;
  private final int slotBytes;
  private final int placesAt;
  private final int lapsAt;
  private final int placeBytes;
  private final int lapBytes;
  private final SlotLap own;
  private final @Nullable StreamingCopy streaming;
  private final @Nullable Data[] views = new @Nullable Data[Datatype.values().length];

  /** The view of {@code rank}, of ranks that share {@code memory}. */
  HostSegment(HostMemory.Shared memory, int ranks, int rank, int slotBytes) {
    this(memory, memory.memory(), lapBytes(ranks), ranks, rank, slotBytes);
  }

  /** The view of {@code rank} of ranks of one JVM; {@code memory} is zeroed. */
  HostSegment(ByteBuffer memory, int ranks, int rank, int slotBytes) {
    this(null, memory, 0, ranks, rank, slotBytes);
  }

  private HostSegment(
      HostMemory.@Nullable Shared shared,
      ByteBuffer memory,
      int lapBytes,
      int ranks,
      int rank,
      int slotBytes) {
    this.shared = shared;
    this.memory = memory.duplicate().order(ByteOrder.nativeOrder());
    this.rank = rank;
    this.slotBytes = slotBytes;
    this.placesAt = 2 * ranks * CELL_BYTES;
    this.lapsAt = (int) usableBytes(ranks, slotBytes);
    this.placeBytes = placeBytes(ranks, slotBytes);
    this.lapBytes = lapBytes;
    this.streaming = StreamingCopy.into(this.memory);
    this.own =
        new SlotLap(
            placeBytes,
            lapBytes,
            () -> shared != null && shared.extend(lapsAt + rank * lapBytes, lapBytes));
  }

  /** The memory that {@code ranks} ranks need at first. */
  static long usableBytes(int ranks, int slotBytes) {
    return 2L * ranks * (CELL_BYTES + placeBytes(ranks, slotBytes));
  }

  /** All of the memory that they share. */
  static long bytes(int ranks, int slotBytes) {
    return usableBytes(ranks, slotBytes) + (long) ranks * lapBytes(ranks);
  }

  private static int lapBytes(int ranks) {
    return Math.min(LONG_LAP_BYTES, ALL_LAPS_BYTES / ranks / PAGE_BYTES * PAGE_BYTES);
  }

  private static int placeBytes(int ranks, int slotBytes) {
    int unit = STEP * MAX_ELEMENT_BYTES;
    return slotBytes + (slotBytes / ranks / unit + 1) * unit;
  }

  /** The elements that a slot holds; a multiple of {@link #STEP}. */
  int capacity(Datatype type) {
    return slotBytes / type.sizeBytes() / STEP * STEP;
  }

  private static int cell(int rank, long round) {
    return (2 * rank + (int) (round & 1)) * CELL_BYTES;
  }

  /** Says that this rank has come to {@code round}, and written its cell and its place. */
  void arrive(long round) {
    own.close();
    LONG.setRelease(memory, cell(rank, round), round << CODE_BITS | own.code());
  }

  boolean hasArrived(int peer, long round) {
    long arrival = (long) LONG.getAcquire(memory, cell(peer, round));
    return arrival >> CODE_BITS == round;
  }

  /**
   * Has this rank's cell for {@code round} brought to its processor by a write to it, while the
   * rank does something else: the others have read what was in it, so that it lies with them.
   */
  void fetch(long round) {
    memory.putLong(cell(rank, round) + LENGTH_AT, 0);
  }

  void putCall(long round, long first, long second, long length) {
    int at = cell(rank, round);
    memory.putLong(at + CALL_AT, first);
    memory.putLong(at + CALL_AT + Long.BYTES, second);
    memory.putLong(at + LENGTH_AT, length);
  }

  boolean isCall(int peer, long round, long first, long second) {
    return callWord(peer, round, 0) == first && callWord(peer, round, 1) == second;
  }

  long callWord(int peer, long round, int word) {
    return memory.getLong(cell(peer, round) + CALL_AT + word * Long.BYTES);
  }

  long length(int peer, long round) {
    return memory.getLong(cell(peer, round) + LENGTH_AT);
  }

  // ---- this rank's place, for the coming round ----

  /**
   * Puts elements [first, first+n) of {@code data} into this rank's short data, from {@code at} on.
   */
  void putShort(long round, Data data, int first, int at, int n) {
    int to = shortAt(rank, round, data.type(), at);
    if (!Elements.putFew(data, first, n, memory, to)) {
      copyIn(data, first, n, to);
    }
  }

  /** As above, into its slot. */
  void putLong(long round, Data data, int first, int at, int n) {
    if (n == 0) {
      return;
    }
    int bytes = n * data.type().sizeBytes();
    int inPlace = at * data.type().sizeBytes();
    own.use(inPlace, bytes);
    long began = own.now(bytes);
    copyIn(data, first, n, ownPlace(round) + inPlace);
    own.wrote(bytes, began);
  }

  /** As above, into its part. */
  void putPart(long round, Data data, int first, int at, int n) {
    if (n == 0) {
      return;
    }
    int inPlace = slotBytes + at * data.type().sizeBytes();
    own.use(inPlace, n * data.type().sizeBytes());
    copyIn(data, first, n, ownPlace(round) + inPlace);
  }

  // ---- a peer's place, of a round that it has come to ----

  /** Copies elements [first, first+n) of {@code peer}'s short data. */
  void getShort(int peer, long round, int first, Data to, int toFirst, int n) {
    int at = shortAt(peer, round, to.type(), first);
    if (!Elements.getFew(memory, at, to, toFirst, n)) {
      copyOut(at, to, toFirst, n);
    }
  }

  /** As above, of its slot. */
  void getLong(int peer, long round, int first, Data to, int toFirst, int n) {
    getFromPlace(peer, round, first * to.type().sizeBytes(), to, toFirst, n);
  }

  /** As above, of its part. */
  void getPart(int peer, long round, int first, Data to, int toFirst, int n) {
    getFromPlace(peer, round, slotBytes + first * to.type().sizeBytes(), to, toFirst, n);
  }

  /**
   * The branches stay two: where a place in turn is does not depend on the arrival, so that a
   * processor reads it ahead, while the arrival is on its way.
   */
  private void getFromPlace(int peer, long round, int inPlace, Data to, int toFirst, int n) {
    int code = (int) memory.getLong(cell(peer, round)) & (1 << CODE_BITS) - 1;
    if (code == SlotLap.IN_TURN) {
      copyOut(placeInTurn(peer, round) + inPlace, to, toFirst, n);
    } else {
      copyOut(placeInLap(peer, code) + inPlace, to, toFirst, n);
    }
  }

  private static int shortAt(int rank, long round, Datatype type, int element) {
    return cell(rank, round) + SHORT_AT + element * type.sizeBytes();
  }

  private int ownPlace(long round) {
    int code = own.code();
    return code == SlotLap.IN_TURN ? placeInTurn(rank, round) : placeInLap(rank, code);
  }

  private int placeInTurn(int of, long round) {
    return placesAt + (2 * of + (int) (round & 1)) * placeBytes;
  }

  private int placeInLap(int of, int code) {
    return lapsAt + of * lapBytes + SlotLap.longOffset(code);
  }

  private void copyIn(Data data, int first, int n, int at) {
    if (streaming == null || !streaming.copy(data, first, n, at)) {
      Elements.copy(data, first, view(data.type()), at / data.type().sizeBytes(), n);
    }
  }

  private void copyOut(int at, Data to, int toFirst, int n) {
    Elements.copy(view(to.type()), at / to.type().sizeBytes(), to, toFirst, n);
  }

  /** All of the memory as elements of {@code type}; made once. */
  private Data view(Datatype type) {
    Datatype plain = type == Datatype.OBJECT ? Datatype.BYTE : type;
    Data view = views[plain.ordinal()];
    if (view == null) {
      view =
          Data.of(
              memory.duplicate().order(memory.order()),
              plain,
              memory.capacity() / plain.sizeBytes());
      views[plain.ordinal()] = view;
    }
    return view;
  }

  /** Nobody uses this view any more. */
  void close() {
    if (shared != null) {
      shared.close();
    }
  }
}

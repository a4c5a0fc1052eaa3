package org.commworld.collective;

import java.lang.invoke.VarHandle;
import java.util.Arrays;
import org.commworld.data.Elements;
import org.commworld.mpi.Data;
import org.commworld.mpi.Datatype;
import org.commworld.mpi.ErrorClass;
import org.commworld.mpi.MpiException;
import org.commworld.mpi.Op;
import org.commworld.pt2pt.Endpoint;
import org.commworld.pt2pt.Waiting;
import org.commworld.spi.Failure;
import org.commworld.wire.CollectiveKind;
import org.commworld.wire.Fingerprint;
import org.jspecify.annotations.Nullable;

/**
 * One rank's way through the rounds of a {@link HostSegment}: writes its own place, meets the
 * others, reads theirs. The first round of each call compares the calls. Allocates nothing in a
 * round.
 *
 * <p>Ranks of other JVMs are not woken when this one comes to a round, those of this JVM are: they
 * may sleep as long as they like. A full fence follows the round's number then, because whoever
 * writes it looks for sleepers afterwards, which must not be done before.
 */
@SuppressWarnings("EnumOrdinal") // Codes among ranks that run one build: their handshake says so.
final class HostRounds extends Padded implements Waiting.Condition {
  private static final Datatype[] TYPES = Datatype.values();
  private static final Op.Kind[] OPS = Op.Kind.values();
  private static final CollectiveKind[] KINDS = CollectiveKind.values();

  /** Measured, as are the next two: longer data is copied no faster in more pieces. */
  private static final int CUT_BYTES = 512 << 10;

  private static final int PIECES = 4;
  private static final int LEAST_PIECE_BYTES = 8 << 10;

  private static final Endpoint[] NOBODY = {};

  private final HostSegment segment;
  private final Endpoint endpoint;
  private final int rank;
  private final int[] worldRanks;
  private final Endpoint[] woken;
  private long round;
  private int missing;
  private int late;
  private int calls;

  /**
   * The way of {@code rank} of the ranks that are {@code worldRanks} of the world, in other JVMs.
   *
   * @param lastRound from which the rounds go on
   */
  HostRounds(HostSegment segment, long lastRound, Endpoint endpoint, int rank, int[] worldRanks) {
    this(segment, lastRound, endpoint, rank, worldRanks, NOBODY);
  }

  /** The way of {@code rank} of {@code members}, which are all of this JVM. */
  HostRounds(HostSegment segment, int rank, Endpoint[] members) {
    this(
        segment,
        0,
        members[rank],
        rank,
        Arrays.stream(members).mapToInt(Endpoint::rank).toArray(),
        Arrays.stream(members).filter(member -> member != members[rank]).toArray(Endpoint[]::new));
  }

  private HostRounds(
      HostSegment segment,
      long lastRound,
      Endpoint endpoint,
      int rank,
      int[] worldRanks,
      Endpoint[] woken) {
    this.segment = segment;
    this.endpoint = endpoint;
    this.rank = rank;
    this.worldRanks = worldRanks;
    this.woken = woken;
    this.round = lastRound;
  }

  int rank() {
    return rank;
  }

  int size() {
    return worldRanks.length;
  }

  /** The last round that was met in. */
  long round() {
    return round;
  }

  int capacity(Datatype type) {
    return segment.capacity(type);
  }

  /**
   * Elements of {@code data} that are copied in before the others copy them out: up to {@value
   * #CUT_BYTES} bytes a fourth, so that both go on at once; of more a slot.
   */
  int pieceOf(Data data) {
    int whole = capacity(data.type());
    if (data.lengthBytes() > CUT_BYTES) {
      return whole;
    }
    long bytes = Math.max(LEAST_PIECE_BYTES, data.lengthBytes() / PIECES);
    int elements = (int) Math.min(whole, bytes / data.type().sizeBytes());
    return elements / HostSegment.STEP * HostSegment.STEP;
  }

  // ---- own place, for the coming round ----

  /** Leaves elements [first, first+n) of {@code data} as short data, or in the own slot. */
  void put(boolean isShort, Data data, int first, int at, int n) {
    segment.put(rank, round + 1, isShort, data, first, at, n);
  }

  Data ownSlot(Datatype type) {
    return segment.slot(rank, round + 1, type);
  }

  Data ownPart(Datatype type) {
    return segment.part(rank, round + 1, type);
  }

  /** Leaves elements [first, first+n) of {@code data} in the own slot, from {@code at} on. */
  void put(Data data, int first, int at, int n) {
    Elements.copy(data, first, ownSlot(data.type()), at, n);
  }

  // ---- everybody's place, of the round that was met in ----

  /** Copies elements [first, first+n) of {@code peer}'s short data, or of its slot. */
  void get(int peer, boolean isShort, int first, Data to, int toFirst, int n) {
    segment.get(peer, round, isShort, first, to, toFirst, n);
  }

  Data slotOf(int peer, Datatype type) {
    return segment.slot(peer, round, type);
  }

  Data partOf(int peer, Datatype type) {
    return segment.part(peer, round, type);
  }

  /** What {@code peer} has said of lengths in the first round, which was the last one. */
  long lengthOf(int peer) {
    return segment.length(peer, round);
  }

  long greatestLength() {
    long greatest = 0;
    for (int peer = 0; peer < size(); peer++) {
      greatest = Math.max(greatest, lengthOf(peer));
    }
    return greatest;
  }

  // ---- meeting ----

  /** The first round of {@code call}, in which {@code length} is said. */
  void meet(Fingerprint call, long length) {
    long first = firstWord(call);
    long second = call.count();
    segment.putCall(rank, round + 1, first, second, length);
    calls++;
    meet();
    for (int peer = after(rank); peer != rank; peer = after(peer)) {
      if (!segment.isCall(peer, round, first, second)) {
        differs(peer, call);
      }
    }
  }

  /** One more round. */
  void meet() {
    round++;
    missing = after(rank);
    segment.arrive(rank, round);
    if (woken.length == 0) {
      endpoint.waiting().awaitUnwoken(this);
    } else {
      VarHandle.fullFence();
      for (Endpoint peer : woken) {
        peer.waiting().wake();
      }
      endpoint.waiting().await(this);
    }
    segment.fetch(rank, round + 1);
  }

  /** The others in turn, each rank from its neighbour on: they do not all ask for one line. */
  private int after(int peer) {
    return peer + 1 == worldRanks.length ? 0 : peer + 1;
  }

  /** Whether all others have come to the round. */
  @Override
  public boolean isMet() {
    int peer = missing;
    while (peer != rank && segment.hasArrived(peer, round)) {
      peer = after(peer);
    }
    missing = peer;
    if (peer == rank) {
      return true;
    }
    late = peer;
    return false;
  }

  /** The last one seen to be missing: of all, it came last. */
  @Override
  public int awaited() {
    return worldRanks[late];
  }

  /** All of {@code call} but its count. */
  private static long firstWord(Fingerprint call) {
    Op.Kind op = call.op();
    Datatype type = call.type();
    return (call.root() + 1L) << 32
        | (long) call.kind().ordinal() << 16
        | (op == null ? 0 : op.ordinal() + 1) << 8
        | (type == null ? 0 : type.ordinal() + 1);
  }

  private void differs(int peer, Fingerprint own) {
    long first = segment.callWord(peer, round, 0);
    int op = (int) (first >> 8 & 0xff);
    int type = (int) (first & 0xff);
    @Nullable Fingerprint ofPeer =
        new Fingerprint(
            calls - 1,
            KINDS[(int) (first >> 16 & 0xff)],
            (int) (first >> 32) - 1,
            op == 0 ? null : OPS[op - 1],
            type == 0 ? null : TYPES[type - 1],
            (int) segment.callWord(peer, round, 1));
    throw mismatch(
        "ranks called different collectives: rank %d of the world %s, rank %d of the world %s"
            .formatted(worldRanks[rank], own.numbered(calls - 1), worldRanks[peer], ofPeer));
  }

  /** Fails the world, because what this rank expects of {@code peer} is not what that one does. */
  MpiException blocksDiffer(Fingerprint call, int peer, int expected, long actual) {
    return mismatch(
        "counts differ in %s: rank %d of the world receives count=%d, rank %d of the world sends count=%d"
            .formatted(
                call.numbered(calls - 1), worldRanks[rank], expected, worldRanks[peer], actual));
  }

  private MpiException mismatch(String message) {
    int own = worldRanks[rank];
    String host = endpoint.world().host(own);
    Failure failure = new Failure(Failure.Kind.MISMATCH, own, host, 1, message, "");
    endpoint.world().fate().fail(failure, null);
    endpoint.world().fate().check();
    return new MpiException(ErrorClass.MISMATCH, message);
  }
}

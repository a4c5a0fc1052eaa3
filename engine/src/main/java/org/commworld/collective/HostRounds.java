package org.commworld.collective;

import java.lang.invoke.VarHandle;
import java.util.Arrays;
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

/**
 * One rank's way through the rounds of a {@link HostSegment}: writes its own place, comes to the
 * round, meets the others, reads their places. It does not have to meet those whose data it does
 * not need, so that whoever only gives goes on; it meets them before it writes its place for the
 * next round. The first round of each call compares the calls. Allocates nothing in a round.
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

  /** Measured, as are the next two. */
  private static final int PIECES = 4;

  private static final int LEAST_PIECE_BYTES = 8 << 10;
  private static final int MOST_PIECE_BYTES = 128 << 10;

  private static final Endpoint[] NOBODY = {};

  private final HostSegment segment;
  private final Endpoint endpoint;
  private final int rank;
  private final int[] worldRanks;
  private final Endpoint[] woken;
  private long round;

  /** Whether all others are known to have come to the round: the place for the next is free. */
  private boolean isSettled = true;

  /** The call that began in the round, if it {@link #isFirst}. */
  private long firstWord;

  private long secondWord;
  private boolean isFirst;
  private int calls;

  /** Who is waited for: the ranks from here on, before the end; and the last one seen missing. */
  private int missing;

  private int end;
  private int late;

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

  /** The last round that was come to. */
  long round() {
    return round;
  }

  int capacity(Datatype type) {
    return segment.capacity(type);
  }

  /**
   * Elements of {@code data} that are copied in before the others copy them out, so that both go on
   * at once: a fourth, but {@value #LEAST_PIECE_BYTES} to {@value #MOST_PIECE_BYTES} bytes.
   */
  int pieceOf(Data data) {
    long fourth = Math.max(LEAST_PIECE_BYTES, data.lengthBytes() / PIECES);
    int elements = (int) Math.min(fourth, MOST_PIECE_BYTES) / data.type().sizeBytes();
    return Math.min(capacity(data.type()), elements / HostSegment.STEP * HostSegment.STEP);
  }

  // ---- own place, for the coming round ----

  /** Leaves elements [first, first+n) of {@code data} as short data, or in the own slot. */
  void put(boolean isShort, Data data, int first, int at, int n) {
    settle();
    if (isShort) {
      segment.putShort(round + 1, data, first, at, n);
    } else {
      segment.putLong(round + 1, data, first, at, n);
    }
  }

  /** Leaves elements [first, first+n) of {@code data} in the own slot, from {@code at} on. */
  void put(Data data, int first, int at, int n) {
    put(false, data, first, at, n);
  }

  /** As above, in the own part. */
  void putPart(Data data, int first, int at, int n) {
    settle();
    segment.putPart(round + 1, data, first, at, n);
  }

  // ---- everybody's place, of the round that was met in ----

  /** Copies elements [first, first+n) of {@code peer}'s short data, or of its slot. */
  void get(int peer, boolean isShort, int first, Data to, int toFirst, int n) {
    if (isShort) {
      segment.getShort(peer, round, first, to, toFirst, n);
    } else {
      segment.getLong(peer, round, first, to, toFirst, n);
    }
  }

  /** Copies elements [first, first+n) of {@code peer}'s slot. */
  void get(int peer, int first, Data to, int toFirst, int n) {
    get(peer, false, first, to, toFirst, n);
  }

  /** As above, of its part. */
  void getPart(int peer, int first, Data to, int toFirst, int n) {
    segment.getPart(peer, round, first, to, toFirst, n);
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

  /** The first round of {@code call}, in which {@code length} is said: meets all others. */
  void meet(Fingerprint call, long length) {
    come(call, length);
    settle();
  }

  /** One more round: meets all others. */
  void meet() {
    come();
    settle();
  }

  /** The next round of {@code call}, perhaps its first: meets all others. */
  void meet(Fingerprint call, boolean first) {
    come(call, first);
    settle();
  }

  /**
   * Comes to the first round of {@code call}, and waits for nobody: what it has put there is for
   * the others, who take it when they come. It meets them, and compares the calls, when it needs
   * its place anew.
   */
  void come(Fingerprint call, long length) {
    settle();
    firstWord = firstWord(call);
    secondWord = call.count();
    segment.putCall(round + 1, firstWord, secondWord, length);
    calls++;
    isFirst = true;
    arrive();
  }

  /** As above, to the next round of {@code call}, perhaps its first. */
  void come(Fingerprint call, boolean first) {
    if (first) {
      come(call, 0);
    } else {
      come();
    }
  }

  private void come() {
    settle();
    isFirst = false;
    arrive();
  }

  private void arrive() {
    round++;
    isSettled = false;
    segment.arrive(round);
    if (woken.length > 0) {
      VarHandle.fullFence();
      for (Endpoint peer : woken) {
        peer.waiting().wake();
      }
    }
  }

  /** Waits until {@code peer} too is in the round that was come to. */
  void await(int peer) {
    if (size() == 2) {
      settle();
      return;
    }
    await(peer, after(peer));
    if (isFirst) {
      compare(peer);
    }
  }

  /** Waits until all others are in the round that was come to, if that is not known yet. */
  private void settle() {
    if (isSettled) {
      return;
    }
    await(after(rank), rank);
    for (int peer = after(rank); isFirst && peer != rank; peer = after(peer)) {
      compare(peer);
    }
    segment.fetch(round + 1);
    isSettled = true;
  }

  private void compare(int peer) {
    if (!segment.isCall(peer, round, firstWord, secondWord)) {
      throw differs(peer);
    }
  }

  /** Waits for the ranks from {@code first} on, before {@code end}. */
  private void await(int first, int end) {
    missing = first;
    this.end = end;
    if (woken.length == 0) {
      endpoint.waiting().awaitUnwoken(this);
    } else {
      endpoint.waiting().await(this);
    }
  }

  /** The others in turn, each rank from its neighbour on: they do not all ask for one line. */
  private int after(int peer) {
    return peer + 1 == worldRanks.length ? 0 : peer + 1;
  }

  /** Whether all that are waited for have come to the round. */
  @Override
  public boolean isMet() {
    int peer = missing;
    while (peer != end && segment.hasArrived(peer, round)) {
      peer = after(peer);
    }
    missing = peer;
    if (peer == end) {
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

  private MpiException differs(int peer) {
    Fingerprint own = call(firstWord, secondWord);
    Fingerprint ofPeer = call(segment.callWord(peer, round, 0), segment.callWord(peer, round, 1));
    return mismatch(
        "ranks called different collectives: rank %d of the world %s, rank %d of the world %s"
            .formatted(worldRanks[rank], own, worldRanks[peer], ofPeer));
  }

  /** The call, this communicator's last one, that these two words tell of. */
  private Fingerprint call(long first, long second) {
    int op = (int) (first >> 8 & 0xff);
    int type = (int) (first & 0xff);
    return new Fingerprint(
        calls - 1,
        KINDS[(int) (first >> 16 & 0xff)],
        (int) (first >> 32) - 1,
        op == 0 ? null : OPS[op - 1],
        type == 0 ? null : TYPES[type - 1],
        (int) second);
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

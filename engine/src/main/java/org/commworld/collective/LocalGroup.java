package org.commworld.collective;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.commworld.data.Elements;
import org.commworld.data.Reducer;
import org.commworld.mpi.Data;
import org.commworld.mpi.ErrorClass;
import org.commworld.mpi.MpiException;
import org.commworld.pt2pt.Endpoint;
import org.commworld.spi.Failure;
import org.commworld.wire.Fingerprint;
import org.jspecify.annotations.Nullable;

/**
 * The meeting place of the ranks of one communicator that all live in this JVM. Each call puts its
 * arguments in its rank's place and arrives; the last to arrive compares the calls. A small call is
 * then carried out by that last rank for all (one meeting, the fewest context switches when ranks
 * outnumber cores); for a large one each rank carries out its share, reading and writing the
 * others' arrays in place, and all meet once more.
 *
 * <p>Memory order: a rank writes its place, then increments {@link #arrived}; the last one reads
 * all places after its own increment, does its work, then writes {@link #round}, which the others
 * read before they go on. All three are volatile, so each place is written before it is read, and
 * results before they are used. A place is written again only in the next call, which its rank
 * enters after the round of this one's last meeting.
 */
final class LocalGroup {
  /** Up to this many bytes in all, the last to arrive does the work of all. */
  private static final long SMALL_BYTES = 16 << 10;

  /** What one rank passes to a call. */
  record Call(
      Fingerprint print,
      @Nullable Data send,
      @Nullable Data recv,
      Collectives.@Nullable Layout sendLayout,
      Collectives.@Nullable Layout recvLayout,
      @Nullable Reducer reducer,
      Share share) {
    Data needSend() {
      return Objects.requireNonNull(send, "no send buffer");
    }

    Data needRecv() {
      return Objects.requireNonNull(recv, "no receive buffer");
    }

    Collectives.Layout needSendLayout() {
      return Objects.requireNonNull(sendLayout, "no counts to send");
    }

    Collectives.Layout needRecvLayout() {
      return Objects.requireNonNull(recvLayout, "no counts to receive");
    }

    Reducer needReducer() {
      return Objects.requireNonNull(reducer, "no operation");
    }

    private long bytes() {
      return (send == null ? 0 : send.lengthBytes()) + (recv == null ? 0 : recv.lengthBytes());
    }
  }

  /**
   * One rank's share of a call's work. Shares of different ranks touch different elements, in any
   * order, at any time.
   */
  @FunctionalInterface
  interface Share {
    void run(Call[] calls, int rank);
  }

  private final Endpoint[] members;
  private final @Nullable Call[] places;
  private final AtomicInteger arrived = new AtomicInteger();
  private volatile int round;
  private volatile boolean large;
  private volatile @Nullable Throwable error;

  /** The meeting place of {@code members}, by rank in the communicator. */
  LocalGroup(Endpoint[] members) {
    this.members = members;
    this.places = new @Nullable Call[members.length];
  }

  /** Carries out {@code call} as {@code rank}. */
  void run(int rank, Call call) {
    Endpoint self = members[rank];
    places[rank] = call;
    int entered = round;
    if (arrived.incrementAndGet() == members.length) {
      begin();
      release();
    } else {
      self.waiting().await(() -> round != entered);
    }
    if (large) {
      share(rank, call.share);
      meet(self);
    }
    Throwable thrown = error;
    if (thrown != null) {
      ErrorClass kind = thrown instanceof MpiException e ? e.errorClass() : ErrorClass.OP;
      throw new MpiException(kind, call.print + " failed: " + thrown.getMessage(), thrown);
    }
  }

  /** Copies a block between ranks, whose counts must agree. */
  static void copyBlock(Data from, Data to) {
    if (from.count() != to.count() || from.type() != to.type()) {
      throw new MpiException(
          ErrorClass.MISMATCH,
          "sent and received blocks differ: sent=" + from + ", received=" + to);
    }
    Elements.copy(from, to);
  }

  private void begin() {
    error = null;
    compare();
    Call[] calls = calls();
    large = isLarge(calls);
    for (int r = 0; !large && r < calls.length; r++) {
      share(r, calls[r].share);
    }
  }

  private static boolean isLarge(Call[] calls) {
    long bytes = 0;
    for (Call call : calls) {
      bytes += call.bytes();
    }
    return bytes > SMALL_BYTES;
  }

  private void meet(Endpoint self) {
    int entered = round;
    if (arrived.incrementAndGet() == members.length) {
      release();
    } else {
      self.waiting().await(() -> round != entered);
    }
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // Only the last to arrive writes, and there is one.
  private void release() {
    arrived.set(0);
    round++;
    for (Endpoint member : members) {
      member.waiting().wake();
    }
  }

  private void share(int rank, Share share) {
    try {
      share.run(calls(), rank);
    } catch (RuntimeException | Error e) {
      error = e;
    }
  }

  private Call[] calls() {
    return places;
  }

  private void compare() {
    Call[] calls = calls();
    for (int r = 1; r < calls.length; r++) {
      if (!calls[r].print.equals(calls[0].print)) {
        Endpoint other = members[r];
        String message =
            "ranks called different collectives: rank %d of the world %s, rank %d of the world %s"
                .formatted(members[0].rank(), calls[0].print, other.rank(), calls[r].print);
        String host = other.world().host(other.rank());
        Failure failure = new Failure(Failure.Kind.MISMATCH, other.rank(), host, 1, message, "");
        other.world().fate().fail(failure, null);
        throw new MpiException(ErrorClass.MISMATCH, message);
      }
    }
  }
}

package org.commworld.collective;

import java.util.Objects;
import org.commworld.collective.LocalGroup.Share;
import org.commworld.data.Elements;
import org.commworld.data.Reducer;
import org.commworld.mpi.Data;
import org.commworld.wire.Fingerprint;
import org.jspecify.annotations.Nullable;

/** What one rank passes to a call, in its seat of a {@link LocalGroup}; used again and again. */
final class LocalCall extends Padded {
  /** What others look at only if the call is not tiny. */
  private static final class Own extends Padded {
    private @Nullable Data send;
    private @Nullable Data recv;
    private Collectives.@Nullable Layout sendLayout;
    private Collectives.@Nullable Layout recvLayout;
    private @Nullable Reducer reducer;
  }

  private @Nullable Fingerprint print;
  private final Own own = new Own();
  private int root = -1;
  private @Nullable Share share;
  private @Nullable Share tiny;
  private @Nullable Data copy;
  private volatile @Nullable Throwable error;

  /**
   * Begins a new call, with nothing but this. What is the same as before is not written again: in a
   * loop of tiny calls this object's cache lines then stay with all ranks.
   */
  @SuppressWarnings("ReferenceEquality") // An equal one that is another object may as well be kept.
  LocalCall begin(Fingerprint call, @Nullable Data from, @Nullable Data to, Share ownShare) {
    if (print != call) {
      print = call;
    }
    if (share != ownShare) {
      share = ownShare;
      tiny = null;
      root = -1;
    }
    if (error != null) {
      error = null;
    }
    own.send = from;
    own.recv = to;
    own.sendLayout = null;
    own.recvLayout = null;
    own.reducer = null;
    return this;
  }

  LocalCall sending(Collectives.@Nullable Layout layout) {
    own.sendLayout = layout;
    return this;
  }

  LocalCall receiving(Collectives.@Nullable Layout layout) {
    own.recvLayout = layout;
    return this;
  }

  LocalCall rooted(int at) {
    if (root != at) {
      root = at;
    }
    return this;
  }

  int root() {
    return root;
  }

  LocalCall reducing(Reducer with) {
    own.reducer = with;
    return this;
  }

  /**
   * How each rank gets its own result out of copies of all operands, which have one count; it
   * touches no other rank's buffers.
   */
  LocalCall orTiny(Share ownResult) {
    if (tiny != ownResult) {
      tiny = ownResult;
    }
    return this;
  }

  Fingerprint print() {
    return Objects.requireNonNull(print, "no call");
  }

  Data needSend() {
    return Objects.requireNonNull(own.send, "no send buffer");
  }

  Data needRecv() {
    return Objects.requireNonNull(own.recv, "no receive buffer");
  }

  Collectives.Layout needSendLayout() {
    return Objects.requireNonNull(own.sendLayout, "no counts to send");
  }

  Collectives.Layout needRecvLayout() {
    return Objects.requireNonNull(own.recvLayout, "no counts to receive");
  }

  Reducer needReducer() {
    return Objects.requireNonNull(own.reducer, "no operation");
  }

  Share share() {
    return Objects.requireNonNull(share, "no share");
  }

  @Nullable Share tiny() {
    return tiny;
  }

  /** The bytes of both buffers. */
  long bytes() {
    Data to = own.recv;
    return operandBytes() + (to == null ? 0 : to.lengthBytes());
  }

  long operandBytes() {
    Data from = own.send;
    return from == null ? 0 : from.lengthBytes();
  }

  /** Keeps a copy of the operand, for others to read after this rank has gone on. */
  void copyOperand() {
    Data from = own.send;
    if (from == null) {
      return;
    }
    Data kept = copy;
    if (kept == null || kept.type() != from.type() || kept.count() < from.count()) {
      kept = Elements.allocate(from.type(), Math.max(from.count(), 16));
      copy = kept;
    }
    Elements.copy(from, 0, kept, 0, from.count());
  }

  /** The operand's copy, or a longer buffer that begins with it. */
  Data copy() {
    return Objects.requireNonNull(copy, "no copy");
  }

  @Nullable Throwable error() {
    return error;
  }

  void fail(Throwable thrown) {
    error = thrown;
  }

  /** Lets go of the caller's buffers; the copy and the print stay for those who are behind. */
  void clear() {
    own.send = null;
    own.recv = null;
  }
}

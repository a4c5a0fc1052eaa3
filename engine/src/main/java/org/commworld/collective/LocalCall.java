package org.commworld.collective;

import java.util.Objects;
import org.commworld.collective.LocalGroup.Share;
import org.commworld.collective.LocalGroup.TinyShare;
import org.commworld.data.Reducer;
import org.commworld.mpi.Data;
import org.commworld.mpi.Datatype;
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
    private @Nullable TinyShare tiny;
  }

  private @Nullable Fingerprint print;
  private final Own own = new Own();
  private int root = -1;
  private @Nullable Share share;
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
    own.tiny = null;
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
   * How each rank gets its own result out of copies of all operands, which have one count, if they
   * are short.
   */
  LocalCall orTiny(@Nullable TinyShare ownResult) {
    own.tiny = ownResult;
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

  /** Null if the call is not tiny. */
  @Nullable TinyShare tiny() {
    Data from = own.send;
    boolean isShort =
        from == null
            || (from.type() != Datatype.OBJECT && from.lengthBytes() <= LocalGroup.TINY_BYTES);
    return isShort ? own.tiny : null;
  }

  @Nullable Data operand() {
    return own.send;
  }

  /** The bytes of both buffers. */
  long bytes() {
    Data from = own.send;
    Data to = own.recv;
    return (from == null ? 0 : from.lengthBytes()) + (to == null ? 0 : to.lengthBytes());
  }

  @Nullable Throwable error() {
    return error;
  }

  void fail(Throwable thrown) {
    error = thrown;
  }

  /** Lets go of the caller's buffers; the print stays for those who are behind. */
  void clear() {
    own.send = null;
    own.recv = null;
  }
}

package org.commworld.collective;

import java.util.Objects;
import org.commworld.collective.LocalGroup.Share;
import org.commworld.data.Reducer;
import org.commworld.mpi.Data;
import org.commworld.wire.Fingerprint;
import org.jspecify.annotations.Nullable;

/** What one rank passes to a call, in its place in a {@link LocalGroup}; used again and again. */
final class LocalCall extends Padded {
  private @Nullable Fingerprint print;
  private @Nullable Share share;
  private @Nullable Data send;
  private @Nullable Data recv;
  private Collectives.@Nullable Layout sendLayout;
  private Collectives.@Nullable Layout recvLayout;
  private @Nullable Reducer reducer;
  private int root;
  private volatile @Nullable Throwable error;

  /** Begins a new call, with nothing but this. */
  LocalCall begin(Fingerprint call, @Nullable Data from, @Nullable Data to, Share ownShare) {
    print = call;
    share = ownShare;
    send = from;
    recv = to;
    sendLayout = null;
    recvLayout = null;
    reducer = null;
    root = -1;
    error = null;
    return this;
  }

  LocalCall sending(Collectives.@Nullable Layout layout) {
    sendLayout = layout;
    return this;
  }

  LocalCall receiving(Collectives.@Nullable Layout layout) {
    recvLayout = layout;
    return this;
  }

  LocalCall rooted(int at) {
    root = at;
    return this;
  }

  int root() {
    return root;
  }

  LocalCall reducing(Reducer with) {
    reducer = with;
    return this;
  }

  Fingerprint print() {
    return Objects.requireNonNull(print, "no call");
  }

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

  Share share() {
    return Objects.requireNonNull(share, "no share");
  }

  /** The bytes of both buffers. */
  long bytes() {
    Data from = send;
    Data to = recv;
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
    send = null;
    recv = null;
  }
}

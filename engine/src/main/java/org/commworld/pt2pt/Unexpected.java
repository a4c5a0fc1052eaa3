package org.commworld.pt2pt;

import org.commworld.mpi.Data;
import org.commworld.stats.Span;
import org.commworld.wire.Envelope;
import org.jspecify.annotations.Nullable;

/**
 * A message that has come before its receive. Where its elements are is one of three: here, in
 * {@link #held}; with a sender in this JVM, in {@link #pending}; or beyond {@link #link}, under the
 * sender's {@link #sendId}.
 */
public final class Unexpected {
  private final Envelope envelope;
  private final @Nullable Data held;
  private final @Nullable SendOperation pending;
  private final @Nullable FrameLink link;
  private final int sendId;
  private int sender = -1;
  private Span.@Nullable MessageId message;

  private Unexpected(
      Envelope envelope,
      @Nullable Data held,
      @Nullable SendOperation pending,
      @Nullable FrameLink link,
      int sendId) {
    this.envelope = envelope;
    this.held = held;
    this.pending = pending;
    this.link = link;
    this.sendId = sendId;
  }

  static Unexpected held(Envelope envelope, Data elements, @Nullable FrameLink from) {
    return new Unexpected(envelope, elements, null, from, 0);
  }

  static Unexpected pending(SendOperation send) {
    return new Unexpected(send.envelope(), null, send, null, 0);
  }

  static Unexpected announced(Envelope envelope, FrameLink link, int sendId) {
    return new Unexpected(envelope, null, null, link, sendId);
  }

  /** It has come from {@code worldRank}. */
  Unexpected from(int worldRank, Span.@Nullable MessageId id) {
    sender = worldRank;
    message = id;
    return this;
  }

  /** Who has sent it, in the world. */
  public int sender() {
    return sender;
  }

  Span.@Nullable MessageId message() {
    return message;
  }

  /** What was matched. */
  public Envelope envelope() {
    return envelope;
  }

  @Nullable Data held() {
    return held;
  }

  @Nullable SendOperation pending() {
    return pending;
  }

  @Nullable FrameLink link() {
    return link;
  }

  int sendId() {
    return sendId;
  }
}

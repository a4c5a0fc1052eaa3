package org.commworld.wire;

/** What a frame is; the position in this list is the code on the wire. */
public enum FrameType {
  /** A whole message with its elements. */
  EAGER,
  /** Request to send: a message whose elements wait for {@link #CLEAR}. */
  REQUEST,
  /** Clear to send: the receiver is there and names its receive, or −1 to drop the message. */
  CLEAR,
  /** A run of elements of a message that was cleared. */
  DATA,
  /** Eager bytes that the receiver has taken out of its queue. */
  CREDIT,
  /** Which collective are you in? Carries the asker's own. */
  QUERY,
  /** The world has failed; the failure follows. */
  ABORT,
  /** The sender is done with this world and closes. */
  BYE;

  private static final FrameType[] BY_CODE = values();

  /** The frame type of {@code code}, or null. */
  static @org.jspecify.annotations.Nullable FrameType of(int code) {
    return code >= 0 && code < BY_CODE.length ? BY_CODE[code] : null;
  }
}

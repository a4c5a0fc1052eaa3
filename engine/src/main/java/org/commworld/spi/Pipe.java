package org.commworld.spi;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectableChannel;
import org.commworld.mpi.Data;

/**
 * Frames in order to and from one peer rank, never blocking. A port because the engine's framing
 * must not know whether a socket or a ring in shared memory carries them. Used by one thread at a
 * time.
 *
 * <p>The pipe owns the memory on both sides, so that a frame is copied once between the user's
 * array and a ring, and only sockets pay for a buffer of their own: to send, {@link #reserve} room,
 * write whole frames there, {@link #commit}, and {@link #flush} in the end; to receive, {@link
 * #fetch()}, read from {@link #readable} and {@link #consume}. All buffers are little-endian. A
 * pipe that {@link #isStraight} also moves bytes between the user's direct memory and its end.
 */
public interface Pipe extends AutoCloseable {
  /** The peer's rank in the world. */
  int peer();

  /** The most bytes of one frame, and so the most that can be reserved. */
  int longestFrameBytes();

  // ---- out ----

  /**
   * Room for frames, from the buffer's position to its limit: at least {@code least} bytes in one
   * piece, or else less because there is no more room now. Valid until the next call.
   *
   * @throws IOException if the peer is gone or breaks the protocol
   */
  ByteBuffer reserve(int least) throws IOException;

  /**
   * Takes what has been written into the reserved room, up to its position: whole frames. The peer
   * gets them at {@link #flush} at the latest.
   */
  void commit() throws IOException;

  /**
   * Whether the bytes of {@code data}'s elements go between where they are and the pipe's end
   * without a copy: by {@link #follow} and {@link #fetch(Data, long, int)}.
   */
  default boolean isStraight(Data data) {
    return false;
  }

  /**
   * Has bytes [from, from+bytes) of the straight {@code data}'s elements go out behind what is in
   * the reserved room, by {@link #flush}. Until all of them have gone they must not change, and
   * there is no room for anything else.
   */
  default void follow(Data data, long from, int bytes) {
    throw new UnsupportedOperationException("not straight: peer=" + peer());
  }

  /** Moves on what is committed, as far as that is possible now; whether any byte has moved. */
  boolean flush() throws IOException;

  /** Whether committed bytes wait for another {@link #flush}. */
  boolean hasUnsent();

  // ---- in ----

  /**
   * Brings what has come into reach of {@link #readable}.
   *
   * @return the number of bytes that it has more than before, 0 if nothing has come, −1 if the peer
   *     has closed and nothing more will come
   */
  int fetch() throws IOException;

  /** As {@link #fetch()}, but about {@code most} bytes at most. */
  default int fetch(int most) throws IOException {
    return fetch();
  }

  /**
   * Brings what has come into bytes [from, from+bytes) of the straight {@code data}'s elements;
   * only if nothing is {@link #readable}.
   *
   * @return the number of bytes, 0 if nothing has come, −1 as {@link #fetch()}
   */
  default int fetch(Data data, long from, int bytes) throws IOException {
    throw new UnsupportedOperationException("not straight: peer=" + peer());
  }

  /**
   * What has come and is not consumed, from the buffer's position to its limit; the end may be part
   * of a frame. Reading moves the position. Valid until the next {@link #fetch()}.
   */
  ByteBuffer readable();

  /** Gives back what has been read of {@link #readable}, up to its position. */
  void consume() throws IOException;

  /**
   * Whether {@link #fetch()} may bring something. A hint, for any thread; only if {@link
   * #isPolled}.
   */
  boolean isReady();

  /** Whether the last {@link #fetch()} was such that another one at once is worth its cost. */
  boolean expectsMore();

  /** Whether bytes come that only {@link #fetch()} sees, unless the pipe is armed. */
  boolean isPolled();

  // ---- waiting ----

  /** The channel to block on between {@link #arm} and {@link #disarm}. Non-blocking. */
  SelectableChannel selectable();

  /**
   * Sees to it that {@link #selectable} becomes ready when something can be done again.
   *
   * @param least bytes that the next frame needs; 0 if none is waiting
   * @return the operations to select; 0 if something can be done already, so nobody must block
   */
  int arm(int least) throws IOException;

  /** Ends what {@link #arm} has begun; harmless without it. */
  void disarm();

  /** Closes; closing twice is harmless. */
  @Override
  void close();
}

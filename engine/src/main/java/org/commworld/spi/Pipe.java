package org.commworld.spi;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectableChannel;

/**
 * Bytes in order to and from one peer rank, never blocking. A port because the engine's framing
 * must not know whether a socket or a ring in shared memory carries them. Used by one thread at a
 * time.
 */
public interface Pipe extends AutoCloseable {
  /** The peer's rank in the world. */
  int peer();

  /**
   * Reads what is there into {@code buffer}.
   *
   * @return the number of bytes, 0 if there are none now, −1 if the peer has closed
   */
  int read(ByteBuffer buffer) throws IOException;

  /** Writes what fits now of {@code buffer}; the number of bytes. */
  int write(ByteBuffer buffer) throws IOException;

  /** Becomes readable when bytes have come, and writable when there is room. Non-blocking. */
  SelectableChannel selectable();

  /** Says that nothing more will be written. */
  void shutdownOutput() throws IOException;

  /** Closes; closing twice is harmless. */
  @Override
  void close();
}

package org.commworld.transport.shm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * A connected Unix-domain socket: a byte wakes the other side, the end of the stream says that it
 * is gone, however it went. Never blocks. Used by one thread at a time.
 */
final class Doorbell {
  private static final int DRAIN_BYTES = 64;

  private final SocketChannel channel;
  private final ByteBuffer one = ByteBuffer.allocateDirect(1);
  private final ByteBuffer drained = ByteBuffer.allocateDirect(DRAIN_BYTES);
  private boolean gone;

  Doorbell(SocketChannel channel) {
    this.channel = channel;
  }

  SocketChannel channel() {
    return channel;
  }

  /**
   * Wakes the other side. If the socket takes no more, then it holds bytes that the other side has
   * not read, and those wake it as well.
   */
  void ring() {
    try {
      channel.write(one.clear());
    } catch (IOException e) {
      gone = true; // As the end of the stream: what the peer has written before can still be read.
    }
  }

  /** Forgets all rings so far, and looks whether the other side is still there. */
  void drain() {
    try {
      int read;
      do {
        read = channel.read(drained.clear());
      } while (read == DRAIN_BYTES);
      gone |= read < 0;
    } catch (IOException e) {
      gone = true;
    }
  }

  /** Whether the other side is known to be gone. */
  boolean isGone() {
    return gone;
  }

  void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot close a doorbell", e);
    }
  }
}

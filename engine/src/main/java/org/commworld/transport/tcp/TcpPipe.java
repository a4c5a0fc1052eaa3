package org.commworld.transport.tcp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.commworld.spi.Pipe;

/**
 * A pipe that is a socket, with a buffer for each direction: {@link #out} is always ready to be
 * written into, {@link #in} to be read from.
 */
final class TcpPipe implements Pipe {
  private static final int BUFFER_BYTES = 256 << 10;

  /**
   * So much is handed to the socket at once. The peer takes it out while the next chunk is filled,
   * so that the copies of a long message overlap; and what was filled is still in the cache.
   */
  private static final int CHUNK_BYTES = 64 << 10;

  private final int peer;
  private final SocketChannel channel;
  private final ByteBuffer in = ByteBuffer.allocateDirect(BUFFER_BYTES);
  private final ByteBuffer out = ByteBuffer.allocateDirect(BUFFER_BYTES);
  private int sent; // Of the bytes before out's position, those that the socket has.
  private boolean wasFilled;

  TcpPipe(int peer, SocketChannel channel) {
    this.peer = peer;
    this.channel = channel;
    in.order(ByteOrder.LITTLE_ENDIAN).limit(0);
    out.order(ByteOrder.LITTLE_ENDIAN);
  }

  @Override
  public int peer() {
    return peer;
  }

  @Override
  public int longestFrameBytes() {
    return BUFFER_BYTES;
  }

  @Override
  public ByteBuffer reserve(int least) throws IOException {
    if (unsent() >= CHUNK_BYTES) {
      flush();
    }
    if (unsent() >= CHUNK_BYTES) {
      out.limit(out.position()); // The socket is full: what comes next is better where it is.
      return out;
    }
    int room = Math.max(CHUNK_BYTES - unsent(), least);
    if (BUFFER_BYTES - out.position() < room) {
      out.limit(out.position()).position(sent);
      out.compact();
      sent = 0;
    }
    out.limit(Math.min(BUFFER_BYTES, out.position() + room));
    return out;
  }

  @Override
  public void commit() {
    // What is written is in the buffer, and goes out with it.
  }

  @Override
  public boolean flush() throws IOException {
    if (!hasUnsent()) {
      return false;
    }
    int end = out.position();
    out.limit(end).position(sent);
    int written;
    try {
      written = channel.write(out);
    } finally {
      sent = out.position();
      out.limit(BUFFER_BYTES).position(end);
    }
    if (sent == end) {
      sent = 0;
      out.clear();
    }
    return written > 0;
  }

  private int unsent() {
    return out.position() - sent;
  }

  @Override
  public boolean hasUnsent() {
    return unsent() > 0;
  }

  @Override
  public int fetch() throws IOException {
    in.compact();
    try {
      int read = channel.read(in);
      wasFilled = !in.hasRemaining();
      return read;
    } finally {
      in.flip();
    }
  }

  @Override
  public ByteBuffer readable() {
    return in;
  }

  @Override
  public void consume() {
    // The position of the buffer says it already.
  }

  @Override
  public boolean expectsMore() {
    return wasFilled;
  }

  @Override
  public boolean isPolled() {
    return false;
  }

  @Override
  public SelectableChannel selectable() {
    return channel;
  }

  @Override
  public int arm(int least) {
    return SelectionKey.OP_READ | (least > 0 || hasUnsent() ? SelectionKey.OP_WRITE : 0);
  }

  @Override
  public void disarm() {
    // A socket is ready whether or not anybody asks.
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot close the connection to rank " + peer, e);
    }
  }
}

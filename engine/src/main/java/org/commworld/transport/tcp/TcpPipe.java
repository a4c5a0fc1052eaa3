package org.commworld.transport.tcp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Objects;
import org.commworld.mpi.Data;
import org.commworld.spi.Pipe;
import org.jspecify.annotations.Nullable;

/**
 * A pipe that is a socket, with a buffer for each direction: {@link #out} is always ready to be
 * written into, {@link #in} to be read from.
 */
final class TcpPipe implements Pipe {
  private static final int BUFFER_BYTES = 512 << 10;
  private static final ByteBuffer NO_ROOM = ByteBuffer.allocate(0);

  private final int peer;
  private final SocketChannel channel;
  private final ByteBuffer in = ByteBuffer.allocateDirect(BUFFER_BYTES);
  private final ByteBuffer out = ByteBuffer.allocateDirect(BUFFER_BYTES);
  private final ByteBuffer[] outAndFollowing = new ByteBuffer[2];
  private final @Nullable ArraySocket arrays;
  private @Nullable Data following;
  private long followingFrom;
  private int followingBytes;
  private boolean wasFilled;

  TcpPipe(int peer, SocketChannel channel) {
    this.peer = peer;
    this.channel = channel;
    this.arrays = ArraySocket.of(channel);
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
    while ((following != null || out.remaining() < least) && flush()) {
      // The socket took some: perhaps that is enough, perhaps it takes more.
    }
    return following == null ? out : NO_ROOM;
  }

  @Override
  public void commit() {
    // What is written is in the buffer, and goes out with it.
  }

  @Override
  public boolean isStraight(Data data) {
    return data.memory() != null || (arrays != null && ArraySocket.reaches(data));
  }

  @Override
  public void follow(Data data, long from, int bytes) {
    following = data;
    followingFrom = from;
    followingBytes = bytes;
  }

  @Override
  public boolean flush() throws IOException {
    if (!hasUnsent()) {
      return false;
    }
    out.flip();
    boolean moved = following == null ? channel.write(out) > 0 : writeWith(following);
    out.compact();
    return moved;
  }

  private boolean writeWith(Data data) throws IOException {
    int ahead = out.remaining();
    int sent;
    if (arrays != null && ArraySocket.reaches(data)) {
      sent = arrays.send(out, data, followingFrom, followingBytes);
    } else {
      outAndFollowing[0] = out;
      outAndFollowing[1] = direct(data, followingFrom, followingBytes);
      channel.write(outAndFollowing);
      sent = outAndFollowing[1].position();
    }
    followingFrom += sent;
    followingBytes -= sent;
    if (followingBytes == 0) {
      following = null;
      outAndFollowing[1] = NO_ROOM;
    }
    return sent > 0 || out.remaining() < ahead;
  }

  private static ByteBuffer direct(Data data, long from, int bytes) {
    return Objects.requireNonNull(data.memory(), "not straight").slice((int) from, bytes);
  }

  @Override
  public boolean hasUnsent() {
    return out.position() > 0 || following != null;
  }

  @Override
  public int fetch() throws IOException {
    return fetch(BUFFER_BYTES);
  }

  @Override
  public int fetch(int most) throws IOException {
    in.compact();
    in.limit(Math.min(BUFFER_BYTES, in.position() + most));
    try {
      int read = channel.read(in);
      wasFilled = !in.hasRemaining();
      return read;
    } finally {
      in.flip();
    }
  }

  @Override
  public int fetch(Data data, long from, int bytes) throws IOException {
    if (arrays != null && ArraySocket.reaches(data)) {
      int received = arrays.receive(data, from, bytes);
      wasFilled = received == Math.min(bytes, ArraySocket.MOST_AT_ONCE);
      return received;
    }
    int received = channel.read(direct(data, from, bytes));
    wasFilled = received == bytes;
    return received;
  }

  @Override
  public boolean isReady() {
    return false; // Only a system call would tell.
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

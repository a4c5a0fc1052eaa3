package org.commworld.spark.control;

import io.netty.channel.Channel;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.commworld.spark.control.ControlMessage.InputRequest;

/**
 * The driver's standard input in rank 0's JVM. Asks for more only when it has none, so that input
 * that nobody reads stays where it is.
 */
final class RemoteInput extends InputStream {
  private static final int REQUEST_BYTES = 8 << 10;

  private final ClientState state;
  private final Channel channel;
  private final ReentrantLock reading = new ReentrantLock();
  private byte[] buffer = new byte[0];
  private int position;
  private boolean ended;

  RemoteInput(ClientState state, Channel channel) {
    this.state = state;
    this.channel = channel;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    try {
      reading.lockInterruptibly();
      try {
        return length == 0 ? 0 : readSome(bytes, offset, length);
      } finally {
        reading.unlock();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while reading standard input");
    }
  }

  private int readSome(byte[] bytes, int offset, int length)
      throws IOException, InterruptedException {
    if (position == buffer.length && !ended) {
      buffer = state.awaitInput(() -> Channels.send(channel, new InputRequest(REQUEST_BYTES)));
      position = 0;
      ended = buffer.length == 0;
    }
    if (ended) {
      return -1;
    }
    int count = Math.min(length, buffer.length - position);
    System.arraycopy(buffer, position, bytes, offset, count);
    position += count;
    return count;
  }
}

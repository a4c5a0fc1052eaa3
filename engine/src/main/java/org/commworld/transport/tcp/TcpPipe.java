package org.commworld.transport.tcp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SocketChannel;
import org.commworld.spi.Pipe;

/** A pipe that is a socket. */
final class TcpPipe implements Pipe {
  private final int peer;
  private final SocketChannel channel;

  TcpPipe(int peer, SocketChannel channel) {
    this.peer = peer;
    this.channel = channel;
  }

  @Override
  public int peer() {
    return peer;
  }

  @Override
  public int read(ByteBuffer buffer) throws IOException {
    return channel.read(buffer);
  }

  @Override
  public int write(ByteBuffer buffer) throws IOException {
    return channel.write(buffer);
  }

  @Override
  public SelectableChannel selectable() {
    return channel;
  }

  @Override
  public void shutdownOutput() throws IOException {
    channel.shutdownOutput();
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

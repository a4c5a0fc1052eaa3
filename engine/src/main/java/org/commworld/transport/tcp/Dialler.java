package org.commworld.transport.tcp;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;
import org.commworld.spi.Pipe;
import org.commworld.spi.ProcessCard;
import org.jspecify.annotations.Nullable;

/** One handshake as the side that dials, on a rank's own thread. */
final class Dialler {
  private final Handshake handshake;
  private final @Nullable Shortcut shortcut;
  private final int rank;
  private final int peer;

  Dialler(Handshake handshake, @Nullable Shortcut shortcut, int rank, int peer) {
    this.handshake = handshake;
    this.shortcut = shortcut;
    this.rank = rank;
    this.peer = peer;
  }

  /**
   * Opens a pipe to the peer.
   *
   * @return empty if the peer has, or will have, a connection of its own
   */
  Optional<Pipe> dial(ProcessCard card, Duration timeout) throws IOException {
    SocketChannel channel = SocketChannel.open();
    Pipe pipe = null;
    try {
      pipe = greet(channel, card, timeout);
      return Optional.ofNullable(pipe);
    } finally {
      if (!(pipe instanceof TcpPipe)) {
        channel.close();
      }
    }
  }

  private @Nullable Pipe greet(SocketChannel channel, ProcessCard card, Duration timeout)
      throws IOException {
    int millis = (int) Math.max(1, timeout.toMillis());
    channel.socket().connect(new InetSocketAddress(card.host(), card.port()), millis);
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
    channel.socket().setSoTimeout(millis);
    DataInputStream in = new DataInputStream(channel.socket().getInputStream());
    OutputStream out = channel.socket().getOutputStream();
    Shortcut near = shortcut != null && shortcut.mayReach(card) ? shortcut : null;
    byte[] hello = handshake.hello(rank, peer, near != null);
    out.write(hello);
    byte[] challenge = new byte[Handshake.CHALLENGE_BYTES];
    in.readFully(challenge);
    if (!handshake.isGenuine(hello, challenge)) {
      throw new ConnectException("the peer does not know the job's key");
    }
    out.write(handshake.proof(hello, challenge));
    byte verdict = in.readByte();
    if (verdict == Handshake.DUPLICATE) {
      return null;
    }
    if (verdict == Handshake.OFFER_WANTED && near != null) {
      return offer(near, hello, challenge, in, channel);
    }
    return verdict(verdict, channel);
  }

  private Pipe verdict(byte verdict, SocketChannel channel) throws IOException {
    if (verdict != Handshake.ACCEPTED) {
      throw new ConnectException("refused, verdict=" + verdict);
    }
    channel.configureBlocking(false);
    return new TcpPipe(peer, channel);
  }

  private Pipe offer(
      Shortcut near, byte[] hello, byte[] challenge, DataInputStream in, SocketChannel channel)
      throws IOException {
    OutputStream out = channel.socket().getOutputStream();
    try (Shortcut.Offer offer = prepare(near)) {
      byte[] bytes = offer == null ? new byte[Shortcut.OFFER_BYTES] : offer.bytes();
      out.write(handshake.seal(hello, challenge, bytes));
      byte verdict = in.readByte();
      if (offer == null) {
        return verdict(verdict, channel);
      }
      if (verdict == Handshake.OFFER_TAKEN) {
        return offer.taken();
      }
      near.unused(peer, "the peer has refused");
      return verdict(verdict, channel);
    }
  }

  private Shortcut.@Nullable Offer prepare(Shortcut near) {
    try {
      return near.offer(peer);
    } catch (IOException e) {
      near.unused(peer, e.toString());
      return null;
    }
  }
}

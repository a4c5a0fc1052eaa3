package org.commworld.transport.tcp;

import java.io.Closeable;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.commworld.spi.Pipe;
import org.commworld.wire.ProtocolException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The JVM's one daemon thread for a world: accepts connections, leads their handshakes, and between
 * times runs the housekeeping. No peer can hold it up: all its channels are non-blocking, a
 * handshake has {@link #HANDSHAKE_TIMEOUT} in all, and at most {@value #MAX_HANDSHAKES} are under
 * way.
 */
final class Acceptor implements Runnable {
  /** What becomes of a connection whose handshake is done. */
  interface Gate {
    /** Whether {@code dest}, a rank of this JVM, takes the connection of {@code source}. */
    boolean mayAccept(int dest, int source);

    /** Hands the connection over. */
    void accepted(int dest, Pipe pipe);
  }

  static final Duration HANDSHAKE_TIMEOUT = Duration.ofSeconds(5);
  private static final int MAX_HANDSHAKES = 64;
  private static final long HOUSEKEEPING_MILLIS = 10;
  private static final byte[] NO_OFFER = new byte[Shortcut.OFFER_BYTES];
  private static final Logger LOG = LoggerFactory.getLogger(Acceptor.class);

  private final ServerSocketChannel listener;
  private final Selector selector;
  private final Handshake handshake;
  private final @Nullable Shortcut shortcut;
  private final Gate gate;
  private final Runnable housekeeping;
  private final AtomicLong refused = new AtomicLong();
  private volatile boolean closed;

  /**
   * An acceptor that waits to be run.
   *
   * @param shortcut takes what diallers offer; null if there is none
   */
  Acceptor(
      ServerSocketChannel listener,
      Handshake handshake,
      @Nullable Shortcut shortcut,
      Gate gate,
      Runnable housekeeping)
      throws IOException {
    this.listener = listener;
    this.handshake = handshake;
    this.shortcut = shortcut;
    this.gate = gate;
    this.housekeeping = housekeeping;
    this.selector = Selector.open();
    listener.configureBlocking(false);
    listener.register(selector, SelectionKey.OP_ACCEPT);
  }

  /** Connections that were turned away. */
  long refused() {
    return refused.get();
  }

  void close() {
    closed = true;
    selector.wakeup();
  }

  @Override
  public void run() {
    try {
      while (!closed) {
        selector.select(HOUSEKEEPING_MILLIS);
        // Taken out first: serving one selects again, which changes the set.
        SelectionKey[] ready = selector.selectedKeys().toArray(SelectionKey[]::new);
        selector.selectedKeys().clear();
        for (SelectionKey key : ready) {
          serve(key);
        }
        dropLate();
        housekeeping.run();
      }
    } catch (IOException e) {
      LOG.warn("cannot accept connections any more", e);
    } finally {
      selector.keys().forEach(key -> closeQuietly(key.channel()));
      closeQuietly(selector);
    }
  }

  private void serve(SelectionKey key) throws IOException {
    if (!key.isValid()) {
      return;
    }
    if (key.attachment() instanceof Greeting greeting) {
      advance(key, greeting);
      return;
    }
    SocketChannel channel = listener.accept();
    if (channel == null) {
      return;
    }
    if (selector.keys().size() > MAX_HANDSHAKES) {
      refuse(channel, "too many handshakes under way");
      return;
    }
    channel.configureBlocking(false);
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    channel.register(selector, SelectionKey.OP_READ, new Greeting(channel));
  }

  private void advance(SelectionKey key, Greeting greeting) {
    try {
      if (greeting.channel.read(greeting.expected) < 0) {
        throw new ProtocolException("closed during the handshake");
      }
      if (!greeting.expected.hasRemaining() && greeting.next()) {
        key.cancel();
        selector.selectNow(); // A channel must be off this selector before another may have it.
        greeting.finish();
      }
    } catch (IOException e) {
      key.cancel();
      greeting.fail();
      refuse(greeting.channel, e.getMessage());
    }
  }

  private void dropLate() {
    long now = System.nanoTime();
    for (SelectionKey key : selector.keys()) {
      if (key.attachment() instanceof Greeting greeting && now - greeting.deadline > 0) {
        key.cancel();
        refuse(greeting.channel, "handshake took too long");
      }
    }
  }

  private void refuse(SocketChannel channel, @Nullable String why) {
    refused.incrementAndGet();
    LOG.debug("connection refused: {} ({})", why, channel);
    closeQuietly(channel);
  }

  private static void closeQuietly(Closeable closeable) {
    try {
      closeable.close();
    } catch (IOException e) {
      LOG.debug("cannot close {}", closeable, e);
    }
  }

  /** What a handshake waits for. */
  private enum Step {
    HELLO,
    PROOF,
    OFFER
  }

  /** One handshake under way, as the side that listens. */
  private final class Greeting {
    private final SocketChannel channel;
    private final long deadline = System.nanoTime() + HANDSHAKE_TIMEOUT.toNanos();
    private Step step = Step.HELLO;
    private ByteBuffer expected = ByteBuffer.allocate(Handshake.HELLO_BYTES);
    private byte[] hello = {};
    private byte[] challenge = {};
    private Handshake.@Nullable Hello who;
    private @Nullable Pipe pipe;

    Greeting(SocketChannel channel) {
      this.channel = channel;
    }

    /** Takes the message that is complete; whether it was the last. */
    boolean next() throws IOException {
      byte[] message = expected.array();
      return switch (step) {
        case HELLO -> takeHello(message);
        case PROOF -> takeProof(message);
        case OFFER -> takeOffer(message);
      };
    }

    private boolean takeHello(byte[] message) throws IOException {
      who = handshake.readHello(message);
      hello = message;
      challenge = handshake.challenge(hello);
      write(challenge);
      return await(Step.PROOF, Handshake.PROOF_BYTES);
    }

    private boolean takeProof(byte[] message) throws IOException {
      if (!handshake.isProof(hello, challenge, message)) {
        throw new ProtocolException("the peer does not know the job's key");
      }
      Handshake.Hello peer = Objects.requireNonNull(who);
      if (!gate.mayAccept(peer.dest(), peer.source())) {
        write(Handshake.DUPLICATE);
        return true;
      }
      if (peer.offers() && shortcut != null) {
        write(Handshake.OFFER_WANTED);
        return await(Step.OFFER, Handshake.OFFER_BYTES);
      }
      return keepConnection(peer);
    }

    private boolean takeOffer(byte[] message) throws IOException {
      byte[] offer = handshake.unseal(hello, challenge, message);
      Handshake.Hello peer = Objects.requireNonNull(who);
      Pipe taken = Arrays.equals(offer, NO_OFFER) ? null : take(peer.source(), offer);
      if (taken == null) {
        return keepConnection(peer);
      }
      pipe = taken;
      write(Handshake.OFFER_TAKEN);
      return true;
    }

    private @Nullable Pipe take(int peer, byte[] offer) {
      Shortcut way = Objects.requireNonNull(shortcut);
      try {
        return way.take(peer, offer);
      } catch (IOException e) {
        way.unused(peer, e.toString());
        return null;
      }
    }

    private boolean keepConnection(Handshake.Hello peer) throws IOException {
      pipe = new TcpPipe(peer.source(), channel);
      write(Handshake.ACCEPTED);
      return true;
    }

    private boolean await(Step next, int bytes) {
      step = next;
      expected = ByteBuffer.allocate(bytes);
      return false;
    }

    /** Hands the pipe over, if there is one, and closes what is not part of it. */
    void finish() {
      if (!(pipe instanceof TcpPipe)) {
        closeQuietly(channel);
      }
      if (pipe != null && who != null) {
        gate.accepted(who.dest(), pipe);
      }
    }

    /** Closes a pipe that cannot be handed over. */
    void fail() {
      if (pipe != null) {
        pipe.close();
      }
      closeQuietly(channel);
    }

    /** A fresh socket's buffer has room for all that a handshake writes. */
    private void write(byte... bytes) throws IOException {
      ByteBuffer out = ByteBuffer.wrap(bytes);
      channel.write(out);
      if (out.hasRemaining()) {
        throw new ProtocolException("the peer does not read");
      }
    }
  }
}

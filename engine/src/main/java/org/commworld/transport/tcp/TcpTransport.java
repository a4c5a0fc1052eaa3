package org.commworld.transport.tcp;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.commworld.spi.Pipe;
import org.commworld.spi.ProcessCard;
import org.commworld.spi.Roster;
import org.commworld.spi.Transport;
import org.commworld.spi.WorldId;
import org.jspecify.annotations.Nullable;

/**
 * Sockets between the JVMs of one world: one listener a JVM, one connection for each pair of ranks
 * that talk, made on first use.
 */
public final class TcpTransport implements Transport {
  private static final int BACKLOG = 1024;

  private final WorldId world;
  private final Handshake handshake;
  private final ServerSocketChannel listener;
  private final int port;
  private final PeerTable peers = new PeerTable();
  private final Map<Integer, Consumer<Pipe>> arrivals = new ConcurrentHashMap<>();
  private @Nullable Roster roster;
  private int[] processByRank = {};
  private @Nullable Acceptor acceptor;

  private TcpTransport(WorldId world, byte[] jobKey, ServerSocketChannel listener)
      throws IOException {
    this.world = world;
    this.handshake = new Handshake(world, jobKey);
    this.listener = listener;
    this.port = ((InetSocketAddress) listener.getLocalAddress()).getPort();
  }

  /**
   * Listens on a free port of {@code bind}. Connections wait until {@link #start}.
   *
   * @throws IOException naming the address, if it cannot listen there
   */
  public static TcpTransport listen(WorldId world, byte[] jobKey, InetAddress bind)
      throws IOException {
    ServerSocketChannel listener = ServerSocketChannel.open();
    try {
      listener.bind(new InetSocketAddress(bind, 0), BACKLOG);
      return new TcpTransport(world, jobKey, listener);
    } catch (IOException e) {
      listener.close();
      throw new IOException("cannot listen on " + bind + ": " + e.getMessage(), e);
    }
  }

  /** The port that it listens on. */
  public int port() {
    return port;
  }

  /** Connections that were turned away: of strangers, of other jobs, of older attempts. */
  public long refused() {
    return acceptor == null ? 0 : acceptor.refused();
  }

  /**
   * Begins to accept.
   *
   * @param roster where the peers listen
   * @param housekeeping run every 10 ms on the accepting thread
   */
  public void start(Roster roster, Runnable housekeeping) throws IOException {
    this.roster = roster;
    this.processByRank = roster.processIndexByRank();
    Acceptor.Gate gate =
        new Acceptor.Gate() {
          @Override
          public boolean mayAccept(int dest, int source) {
            return arrivals.containsKey(dest) && peers.mayAccept(dest, source);
          }

          @Override
          public void accepted(int dest, int source, SocketChannel channel) {
            Consumer<Pipe> taker = arrivals.get(dest);
            if (taker != null) {
              taker.accept(new TcpPipe(source, channel));
            }
          }
        };
    acceptor = new Acceptor(listener, handshake, gate, housekeeping);
    Thread thread = new Thread(acceptor, "commworld-progress-" + world);
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void accept(int rank, Consumer<Pipe> taker) {
    arrivals.put(rank, taker);
  }

  @Override
  public Optional<Pipe> connect(int rank, int peer, Duration timeout) throws IOException {
    if (!peers.mayDial(rank, peer)) {
      return Optional.empty();
    }
    ProcessCard card = cardOf(peer);
    String where = "rank %d at %s:%d".formatted(peer, card.host(), card.port());
    SocketChannel channel = SocketChannel.open();
    try {
      byte verdict = dial(channel, rank, peer, card, timeout);
      if (verdict == Handshake.DUPLICATE) {
        channel.close();
        return Optional.empty();
      } else if (verdict != Handshake.ACCEPTED) {
        throw new ConnectException("refused, verdict=" + verdict);
      }
      peers.dialled(rank, peer);
      channel.configureBlocking(false);
      return Optional.of(new TcpPipe(peer, channel));
    } catch (IOException e) {
      channel.close();
      throw new IOException(where + ": " + e, e);
    }
  }

  private byte dial(SocketChannel channel, int rank, int peer, ProcessCard card, Duration timeout)
      throws IOException {
    int millis = (int) Math.max(1, timeout.toMillis());
    channel.socket().connect(new InetSocketAddress(card.host(), card.port()), millis);
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
    channel.socket().setSoTimeout(millis);
    DataInputStream in = new DataInputStream(channel.socket().getInputStream());
    byte[] hello = handshake.hello(rank, peer);
    channel.socket().getOutputStream().write(hello);
    byte[] challenge = new byte[Handshake.CHALLENGE_BYTES];
    in.readFully(challenge);
    if (!handshake.isGenuine(hello, challenge)) {
      throw new ConnectException("the peer does not know the job's key");
    }
    channel.socket().getOutputStream().write(handshake.proof(hello, challenge));
    byte[] verdict = new byte[Handshake.VERDICT_BYTES];
    in.readFully(verdict);
    return verdict[0];
  }

  private ProcessCard cardOf(int peer) {
    if (roster == null) {
      throw new IllegalStateException("not started");
    }
    return roster.processes().get(processByRank[peer]);
  }

  @Override
  public void close() {
    try {
      if (acceptor == null) {
        listener.close();
      } else {
        acceptor.close();
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException("cannot close the listener", e);
    }
  }
}

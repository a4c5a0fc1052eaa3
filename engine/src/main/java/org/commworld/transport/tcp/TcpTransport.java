package org.commworld.transport.tcp;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
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
  private final @Nullable Shortcut shortcut;
  private final PeerTable peers = new PeerTable();
  private final Map<Integer, Consumer<Pipe>> arrivals = new ConcurrentHashMap<>();
  private @Nullable Roster roster;
  private int[] processByRank = {};
  private @Nullable Acceptor acceptor;

  private TcpTransport(
      WorldId world, byte[] jobKey, ServerSocketChannel listener, @Nullable Shortcut shortcut)
      throws IOException {
    this.world = world;
    this.handshake = new Handshake(world, jobKey);
    this.listener = listener;
    this.shortcut = shortcut;
    this.port = ((InetSocketAddress) listener.getLocalAddress()).getPort();
  }

  /**
   * Listens on a free port of {@code bind}. Connections wait until {@link #start}.
   *
   * @param shortcut to peers near this JVM; null if there is none
   * @throws IOException naming the address, if it cannot listen there
   */
  public static TcpTransport listen(
      WorldId world, byte[] jobKey, InetAddress bind, @Nullable Shortcut shortcut)
      throws IOException {
    ServerSocketChannel listener = ServerSocketChannel.open();
    try {
      listener.bind(new InetSocketAddress(bind, 0), BACKLOG);
      return new TcpTransport(world, jobKey, listener, shortcut);
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
          public void accepted(int dest, Pipe pipe) {
            Consumer<Pipe> taker = arrivals.get(dest);
            if (taker != null) {
              taker.accept(pipe);
            }
          }
        };
    acceptor = new Acceptor(listener, handshake, shortcut, gate, housekeeping);
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
    try {
      Optional<Pipe> pipe = new Dialler(handshake, shortcut, rank, peer).dial(card, timeout);
      if (pipe.isPresent()) {
        peers.dialled(rank, peer);
      }
      return pipe;
    } catch (IOException e) {
      throw new IOException("rank %d at %s:%d: %s".formatted(peer, card.host(), card.port(), e), e);
    }
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

package org.commworld.bench.rank;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.commworld.mpi.ErrorClass;
import org.commworld.mpi.MpiException;
import org.commworld.spi.Bootstrap;
import org.commworld.spi.Failure;
import org.commworld.spi.Membership;
import org.commworld.spi.ProcessCard;
import org.commworld.spi.Roster;
import org.commworld.spi.WorldId;
import org.commworld.wire.FailureCodec;
import org.commworld.wire.ProtocolException;

/**
 * This JVM's connection to the measuring process: its ranks meet the others through it, and get
 * their orders. Lines of words, both ways. Used by all ranks of the JVM and by a thread that reads.
 *
 * <p>When the connection breaks, the measuring process is gone, however it ended: the JVM halts, so
 * that nothing stays behind.
 */
final class Link implements Bootstrap, AutoCloseable {
  /** The environment's name for port and key of the measuring process, with a colon between. */
  static final String VARIABLE = "COMMWORLD_BENCH";

  private static final int ORPHANED = 3;

  private final Socket socket;
  private final OutputStream out;
  private final byte[] key;
  private final CompletableFuture<List<ProcessCard>> processes = new CompletableFuture<>();
  private final CompletableFuture<Failure> failure = new CompletableFuture<>();
  private final Consumer<Optional<Order>> orders;
  private volatile boolean ended;

  private Link(Socket socket, byte[] key, Consumer<Optional<Order>> orders) throws IOException {
    this.socket = socket;
    this.out = socket.getOutputStream();
    this.key = key;
    this.orders = orders;
  }

  /**
   * Connects to the measuring process.
   *
   * @param host where it is
   * @param address what the environment says: port and key
   * @param ranks the ranks of this JVM
   * @param orders gets each order, and empty when the work is over; must not block
   */
  static Link connect(
      InetAddress host, String address, List<Integer> ranks, Consumer<Optional<Order>> orders)
      throws IOException {
    int colon = address.indexOf(':');
    int port = Integer.parseInt(address.substring(0, colon));
    byte[] key = HexFormat.of().parseHex(address.substring(colon + 1));
    Socket socket = new Socket(host, port);
    socket.setTcpNoDelay(true);
    Link link = new Link(socket, key, orders);
    link.say("hello %s %s".formatted(address.substring(colon + 1), words(ranks)));
    Thread reader = new Thread(link::read, "bench-link");
    reader.setDaemon(true);
    reader.start();
    return link;
  }

  private static String words(List<Integer> ranks) {
    return ranks.stream().map(String::valueOf).collect(Collectors.joining(","));
  }

  /** The secret that all ranks of the world know. */
  byte[] key() {
    return key.clone();
  }

  /** Sends one line. */
  synchronized void say(String line) {
    try {
      out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
      out.flush();
    } catch (IOException e) {
      orphaned();
    }
  }

  private void read() {
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        take(line);
      }
    } catch (IOException e) {
      // A broken connection means what its end means.
    }
    orphaned();
  }

  private void take(String line) throws IOException {
    String[] words = line.split(" ");
    switch (words[0]) {
      case "run" -> orders.accept(Order.parse(line));
      case "end" -> {
        ended = true;
        orders.accept(Optional.empty());
      }
      case "roster" -> processes.complete(Arrays.stream(words).skip(1).map(Link::card).toList());
      case "failed" -> failure.complete(failureOf(words[1]));
      default -> throw new IOException("not understood: " + line);
    }
  }

  private void orphaned() {
    if (!ended) {
      Runtime.getRuntime().halt(ORPHANED);
    }
  }

  @Override
  public Membership join(WorldId world, ProcessCard self, Duration timeout) {
    say("join " + word(self));
    return new Member(new Roster(world, await(processes, timeout)));
  }

  private static <T> T await(CompletableFuture<T> future, Duration timeout) {
    try {
      return future.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new MpiException(ErrorClass.TIMEOUT, "not all ranks joined in " + timeout, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MpiException(ErrorClass.INTERRUPTED, "interrupted while joining", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("cannot join", e.getCause());
    }
  }

  /** A process as one word: key, host, port and ranks. */
  private static String word(ProcessCard card) {
    return String.join(
        "/", card.key(), card.host(), String.valueOf(card.port()), words(card.ranks()));
  }

  private static ProcessCard card(String word) {
    String[] parts = word.split("/");
    List<Integer> ranks = new ArrayList<>();
    for (String rank : parts[3].split(",")) {
      ranks.add(Integer.valueOf(rank));
    }
    return new ProcessCard(parts[0], parts[1], Integer.parseInt(parts[2]), ranks);
  }

  private static Failure failureOf(String word) throws IOException {
    try {
      return FailureCodec.decode(Base64.getDecoder().decode(word));
    } catch (ProtocolException e) {
      throw new IOException("not a failure: " + word, e);
    }
  }

  @Override
  public void close() throws IOException {
    ended = true;
    socket.close();
  }

  /** The first failure is the one that the measuring process takes first. */
  private final class Member implements Membership {
    private final Roster roster;

    Member(Roster roster) {
      this.roster = roster;
    }

    @Override
    public Roster roster() {
      return roster;
    }

    @Override
    public void onFailure(Consumer<Failure> listener) {
      var unused = failure.thenAccept(listener);
    }

    @Override
    public void fail(Failure proposed) {
      say("fail " + Base64.getEncoder().encodeToString(FailureCodec.encode(proposed)));
    }

    @Override
    public Optional<Failure> awaitFailure(Duration timeout) throws InterruptedException {
      try {
        return Optional.of(failure.get(timeout.toMillis(), TimeUnit.MILLISECONDS));
      } catch (TimeoutException | ExecutionException e) {
        return Optional.empty();
      }
    }

    @Override
    public void close() {
      // The connection carries orders too: its owner closes it.
    }
  }
}

package org.commworld.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Where the processes of one world connect to: each says the world's key first and is turned away
 * without it. A thread accepts, one for each connection reads; all that they read goes into one
 * queue.
 */
final class Hub implements AutoCloseable {
  private static final int HELLO_MILLIS = 10_000;

  private final ServerSocket server;
  private final String key;
  private final List<Peer> peers = new CopyOnWriteArrayList<>();
  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();

  /** Listens at {@code address}. */
  Hub(InetAddress address) {
    byte[] secret = new byte[32];
    new SecureRandom().nextBytes(secret);
    key = HexFormat.of().formatHex(secret);
    try {
      server = new ServerSocket(0, 0, address);
    } catch (IOException e) {
      throw new BenchException("cannot listen on " + address + ": " + e.getMessage(), e);
    }
    Thread acceptor = new Thread(this::accept, "bench-hub");
    acceptor.setDaemon(true);
    acceptor.start();
  }

  /**
   * What a process has said, or that it is gone.
   *
   * @param line null if its connection has ended
   */
  record Event(Peer peer, @Nullable String line) {}

  /** One process: a connection whose first line was right. */
  final class Peer {
    private final Socket socket;
    private final String ranks;

    private Peer(Socket socket, String ranks) {
      this.socket = socket;
      this.ranks = ranks;
    }

    /** The ranks of the process, with commas between. */
    String ranks() {
      return ranks;
    }

    private void say(String line) {
      try {
        socket.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
      } catch (IOException e) {
        events.add(new Event(this, null));
      }
    }
  }

  /** What the processes find in the environment: port and key. */
  String address() {
    return server.getLocalPort() + ":" + key;
  }

  /** How many processes have connected. */
  int connected() {
    return peers.size();
  }

  /** Sends {@code line} to all processes that have connected. */
  void sayToAll(String line) {
    peers.forEach(peer -> peer.say(line));
  }

  /** The next event; null if there is none in {@code timeout}. */
  @Nullable Event poll(Duration timeout) throws InterruptedException {
    return events.poll(timeout.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        Thread reader = new Thread(() -> read(socket), "bench-peer");
        reader.setDaemon(true);
        reader.start();
      } catch (IOException e) {
        return; // closed, or nobody can connect any more, which the wait for them tells
      }
    }
  }

  private void read(Socket socket) {
    Peer peer = null;
    try (socket;
        BufferedReader in =
            new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
      socket.setSoTimeout(HELLO_MILLIS);
      socket.setTcpNoDelay(true);
      String hello = in.readLine();
      String[] words = hello == null ? new String[0] : hello.split(" ");
      if (words.length != 3 || !words[0].equals("hello") || !isKey(words[1])) {
        return;
      }
      socket.setSoTimeout(0);
      peer = new Peer(socket, words[2]);
      peers.add(peer);
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        events.add(new Event(peer, line));
      }
    } catch (IOException e) {
      // A broken connection is the end of one: told below.
    }
    if (peer != null) {
      events.add(new Event(peer, null));
    }
  }

  private boolean isKey(String word) {
    return MessageDigest.isEqual(
        word.getBytes(StandardCharsets.UTF_8), key.getBytes(StandardCharsets.UTF_8));
  }

  /** Closes the listener and all connections, which ends the processes. */
  @Override
  public void close() {
    try {
      server.close();
      for (Peer peer : peers) {
        peer.socket.close();
      }
    } catch (IOException e) {
      throw new BenchException("cannot close: " + e.getMessage(), e);
    }
  }
}

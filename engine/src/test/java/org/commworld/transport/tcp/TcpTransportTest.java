package org.commworld.transport.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.commworld.spi.Pipe;
import org.commworld.spi.ProcessCard;
import org.commworld.spi.Roster;
import org.commworld.spi.WorldId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TcpTransportTest {
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
  private static final WorldId WORLD = new WorldId("0123456789abcdef0123456789abcdef", 3, 2);
  private static final byte[] KEY = new byte[32];
  private static final Duration SOON = Duration.ofSeconds(10);

  private final List<TcpTransport> open = new ArrayList<>();
  private final BlockingQueue<Pipe> arrived = new LinkedBlockingQueue<>();

  @AfterEach
  void close() {
    open.forEach(TcpTransport::close);
  }

  private TcpTransport listen(WorldId world, byte[] key) throws IOException {
    TcpTransport transport = TcpTransport.listen(world, key, LOOPBACK, null);
    open.add(transport);
    return transport;
  }

  /** Rank 1 of {@link #WORLD} listens; rank 0 is whoever dials. */
  private TcpTransport listener() throws IOException {
    TcpTransport listener = listen(WORLD, KEY);
    listener.accept(1, arrived::add);
    listener.start(roster(WORLD, 1, listener.port()), () -> {});
    return listener;
  }

  private TcpTransport dialler(WorldId world, byte[] key, int port) throws IOException {
    TcpTransport dialler = listen(world, key);
    dialler.start(roster(world, dialler.port(), port), () -> {});
    return dialler;
  }

  /** A dialler may know before the listener that they do not belong together. */
  private static void awaitRefused(TcpTransport listener, long expected) {
    long deadline = System.nanoTime() + SOON.toNanos();
    while (listener.refused() < expected && System.nanoTime() - deadline < 0) {
      java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);
    }
    assertThat(listener.refused()).isEqualTo(expected);
  }

  private static Roster roster(WorldId world, int portOf0, int portOf1) {
    return new Roster(
        world,
        List.of(
            new ProcessCard("a", "127.0.0.1", portOf0, List.of(0)),
            new ProcessCard("b", "127.0.0.1", portOf1, List.of(1))));
  }

  @Test
  void bytesGoThroughAPipe() throws Exception {
    TcpTransport listener = listener();
    Pipe out = dialler(WORLD, KEY, listener.port()).connect(0, 1, SOON).orElseThrow();

    out.reserve(3).put(new byte[] {1, 2, 3});
    out.commit();
    out.flush();

    Pipe in = arrived.poll(10, TimeUnit.SECONDS);
    while (in.readable().remaining() < 3) {
      assertThat(in.fetch()).isNotNegative();
    }
    assertThat(in.peer()).isZero();
    assertThat(in.readable()).isEqualByComparingTo(ByteBuffer.wrap(new byte[] {1, 2, 3}));
  }

  @Test
  void secondConnectionOfAPairIsADuplicate() throws Exception {
    TcpTransport listener = listener();
    Optional<Pipe> first = dialler(WORLD, KEY, listener.port()).connect(0, 1, SOON);

    Optional<Pipe> second = dialler(WORLD, KEY, listener.port()).connect(0, 1, SOON);

    assertThat(first).isPresent();
    assertThat(second).isEmpty();
  }

  @Test
  void strangerWithoutTheKeyIsRefused() throws Exception {
    TcpTransport listener = listener();
    byte[] wrong = KEY.clone();
    wrong[31] = 1;
    TcpTransport stranger = dialler(WORLD, wrong, listener.port());

    assertThatThrownBy(() -> stranger.connect(0, 1, SOON))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("rank 1 at 127.0.0.1:" + listener.port())
        .hasMessageContaining("does not know the job's key");
    assertThat(arrived).isEmpty();
  }

  @Test
  void zombieOfAnOlderEpochIsRefused() throws Exception {
    TcpTransport listener = listener();
    WorldId older = new WorldId(WORLD.jobUid(), WORLD.epoch() - 1, WORLD.size());
    TcpTransport zombie = dialler(older, KEY, listener.port());

    assertThatThrownBy(() -> zombie.connect(0, 1, SOON)).isInstanceOf(IOException.class);
    assertThat(arrived).isEmpty();
    awaitRefused(listener, 1);
  }

  @Test
  void otherJobOnTheSamePortIsRefused() throws Exception {
    TcpTransport listener = listener();
    WorldId other = new WorldId("ffffffffffffffff0123456789abcdef", WORLD.epoch(), 2);
    TcpTransport stranger = dialler(other, KEY, listener.port());

    assertThatThrownBy(() -> stranger.connect(0, 1, SOON)).isInstanceOf(IOException.class);
    assertThat(arrived).isEmpty();
  }

  @Test
  void garbageIsClosedAndServiceGoesOn() throws Exception {
    TcpTransport listener = listener();
    Random random = new Random(7);
    for (int i = 0; i < 50; i++) {
      try (Socket socket = new Socket(LOOPBACK, listener.port())) {
        byte[] garbage = new byte[Handshake.HELLO_BYTES + random.nextInt(200)];
        random.nextBytes(garbage);
        socket.getOutputStream().write(garbage);
        socket.setSoTimeout(10_000);
        assertThatNothingMoreComes(socket);
      }
    }

    assertThat(dialler(WORLD, KEY, listener.port()).connect(0, 1, SOON)).isPresent();
    awaitRefused(listener, 50);
  }

  private static void assertThatNothingMoreComes(Socket socket) {
    try {
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    } catch (IOException e) {
      assertThat(e).hasMessageContaining("reset");
    }
  }

  @Test
  void silentConnectionsDoNotKeepAPeerOut() throws Exception {
    TcpTransport listener = listener();
    List<SocketChannel> silent = new ArrayList<>();
    try {
      for (int i = 0; i < 40; i++) {
        silent.add(SocketChannel.open(new InetSocketAddress(LOOPBACK, listener.port())));
      }

      assertThat(dialler(WORLD, KEY, listener.port()).connect(0, 1, SOON)).isPresent();
    } finally {
      for (SocketChannel channel : silent) {
        channel.close();
      }
    }
  }

  @Test
  void silentConnectionIsClosedAfterTheHandshakeTimeout() throws Exception {
    TcpTransport listener = listener();
    try (Socket socket = new Socket(LOOPBACK, listener.port())) {
      socket.setSoTimeout((int) Acceptor.HANDSHAKE_TIMEOUT.toMillis() * 3);

      assertThatNothingMoreComes(socket);
      awaitRefused(listener, 1);
    }
  }

  @Test
  void peerThatDoesNotListenIsNamed() throws Exception {
    TcpTransport gone = TcpTransport.listen(WORLD, KEY, LOOPBACK, null);
    // Before the port is free, or the dialler's own listener might get it.
    TcpTransport dialler = dialler(WORLD, KEY, gone.port());
    gone.close();

    assertThatThrownBy(() -> dialler.connect(0, 1, SOON))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("rank 1 at 127.0.0.1:" + gone.port());
  }

  @Test
  void addressThatIsNotHereIsNamed() throws Exception {
    // An address for documentation (RFC 5737), which no host has.
    InetAddress elsewhere = InetAddress.getByAddress(new byte[] {(byte) 192, 0, 2, 1});

    assertThatThrownBy(() -> TcpTransport.listen(WORLD, KEY, elsewhere, null))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("192.0.2.1");
  }
}

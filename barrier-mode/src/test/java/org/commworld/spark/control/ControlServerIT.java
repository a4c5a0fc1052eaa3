package org.commworld.spark.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.commworld.spark.control.ControlClient.Target;
import org.commworld.spi.Failure;
import org.commworld.spi.WorldId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Driver and executors over loopback sockets. */
@Timeout(60)
class ControlServerIT {
  private static final WorldId WORLD = new WorldId("0123456789abcdef0123456789abcdef", 0, 4);
  private static final byte[] KEY = new byte[32];
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final RecordingHandler handler = new RecordingHandler();
  private final BlockingQueue<Failure> pushed = new LinkedBlockingQueue<>();
  private ControlServer server;
  private DriverControl driver;

  @BeforeEach
  void start() throws IOException {
    server = ControlServer.start(InetAddress.getLoopbackAddress(), 0);
    driver = server.open(WORLD, KEY, handler, getClass().getClassLoader());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private ControlClient client(WorldId world, byte[] key) throws Exception {
    Target target = new Target("127.0.0.1", server.port(), world, key);
    return ControlClient.connect(target, "0-a", List.of(0, 2), pushed::add, Duration.ofSeconds(10));
  }

  private Socket stranger() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
    socket.setSoTimeout(20_000);
    return socket;
  }

  private static void assertClosedByPeer(Socket socket) {
    assertThatThrownBy(
            () -> {
              if (socket.getInputStream().read() < 0) {
                throw new java.io.EOFException("closed");
              }
            })
        .as("no answer but the end")
        .isInstanceOfAny(java.io.EOFException.class, java.net.SocketException.class);
  }

  @Test
  void reportsOfRanksArriveAndFlushWaitsForThem() throws Exception {
    try (ControlClient client = client(WORLD, KEY)) {
      client.statistics(new byte[5]);
      client.calls(2, new byte[60_000]);
      client.calls(2, new byte[60_000]);

      client.flush(LIMIT);

      assertThat(handler.events)
          .contains("joined 0-a [0, 2]", "statistics 5", "calls 2 60000")
          .hasSize(4);
    }
  }

  @Test
  void callsOfARankThatTheJvmDoesNotHostEndTheLink() throws Exception {
    ControlClient client = client(WORLD, KEY);

    client.calls(1, new byte[5]);

    assertThat(handler.next()).startsWith("joined");
    assertThat(handler.next()).startsWith("lost 0-a");
    client.close();
  }

  @Test
  void clocksOfOneJvmAreNoFurtherApartThanAnAnswerTakes() throws Exception {
    try (ControlClient client = client(WORLD, KEY)) {
      long asked = System.nanoTime();
      long offset = client.driverClockOffsetNanos();

      assertThat(Math.abs(offset)).isLessThanOrEqualTo(System.nanoTime() - asked);
    }
  }

  @Test
  void outputArrivesInOrderAndFlushWaitsForIt() throws Exception {
    try (ControlClient client = client(WORLD, KEY)) {
      for (byte i = 0; i < 100; i++) {
        client.output(2, i % 2 == 1, new byte[] {9, i, i, 9}, 1, 2);
      }
      client.flush(LIMIT);

      assertThat(handler.outputs).hasSize(100).startsWith("2:2:0", "2!2:1", "2:2:2");
    }
    assertThat(handler.next()).isEqualTo("joined 0-a [0, 2]");
  }

  @Test
  void rankThatPrintsFasterThanTheDriverWritesWaits() throws Exception {
    handler.console.drainPermits();
    try (ControlClient client = client(WORLD, KEY)) {
      byte[] chunk = new byte[16 << 10];
      CompletableFuture<Void> writer =
          CompletableFuture.runAsync(
              () -> {
                try {
                  for (int i = 0; i < 64; i++) {
                    client.output(0, false, chunk, 0, chunk.length);
                  }
                  client.flush(LIMIT);
                } catch (IOException | InterruptedException e) {
                  throw new IllegalStateException(e);
                }
              });

      assertThatThrownBy(() -> writer.get(300, TimeUnit.MILLISECONDS))
          .isInstanceOf(java.util.concurrent.TimeoutException.class);
      assertThat(handler.outputs).isEmpty();

      handler.console.release(64);
      writer.get(20, TimeUnit.SECONDS);
      assertThat(handler.outputs).hasSize(64);
    }
  }

  @Test
  void outputBeyondAFrameIsCut() throws Exception {
    try (ControlClient client = client(WORLD, KEY)) {
      client.output(
          0,
          false,
          new byte[ControlLink.MAX_OUTPUT_BYTES + 1],
          0,
          ControlLink.MAX_OUTPUT_BYTES + 1);
      client.flush(LIMIT);

      assertThat(handler.outputs).containsExactly("0:524288:0", "0:1:0");
    }
  }

  @Test
  void standardInputIsReadOnlyWhenRankZeroReads() throws Exception {
    ByteArrayInputStream console =
        new ByteArrayInputStream("one\ntwo\n".getBytes(StandardCharsets.UTF_8));
    handler.input = console;
    try (ControlClient client = client(WORLD, KEY)) {
      client.output(0, false, new byte[1], 0, 1);
      client.flush(LIMIT);
      assertThat(console.available()).isEqualTo(8);

      assertThat(new String(client.input().readAllBytes(), StandardCharsets.UTF_8))
          .isEqualTo("one\ntwo\n");
      assertThat(client.input().read()).isEqualTo(-1);
    }
  }

  @Test
  void driverWithoutInputGivesNone() throws Exception {
    try (ControlClient client = client(WORLD, KEY)) {
      assertThat(client.input().read()).isEqualTo(-1);
    }
  }

  @Test
  void throwableAndFailureReachTheDriver() throws Exception {
    try (ControlClient client = client(WORLD, KEY)) {
      client.threw(2, new ArithmeticException("own"));
      client.failed(new Failure(Failure.Kind.RANK_THREW, 2, "h", 1, "m", "d"));
      client.flush(LIMIT);
    }

    assertThat(handler.thrown.poll()).isInstanceOf(ArithmeticException.class).hasMessage("own");
    assertThat(List.of(handler.next(), handler.next(), handler.next()))
        .containsExactly("joined 0-a [0, 2]", "threw 2", "failed 2");
  }

  @Test
  void failurePushedReachesLateJoinersToo() throws Exception {
    Failure failure = new Failure(Failure.Kind.ABORTED, 1, "h", 7, "m", "d");
    try (ControlClient early = client(WORLD, KEY)) {
      assertThat(handler.next()).startsWith("joined");
      driver.push(failure);
      assertThat(pushed.poll(20, TimeUnit.SECONDS)).isEqualTo(failure);
      try (ControlClient late = client(WORLD, KEY)) {
        assertThat(pushed.poll(20, TimeUnit.SECONDS)).isEqualTo(failure);
        late.flush(LIMIT);
      }
      early.flush(LIMIT);
    }
  }

  @Test
  void jvmThatLeavesIsNotLost() throws Exception {
    client(WORLD, KEY).close();
    assertThat(handler.next()).startsWith("joined");

    try (ControlClient other = client(WORLD, KEY)) {
      assertThat(handler.next()).startsWith("joined");
      other.flush(LIMIT);
    }
    assertThat(handler.events).isEmpty();
  }

  @Test
  void jvmThatDiesIsLostWithItsRanks() throws Exception {
    try (Socket dying = stranger()) {
      authenticate(dying);
      send(dying, ByteBufs.encode(new ControlMessage.Hello("0-b", List.of(1, 3))));
      assertThat(handler.next()).isEqualTo("joined 0-b [1, 3]");
    }

    assertThat(handler.next()).startsWith("lost 0-b: connection").contains("ranks=[1, 3]");
  }

  @Test
  void endOfTheDriverIsAFailureOfTheExecutor() throws Exception {
    try (ControlClient client = client(WORLD, KEY)) {
      assertThat(handler.next()).startsWith("joined");
      server.close();

      Failure failure = pushed.poll(20, TimeUnit.SECONDS);

      assertThat(failure).isNotNull();
      assertThat(failure.message()).contains("link to the driver ended");
      assertThatThrownBy(() -> client.output(0, false, new byte[1], 0, 1))
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void wrongKeyIsRefused() {
    byte[] wrong = new byte[32];
    wrong[31] = 1;

    assertThatThrownBy(() -> client(WORLD, wrong)).isInstanceOf(IOException.class);
    assertThat(handler.events).isEmpty();
  }

  @Test
  void zombieOfAnOlderEpochIsRefused() {
    driver.close();
    WorldId newer = new WorldId(WORLD.jobUid(), 1L << 16, WORLD.size());
    driver = server.open(newer, KEY, handler, getClass().getClassLoader());

    assertThatThrownBy(() -> client(WORLD, KEY))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("127.0.0.1");
    assertThat(handler.events).isEmpty();
  }

  @Test
  void garbageEndsTheConnection() throws Exception {
    try (Socket socket = stranger()) {
      send(socket, new byte[] {1, 2, 3});

      assertClosedByPeer(socket);
    }
  }

  @Test
  void oversizeFrameBeforeTheHandshakeEndsTheConnection() throws Exception {
    for (int length : new int[] {Integer.MAX_VALUE, -1, 0, Handshake.MAX_FRAME_BYTES + 1}) {
      try (Socket socket = stranger()) {
        new DataOutputStream(socket.getOutputStream()).writeInt(length);

        assertClosedByPeer(socket);
      }
    }
  }

  @Test
  void clientThatNeverSpeaksIsCutOff() throws Exception {
    long start = System.nanoTime();
    try (Socket socket = stranger()) {
      assertClosedByPeer(socket);
    }

    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .isBetween(
            Duration.ofSeconds(ServerHandshake.LIMIT_SECONDS - 1),
            Duration.ofSeconds(ServerHandshake.LIMIT_SECONDS + 5));
  }

  @Test
  void oversizeFrameOfAnExecutorMakesItLost() throws Exception {
    try (Socket socket = stranger()) {
      authenticate(socket);
      send(socket, ByteBufs.encode(new ControlMessage.Hello("0-c", List.of(1))));
      assertThat(handler.next()).startsWith("joined");

      new DataOutputStream(socket.getOutputStream()).writeInt(ControlCodec.MAX_FRAME_BYTES + 1);

      assertThat(handler.next()).startsWith("lost 0-c: connection failed").contains("length=");
    }
  }

  @Test
  void outputOfAForeignRankMakesTheExecutorLost() throws Exception {
    try (Socket socket = stranger()) {
      authenticate(socket);
      send(socket, ByteBufs.encode(new ControlMessage.Hello("0-c", List.of(1))));
      assertThat(handler.next()).startsWith("joined");

      send(socket, ByteBufs.encode(new ControlMessage.Output(0, false, new byte[1])));

      assertThat(handler.next()).startsWith("lost 0-c");
      assertThat(handler.outputs).isEmpty();
    }
  }

  private static void authenticate(Socket socket) throws IOException {
    Handshake handshake = Handshake.client(WORLD, KEY, new byte[32]);
    send(socket, handshake.opening());
    DataInputStream in = new DataInputStream(socket.getInputStream());
    send(socket, handshake.proof(in.readNBytes(in.readInt())));
  }

  private static void send(Socket socket, byte[] frame) throws IOException {
    DataOutputStream out = new DataOutputStream(socket.getOutputStream());
    out.writeInt(frame.length);
    out.write(frame);
    out.flush();
  }
}

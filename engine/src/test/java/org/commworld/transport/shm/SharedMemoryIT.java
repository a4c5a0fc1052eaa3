package org.commworld.transport.shm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.commworld.spi.HostMemory;
import org.commworld.spi.Pipe;
import org.commworld.spi.ProcessCard;
import org.commworld.spi.Roster;
import org.commworld.spi.WorldId;
import org.commworld.transport.tcp.Shortcut;
import org.commworld.transport.tcp.TcpTransport;
import org.commworld.wire.ProtocolException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SharedMemoryIT {
  private static final WorldId WORLD = new WorldId("0123456789abcdef0123456789abcdef", 3, 2);
  private static final Duration SOON = Duration.ofSeconds(10);

  @TempDir Path directory;
  @TempDir Path elsewhere;
  private final List<AutoCloseable> open = new ArrayList<>();
  private final BlockingQueue<Pipe> arrived = new LinkedBlockingQueue<>();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable closeable : open) {
      closeable.close();
    }
  }

  /** Notes why the other transport was taken. */
  private static final class Noting implements Shortcut {
    private final SharedMemory memory;
    private final List<String> reasons = new java.util.concurrent.CopyOnWriteArrayList<>();

    Noting(Path directory) {
      this.memory = new SharedMemory(new ShmSettings(directory, 256 << 10), "127.0.0.1");
    }

    @Override
    public boolean mayReach(ProcessCard peer) {
      return memory.mayReach(peer);
    }

    @Override
    public Offer offer(int peer) throws IOException {
      return memory.offer(peer);
    }

    @Override
    public Pipe take(int peer, byte[] offer) throws IOException {
      return memory.take(peer, offer);
    }

    @Override
    public void unused(int peer, String reason) {
      reasons.add(reason);
      memory.unused(peer, reason);
    }
  }

  /** The pipe from rank 0 to rank 1, made over a real connection; rank 1's has arrived. */
  private Pipe connect(Shortcut dialling, Shortcut listening) throws Exception {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    TcpTransport dialler = TcpTransport.listen(WORLD, new byte[32], loopback, dialling);
    TcpTransport listener = TcpTransport.listen(WORLD, new byte[32], loopback, listening);
    open.add(dialler);
    open.add(listener);
    Roster roster =
        new Roster(
            WORLD,
            List.of(
                new ProcessCard("a", "127.0.0.1", dialler.port(), List.of(0)),
                new ProcessCard("b", "127.0.0.1", listener.port(), List.of(1))));
    listener.accept(1, arrived::add);
    listener.start(roster, () -> {});
    dialler.start(roster, () -> {});
    Pipe pipe = dialler.connect(0, 1, SOON).orElseThrow();
    open.add(pipe);
    return pipe;
  }

  private Pipe arrival() throws InterruptedException {
    Pipe pipe = arrived.poll(10, TimeUnit.SECONDS);
    open.add(pipe);
    return pipe;
  }

  private static void send(Pipe pipe, long value) throws IOException {
    pipe.reserve(8).putLong(value);
    pipe.commit();
    pipe.flush();
  }

  private static long receive(Pipe pipe) throws IOException {
    while (pipe.readable().remaining() < 8) {
      if (pipe.fetch() < 0) {
        throw new IOException("the pipe has ended");
      }
    }
    long value = pipe.readable().getLong();
    pipe.consume();
    return value;
  }

  private static List<String> filesIn(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(Path::toString).toList();
    }
  }

  @Test
  void ranksOfOneHostShareMemoryAndLeaveNoFile() throws Exception {
    Pipe out = connect(new Noting(directory), new Noting(directory));
    Pipe in = arrival();

    send(out, 42);
    send(in, 43);

    assertThat(out).isInstanceOf(ShmPipe.class);
    assertThat(in).isInstanceOf(ShmPipe.class);
    assertThat(receive(in)).isEqualTo(42);
    assertThat(receive(out)).isEqualTo(43);
    assertThat(filesIn(directory)).isEmpty();
  }

  @Test
  void listenerThatDoesNotSeeTheFileIsReachedOverTcp() throws Exception {
    Noting listening = new Noting(elsewhere);
    Noting dialling = new Noting(directory);
    Pipe out = connect(dialling, listening);
    Pipe in = arrival();

    send(out, 44);

    assertThat(receive(in)).isEqualTo(44);
    assertThat(out).isNotInstanceOf(ShmPipe.class);
    assertThat(listening.reasons).singleElement().asString().contains("NoSuchFile");
    assertThat(dialling.reasons).containsExactly("the peer has refused");
    assertThat(filesIn(directory)).isEmpty();
  }

  @Test
  void diallerThatCannotMakeTheFilesTakesTcp() throws Exception {
    // The path of a Unix-domain socket has about 100 bytes.
    Path deep = Files.createDirectory(directory.resolve("d".repeat(120)));
    Noting dialling = new Noting(deep);
    Pipe out = connect(dialling, new Noting(deep));
    Pipe in = arrival();

    send(out, 45);

    assertThat(receive(in)).isEqualTo(45);
    assertThat(out).isNotInstanceOf(ShmPipe.class);
    assertThat(dialling.reasons).hasSize(1);
    assertThat(filesIn(deep)).isEmpty();
  }

  @Test
  void peersOfOtherHostsAndMissingDirectoriesGetNoOffer() {
    ProcessCard here = new ProcessCard("a", "127.0.0.1", 1, List.of(0));
    ProcessCard there = new ProcessCard("a", "127.0.0.2", 1, List.of(0));

    assertThat(new Noting(directory).mayReach(here)).isTrue();
    assertThat(new Noting(directory).mayReach(there)).isFalse();
    assertThat(new Noting(directory.resolve("missing")).mayReach(here)).isFalse();
  }

  @Test
  void ringsShrinkWithTheSpaceAndAreGivenUpBelowTheLeast() throws Exception {
    long least = 4L * ShmLayout.neededBytes(ShmLayout.MIN_RING_BYTES);

    assertThat(SharedMemory.affordableRingBytes(1L << 40, 1 << 20)).isEqualTo(1 << 20);
    assertThat(SharedMemory.affordableRingBytes(64 << 20, 16 << 20)).isEqualTo(4 << 20);
    assertThat(SharedMemory.affordableRingBytes(least, 16 << 20))
        .isEqualTo(ShmLayout.MIN_RING_BYTES);
    assertThatThrownBy(() -> SharedMemory.affordableRingBytes(least - 1, 16 << 20))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("usableBytes=" + (least - 1));
  }

  @Test
  void listenerWithoutSharedMemoryIsReachedOverTcp() throws Exception {
    Pipe out = connect(new Noting(directory), null);
    Pipe in = arrival();

    send(out, 45);

    assertThat(receive(in)).isEqualTo(45);
    assertThat(out).isNotInstanceOf(ShmPipe.class);
  }

  @Test
  void closedPeerIsSeenAfterItsLastBytes() throws Exception {
    Pipe out = connect(new Noting(directory), new Noting(directory));
    Pipe in = arrival();
    send(out, 1);
    send(out, 2);
    out.close();

    assertThat(receive(in)).isEqualTo(1);
    assertThat(receive(in)).isEqualTo(2);
    assertThatThrownBy(() -> receive(in)).hasMessageContaining("ended");
  }

  @Test
  void sleepingReaderIsRung() throws Exception {
    Pipe out = connect(new Noting(directory), new Noting(directory));
    Pipe in = arrival();
    try (Selector selector = Selector.open()) {
      in.selectable().register(selector, SelectionKey.OP_READ);
      assertThat(in.arm(0)).isEqualTo(SelectionKey.OP_READ);
      assertThat(selector.selectNow()).isZero();

      send(out, 1);

      assertThat(selector.select(10_000)).isEqualTo(1);
      selector.selectedKeys().clear();
      in.disarm();
      assertThat(selector.selectNow()).isZero();
      assertThat(receive(in)).isEqualTo(1);
    }
  }

  @Test
  void readerThatHasSomethingToReadMustNotSleep() throws Exception {
    Pipe out = connect(new Noting(directory), new Noting(directory));
    Pipe in = arrival();

    send(out, 1);

    assertThat(in.arm(0)).isZero();
  }

  @Test
  void writerThatWaitsForRoomIsRung() throws Exception {
    Pipe out = connect(new Noting(directory), new Noting(directory));
    Pipe in = arrival();
    int least = 8000;
    int records = 0;
    for (ByteBuffer room = out.reserve(least);
        room.remaining() >= least;
        room = out.reserve(least)) {
      room.position(room.position() + least);
      out.commit();
      records++;
    }
    try (Selector selector = Selector.open()) {
      out.selectable().register(selector, SelectionKey.OP_READ);
      assertThat(out.arm(least)).isEqualTo(SelectionKey.OP_READ);

      for (int i = 0; i < records; i++) {
        in.fetch();
        in.readable().position(in.readable().limit());
        in.consume();
      }

      assertThat(selector.select(10_000)).isEqualTo(1);
      out.disarm();
      assertThat(out.reserve(least).remaining()).isGreaterThanOrEqualTo(least);
    }
  }

  @Test
  void leftoversOfKilledJvmsAreRemovedAndYoungOnesAreNot() throws Exception {
    Path old = Files.createDirectory(directory.resolve(Meeting.PREFIX + "old"));
    Files.writeString(old.resolve("memory"), "x");
    Files.setLastModifiedTime(
        old, FileTime.from(Instant.now().minus(Meeting.LEFTOVER_AGE).minusSeconds(1)));
    Path young = Files.createDirectory(directory.resolve(Meeting.PREFIX + "young"));

    connect(new Noting(directory), new Noting(directory));

    assertThat(filesIn(directory)).containsExactly(young.toString());
  }

  @Test
  void offerOfAnotherHostIsRefused() throws Exception {
    SharedMemory memory = new SharedMemory(new ShmSettings(directory, 256 << 10), "127.0.0.1");
    byte[] offer;
    try (Shortcut.Offer pending = memory.offer(1)) {
      offer = pending.bytes();
      offer[40] ^= 1;
      assertThatThrownBy(() -> memory.take(0, offer))
          .isInstanceOf(ProtocolException.class)
          .hasMessageContaining("another host");
    }
  }

  @Test
  void memoryWithAnotherTokenIsRefused() throws Exception {
    SharedMemory memory = new SharedMemory(new ShmSettings(directory, 256 << 10), "127.0.0.1");
    try (Shortcut.Offer pending = memory.offer(1)) {
      byte[] offer = pending.bytes();
      offer[20] ^= 1;
      assertThatThrownBy(() -> memory.take(0, offer))
          .isInstanceOf(ProtocolException.class)
          .hasMessageContaining("another one");
    }
  }

  @Test
  void ringsAreLengthenedWithinTheShareOfTheJvm() throws Exception {
    LapMemory laps = new LapMemory(directory);
    List<Segment> segments = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      Path file = directory.resolve("memory-" + i);
      segments.add(Segment.create(file, new byte[16], 256 << 10, laps));
      open.add(segments.get(i));
      Files.delete(file); // As when both have mapped it.
    }

    List<Boolean> given = segments.stream().map(segment -> segment.lengthen(1)).toList();
    segments.get(0).close();

    assertThat(given).containsExactly(true, true, true, true, false);
    assertThat(segments.get(4).lengthen(1)).isTrue();
    ByteBuffer ring = ShmLayout.ring(segments.get(4).memory(), 1, 256 << 10);
    ring.put(ring.capacity() - 1, (byte) 1);
  }

  @Test
  void fileHasMemoryForShortLapsOnly() throws Exception {
    Path file = directory.resolve("memory");

    open.add(Segment.create(file, new byte[16], 256 << 10, new LapMemory(directory)));

    assertThat(Files.size(file)).isEqualTo(ShmLayout.fileBytes(256 << 10));
    Process du = new ProcessBuilder("du", "-k", file.toString()).start();
    String kibibytes = new String(du.getInputStream().readAllBytes(), UTF_8).split("\\s")[0];
    assertThat(Long.parseLong(kibibytes)).isBetween(516L, 1024L);
  }

  @Test
  void memoryForCollectivesIsExtendedForAllWhoShareIt() throws Exception {
    HostFiles files = new HostFiles(directory);
    HostMemory.Shared mine;
    HostMemory.Shared peers;
    try (HostMemory.Grant grant = files.create(1 << 20, 64 << 10)) {
      mine = grant.shared();
      open.add(mine);
      peers = new HostFiles(directory).open(grant.ticket(), 1 << 20);
      open.add(peers);
    }
    mine.memory().put(100, (byte) 1);

    assertThat(peers.extend(512 << 10, 64 << 10)).isTrue();
    peers.memory().put(512 << 10, (byte) 2);

    assertThat(peers.memory().get(100)).isEqualTo((byte) 1);
    assertThat(mine.memory().get(512 << 10)).isEqualTo((byte) 2);
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void memoryForCollectivesIsExtendedWithinTheShareOfTheJvm() throws Exception {
    List<HostMemory.Shared> all = granted(new HostFiles(directory), 5, 16 << 20);

    List<Boolean> given = all.stream().map(one -> one.extend(4 << 10, 16 << 20)).toList();
    all.get(0).close();

    assertThat(given).containsExactly(true, true, true, true, false);
    assertThat(all.get(4).extend(4 << 10, 16 << 20)).isTrue();
  }

  @Test
  void manyCommunicatorsDoNotKeepManyFilesOpen() throws Exception {
    HostFiles files = new HostFiles(directory);
    List<HostMemory.Shared> all = granted(files, 40, 64 << 10);

    assertThat(all.get(31).extend(4 << 10, 4 << 10)).isTrue();
    assertThat(all.get(32).extend(4 << 10, 4 << 10)).isFalse();
    all.get(39).close(); // It was closed.
    all.get(0).close();
    all.get(0).close();
    try (HostMemory.Grant one = files.create(64 << 10, 4 << 10);
        HostMemory.Grant oneMore = files.create(64 << 10, 4 << 10)) {
      assertThat(one.shared().extend(4 << 10, 4 << 10)).isTrue();
      assertThat(oneMore.shared().extend(4 << 10, 4 << 10)).isFalse();
      open.add(one.shared());
    }
  }

  /** So many pieces of memory of {@code bytes}, a page of each usable. */
  private List<HostMemory.Shared> granted(HostFiles files, int number, int bytes)
      throws IOException {
    List<HostMemory.Shared> all = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      try (HostMemory.Grant grant = files.create(bytes, 4 << 10)) {
        all.add(grant.shared());
      }
    }
    open.addAll(all);
    return all;
  }
}

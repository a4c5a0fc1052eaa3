package org.commworld.transport.shm;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.commworld.spi.Pipe;
import org.commworld.spi.ProcessCard;
import org.commworld.transport.tcp.Shortcut;
import org.commworld.wire.ProtocolException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Memory shared with JVMs of this host. Used by the ranks' threads and by the thread that accepts.
 *
 * <p>The dialler makes a {@link Meeting} with the memory and a listening doorbell in it and offers
 * both; the listener maps the memory, connects to the doorbell, writes the token there and agrees;
 * the dialler accepts, compares the token and removes the meeting. Whatever fails on the way, the
 * two ranks talk over the TCP connection that they have; only the first reason is logged.
 */
public final class SharedMemory implements Shortcut {
  private static final Logger LOG = LoggerFactory.getLogger(SharedMemory.class);
  private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

  private final ShmSettings settings;
  private final LapMemory laps;
  private final String host;
  private final UUID bootId = bootId();
  private final SecureRandom random = new SecureRandom();
  private final AtomicBoolean fallbackLogged = new AtomicBoolean();
  private final AtomicBoolean leftoversRemoved = new AtomicBoolean();

  /**
   * Shared memory as {@code settings} say.
   *
   * @param host this JVM's host, as its card says
   */
  public SharedMemory(ShmSettings settings, String host) {
    this.settings = settings;
    this.laps = new LapMemory(settings.directory());
    this.host = host;
  }

  @Override
  public boolean mayReach(ProcessCard peer) {
    return peer.host().equals(host) && Files.isDirectory(settings.directory());
  }

  @Override
  public Offer offer(int peer) throws IOException {
    long usable = Files.getFileStore(settings.directory()).getUsableSpace();
    int ringBytes = affordableRingBytes(usable, settings.ringBytes());
    ShmOffer offer = new ShmOffer(randomBytes(), randomBytes(), bootId, ringBytes);
    Meeting meeting = Meeting.open(settings.directory(), offer.directoryName());
    try {
      if (leftoversRemoved.compareAndSet(false, true)) {
        meeting.removeLeftovers();
      }
      ServerSocketChannel listener = listen(meeting.bell());
      try {
        Segment segment = Segment.create(meeting.memory(), offer.token(), ringBytes, laps);
        return new Pending(peer, offer, meeting, segment, listener);
      } catch (IOException e) {
        listener.close();
        throw e;
      }
    } catch (IOException e) {
      meeting.close();
      throw e;
    }
  }

  @Override
  public Pipe take(int peer, byte[] bytes) throws IOException {
    ShmOffer offer = ShmOffer.read(bytes);
    if (!offer.bootId().equals(bootId)) {
      throw new ProtocolException("the peer is on another host: bootId=" + offer.bootId());
    }
    Meeting meeting = Meeting.at(settings.directory(), offer.directoryName());
    Segment segment = Segment.open(meeting.memory(), offer.token(), offer.ringBytes(), laps);
    SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      channel.configureBlocking(false); // A local connect is done at once, or refused.
      if (!channel.connect(UnixDomainSocketAddress.of(meeting.bell()))
          || channel.write(ByteBuffer.wrap(offer.token())) != ShmLayout.TOKEN_BYTES) {
        throw new IOException("the peer's doorbell does not answer");
      }
      return new ShmPipe(peer, segment, 1, new Doorbell(channel), ChunkProbe.chunkBytes());
    } catch (IOException e) {
      segment.close();
      channel.close();
      throw e;
    }
  }

  @Override
  public void unused(int peer, String reason) {
    if (fallbackLogged.compareAndSet(false, true)) {
      LOG.info(
          "no shared memory with ranks of this host, TCP instead: peer={}, directory={}, reason={}",
          peer,
          settings.directory(),
          reason);
    }
  }

  /** The wanted size, halved until both rings take no more than a quarter of the space. */
  static int affordableRingBytes(long usableBytes, int wantedBytes) throws IOException {
    int ringBytes = wantedBytes;
    while (ShmLayout.neededBytes(ringBytes) > usableBytes / MappedFile.USABLE_SHARE) {
      if (ringBytes == ShmLayout.MIN_RING_BYTES) {
        throw new IOException(
            "too little space: usableBytes=%d, neededBytes=%d"
                .formatted(
                    usableBytes,
                    (long) MappedFile.USABLE_SHARE * ShmLayout.neededBytes(ringBytes)));
      }
      ringBytes /= 2;
    }
    return ringBytes;
  }

  private static ServerSocketChannel listen(Path bell) throws IOException {
    ServerSocketChannel listener;
    try {
      listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    } catch (UnsupportedOperationException e) {
      throw new IOException("this system has no Unix-domain sockets", e);
    }
    try {
      listener.configureBlocking(false);
      return listener.bind(UnixDomainSocketAddress.of(bell), 1);
    } catch (IOException e) {
      listener.close();
      throw e;
    }
  }

  private byte[] randomBytes() {
    byte[] bytes = new byte[ShmLayout.TOKEN_BYTES];
    random.nextBytes(bytes);
    return bytes;
  }

  /** Which start of which kernel this is; zeros where that is not told. */
  private static UUID bootId() {
    try {
      return UUID.fromString(Files.readString(BOOT_ID).strip());
    } catch (IOException | IllegalArgumentException e) {
      return new UUID(0, 0);
    }
  }

  /** An offer that waits for the listener's answer. */
  private static final class Pending implements Offer {
    private final int peer;
    private final ShmOffer offer;
    private final Meeting meeting;
    private final Segment segment;
    private final ServerSocketChannel listener;
    private boolean isTaken;

    Pending(
        int peer, ShmOffer offer, Meeting meeting, Segment segment, ServerSocketChannel listener) {
      this.peer = peer;
      this.offer = offer;
      this.meeting = meeting;
      this.segment = segment;
      this.listener = listener;
    }

    @Override
    public byte[] bytes() {
      return offer.bytes();
    }

    @Override
    public Pipe taken() throws IOException {
      SocketChannel channel = listener.accept();
      if (channel == null) {
        throw new ProtocolException("the peer took the offer without connecting");
      }
      try {
        channel.configureBlocking(false);
        ByteBuffer token = ByteBuffer.allocate(ShmLayout.TOKEN_BYTES);
        channel.read(token);
        if (!Arrays.equals(token.array(), offer.token())) {
          throw new ProtocolException("a stranger has connected to the doorbell");
        }
        Pipe pipe = new ShmPipe(peer, segment, 0, new Doorbell(channel), ChunkProbe.chunkBytes());
        isTaken = true;
        return pipe;
      } catch (IOException e) {
        channel.close();
        throw e;
      }
    }

    @Override
    public void close() {
      meeting.close();
      if (!isTaken) {
        segment.close();
      }
      try {
        listener.close();
      } catch (IOException e) {
        LOG.debug("cannot close {}", listener, e);
      }
    }
  }
}

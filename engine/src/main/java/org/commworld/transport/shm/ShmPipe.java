package org.commworld.transport.shm;

import static org.commworld.transport.shm.ShmLayout.LONGS;

import java.io.IOException;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.time.Duration;
import org.commworld.data.LapLength;
import org.commworld.spi.Pipe;

/**
 * A pipe that is two rings and a doorbell.
 *
 * <p>No wake-up is lost. A side that wants to sleep sets its flag, then looks at the rings once
 * more; the other side changes a ring, then looks at the flag. Each has a full fence between its
 * store and its load, which acquire and release do not give (they let a later load pass an earlier
 * store), so one of the two sees the other: either the sleeper does not sleep, or the bell rings.
 * The flag is cleared by whoever rings, so that the bell rings once for each sleep, and always
 * before the ring: a flag that is cleared too late, in the sleeper's next sleep, is followed by its
 * own ring.
 */
final class ShmPipe implements Pipe {
  private static final long AWAKE = 0;
  private static final long SLEEPS = 1;

  /** How often a side that never sleeps looks whether the other is still there. */
  private static final long LOOK_NANOS = Duration.ofMillis(10).toNanos();

  private static final int POLLS_BETWEEN_CLOCKS = 16;

  private final int peer;
  private final int chunkBytes;
  private final int longestFrameBytes;
  private final ByteBuffer memory;
  private final RingWriter writer;
  private final RingReader reader;
  private final Segment segment;
  private final Doorbell bell;
  private final int ownFlagAt;
  private final int peerFlagAt;
  private boolean armed;
  private int emptyPolls;
  private long lookedAt = System.nanoTime();

  /**
   * One end of a pair's memory.
   *
   * @param side 0 if this side has dialled, 1 if it has listened
   * @param chunkBytes the most that is published at once, so that the peer reads one chunk while
   *     this side writes the next
   */
  ShmPipe(int peer, Segment segment, int side, Doorbell bell, int chunkBytes) {
    this.peer = peer;
    this.segment = segment;
    this.memory = segment.memory();
    this.bell = bell;
    int ringBytes = segment.ringBytes();
    this.chunkBytes = Math.min(chunkBytes, ringBytes / 4) - ShmLayout.WORD_BYTES;
    this.longestFrameBytes = ShmLayout.longestPayloadBytes(ringBytes);
    ByteBuffer own = ShmLayout.ring(memory, side, ringBytes);
    LapLength lap = new LapLength(ringBytes, own.capacity(), () -> segment.lengthen(side));
    this.writer = new RingWriter(own, memory, ShmLayout.headAt(1 - side), lap);
    ByteBuffer peers = ShmLayout.ring(memory, 1 - side, ringBytes);
    this.reader = new RingReader(peers, memory, ShmLayout.headAt(side), ringBytes);
    this.ownFlagAt = ShmLayout.sleepsAt(side);
    this.peerFlagAt = ShmLayout.sleepsAt(1 - side);
  }

  @Override
  public int peer() {
    return peer;
  }

  @Override
  public int longestFrameBytes() {
    return longestFrameBytes;
  }

  @Override
  public ByteBuffer reserve(int least) throws IOException {
    return writer.reserve(least, chunkBytes);
  }

  @Override
  public void commit() {
    if (writer.commit()) {
      wakePeer();
    }
  }

  @Override
  public boolean flush() {
    return false; // A commit has moved everything.
  }

  @Override
  public boolean hasUnsent() {
    return false;
  }

  @Override
  public int fetch() throws IOException {
    int fetched = reader.fetch();
    if (fetched > 0) {
      return fetched;
    }
    if (bell.isGone()) {
      // Known before this fetch began, and the peer's last record came before its end: none is
      // left.
      return -1;
    }
    if (++emptyPolls % POLLS_BETWEEN_CLOCKS == 0) {
      lookAfterPeer();
    }
    return 0;
  }

  @Override
  public boolean isReady() {
    return reader.isReady();
  }

  /** A thread that only polls must notice a dead peer too; the sleeping flag is not touched. */
  private void lookAfterPeer() {
    long now = System.nanoTime();
    if (!armed && now - lookedAt > LOOK_NANOS) {
      lookedAt = now;
      bell.drain();
    }
  }

  @Override
  public ByteBuffer readable() {
    return reader.readable();
  }

  @Override
  public void consume() {
    if (reader.consume()) {
      wakePeer();
    }
  }

  @Override
  public boolean expectsMore() {
    return reader.isReady();
  }

  @Override
  public boolean isPolled() {
    return true;
  }

  @Override
  public SelectableChannel selectable() {
    return bell.channel();
  }

  @Override
  public int arm(int least) throws IOException {
    armed = true;
    LONGS.setOpaque(memory, ownFlagAt, SLEEPS);
    VarHandle.fullFence();
    boolean hasRoom = least > 0 && writer.reserve(least, least).remaining() >= least;
    return hasRoom || reader.isReady() || bell.isGone() ? 0 : SelectionKey.OP_READ;
  }

  @Override
  public void disarm() {
    if (armed) {
      armed = false;
      LONGS.setOpaque(memory, ownFlagAt, AWAKE);
      bell.drain();
    }
  }

  private void wakePeer() {
    VarHandle.fullFence();
    if ((long) LONGS.getOpaque(memory, peerFlagAt) != AWAKE) {
      LONGS.setOpaque(memory, peerFlagAt, AWAKE);
      bell.ring();
    }
  }

  @Override
  public void close() {
    bell.close();
    segment.close();
  }
}

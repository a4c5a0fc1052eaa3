package org.commworld.transport.shm;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;
import org.commworld.data.Elements;
import org.commworld.data.LapLength;
import org.commworld.mpi.Data;
import org.commworld.wire.ProtocolException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many bytes of a long message to publish at once: in small chunks reader and writer work at
 * the same time in the caches, but each chunk costs a hand-over, whose price depends on where the
 * host has put the two processors. So it is measured, once in a JVM, in a few milliseconds: two
 * threads copy through a ring, in turn with each size, and a size other than the usual one must win
 * clearly.
 */
final class ChunkProbe {
  static final int USUAL_BYTES = 64 << 10;
  private static final int[] CANDIDATES = {USUAL_BYTES, 16 << 10, 32 << 10, 128 << 10};
  private static final int RING_BYTES = 512 << 10;
  private static final int MESSAGE_BYTES = 1 << 20;
  private static final int MAX_ROUNDS = 12;
  private static final long BUDGET_NANOS = 8_000_000;
  private static final double CLEARLY = 0.85;
  private static final Logger LOG = LoggerFactory.getLogger(ChunkProbe.class);

  private final ByteBuffer control = ByteBuffer.allocateDirect(512).alignedSlice(8);
  private final ByteBuffer ring =
      ByteBuffer.allocateDirect(RING_BYTES + ShmLayout.RECORD_ALIGNMENT)
          .alignedSlice(ShmLayout.RECORD_ALIGNMENT)
          .slice(0, RING_BYTES)
          .order(java.nio.ByteOrder.LITTLE_ENDIAN);
  private final RingWriter writer =
      new RingWriter(ring, control, ShmLayout.headAt(0), LapLength.whole(RING_BYTES));
  private final AtomicBoolean done = new AtomicBoolean();

  private ChunkProbe() {}

  /** Measured by the first who asks, while others wait. */
  private static final class Measured {
    static final int BYTES = new ChunkProbe().measure();
  }

  /** The size for this JVM. */
  static int chunkBytes() {
    return Measured.BYTES;
  }

  private int measure() {
    Thread peer = new Thread(this::read, "commworld-shm-probe");
    peer.setDaemon(true);
    peer.start();
    try {
      long[] best = rounds();
      int chosen = 0;
      for (int i = 1; i < CANDIDATES.length; i++) {
        if (best[i] < best[chosen] && best[i] < best[0] * CLEARLY) {
          chosen = i;
        }
      }
      LOG.debug("chunks of shared memory: bytes={}, nanos={}", CANDIDATES[chosen], best);
      return CANDIDATES[chosen];
    } catch (ProtocolException e) {
      throw new IllegalStateException("a ring inside this JVM is broken", e);
    } finally {
      done.set(true);
    }
  }

  /** The least time of each candidate; the first round, which is not compiled yet, counts less. */
  private long[] rounds() throws ProtocolException {
    Data message = Data.of(new byte[MESSAGE_BYTES]);
    long[] best = new long[CANDIDATES.length];
    java.util.Arrays.fill(best, Long.MAX_VALUE);
    long deadline = System.nanoTime() + BUDGET_NANOS;
    for (int round = 0; round < MAX_ROUNDS; round++) {
      for (int i = 0; i < CANDIDATES.length; i++) {
        long start = System.nanoTime();
        write(message, CANDIDATES[i] - ShmLayout.WORD_BYTES);
        best[i] = Math.min(best[i], System.nanoTime() - start);
      }
      if (System.nanoTime() - deadline > 0) {
        break;
      }
    }
    return best;
  }

  @SuppressWarnings("ThreadPriorityCheck") // Yielding is a hint only: nothing relies on it.
  private void write(Data message, int chunk) throws ProtocolException {
    int sent = 0;
    while (sent < message.count()) {
      int least = Math.min(chunk, message.count() - sent);
      ByteBuffer room = writer.reserve(least, least);
      if (room.remaining() < least) {
        Thread.yield();
      } else {
        Elements.write(message, sent, least, room);
        writer.commit();
        sent += least;
      }
    }
  }

  @SuppressWarnings("ThreadPriorityCheck") // Yielding is a hint only: nothing relies on it.
  private void read() {
    RingReader reader = new RingReader(ring, control, ShmLayout.headAt(0), RING_BYTES);
    byte[] message = new byte[MESSAGE_BYTES];
    try {
      while (!done.get()) {
        int length = reader.fetch();
        if (length == 0) {
          Thread.yield();
        } else {
          reader.readable().get(message, 0, length);
          reader.consume();
        }
      }
    } catch (ProtocolException e) {
      throw new IllegalStateException("a ring inside this JVM is broken", e);
    }
  }
}

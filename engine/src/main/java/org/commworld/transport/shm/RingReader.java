package org.commworld.transport.shm;

import static org.commworld.transport.shm.ShmLayout.LONGS;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.commworld.wire.ProtocolException;

/**
 * The reading end of a ring; {@link RingWriter} argues for the order of loads and stores. Used by
 * one thread at a time; allocates nothing. Trusts nothing it reads: a length is loaded once,
 * checked against the ring, and all access goes through a buffer that knows its limits.
 *
 * <p>The head is stored only when an eighth of a short lap, or the rest of a lap, has been read
 * since, because the store costs the writer a cache miss. The writer still finds room: when
 * everything is read, at least seven eighths of its lap are free in its eyes, and a record takes no
 * more than a quarter of a short one, plus as much again where it does not fit before the lap's
 * end.
 */
final class RingReader {
  private final ByteBuffer ring;
  private final ByteBuffer readable;
  private final ByteBuffer control;
  private final int headAt;
  private final int ringBytes;
  private final int lapBytes;
  private long head;
  private long stored;
  private int length;

  /**
   * A reader at the beginning.
   *
   * @param ring memory of the ring, a power of two in size
   * @param control holds this reader's head
   * @param headAt where
   * @param lapBytes the least that the writer uses of the ring
   */
  RingReader(ByteBuffer ring, ByteBuffer control, int headAt, int lapBytes) {
    this.ring = ring;
    this.readable = ring.duplicate().order(ByteOrder.LITTLE_ENDIAN).limit(0);
    this.control = control;
    this.headAt = headAt;
    this.ringBytes = ring.capacity();
    this.lapBytes = lapBytes;
  }

  /**
   * Looks for a record, unless one is being read.
   *
   * @return the length of its payload, which {@link #readable} then holds; 0 if there is none
   * @throws ProtocolException if the writer has put down a length that cannot be
   */
  int fetch() throws ProtocolException {
    if (length > 0) {
      return 0;
    }
    long word = (long) LONGS.getAcquire(ring, offset());
    if (word == ShmLayout.WRAP && offset() > 0) {
      head = (head | ringBytes - 1) + 1;
      storeHead();
      word = (long) LONGS.getAcquire(ring, 0);
    }
    if (word == ShmLayout.NOTHING) {
      return 0;
    }
    int at = offset() + ShmLayout.WORD_BYTES;
    if (word < 0 || word > ringBytes - at) {
      throw new ProtocolException(
          "a record of a ring has an impossible length: length=%d, offset=%d, ringBytes=%d"
              .formatted(word, offset(), ringBytes));
    }
    length = (int) word;
    readable.limit(at + length).position(at);
    return length;
  }

  /** The payload of the record that was fetched. */
  ByteBuffer readable() {
    return readable;
  }

  /**
   * Frees the record, if all of it has been read.
   *
   * @return whether the writer may have been told of more room
   */
  boolean consume() {
    if (length == 0 || readable.hasRemaining()) {
      return false;
    }
    head += ShmLayout.recordBytes(length);
    length = 0;
    if (head - stored < lapBytes / 8) {
      return false;
    }
    storeHead();
    return true;
  }

  /** Whether a record, or the way to one, is there. */
  boolean isReady() {
    return length > 0 || (long) LONGS.getAcquire(ring, offset()) != ShmLayout.NOTHING;
  }

  private int offset() {
    return (int) (head & ringBytes - 1);
  }

  private void storeHead() {
    LONGS.setRelease(control, headAt, head);
    stored = head;
  }
}

package org.commworld.transport.shm;

import static org.commworld.transport.shm.ShmLayout.LONGS;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.commworld.data.LapLength;
import org.commworld.wire.ProtocolException;

/**
 * The writing end of a ring. Used by one thread at a time; allocates nothing.
 *
 * <p>Why the reader sees whole records: everything of a record is written before its length, which
 * is stored in release mode; the reader loads the length in acquire mode and looks at nothing of
 * the record before. Why it sees nothing else: the word after a record, which the reader looks at
 * next, is zeroed before that record's length is stored, so whoever sees the record sees the zero,
 * or what has replaced it. The first word of all is zero because the file is. A long payload may be
 * written by string instructions, whose stores become visible in any order among themselves; the
 * store of the length, another instruction behind them, becomes visible after them all ({@link
 * org.commworld.data.StreamingCopy}).
 *
 * <p>The line of that word was last looked at by the reader's processor, and stores become visible
 * in order: a record that waits for the line of the word behind it waits for one cache line more
 * than it needs. So the word behind the next record is zeroed after this one is published, when
 * nobody waits, on the guess that it will be as long. Nobody looks at it before, and it lies in
 * memory that the reader has left, as all that is written does.
 *
 * <p>Why nothing unread is overwritten: the reader stores its head in release mode after its last
 * look at what lies before; this side loads the head in acquire mode and writes only to less than a
 * ring's size beyond it, the zeroed word included. Positions count from the ring's beginning and
 * never wrap: 2^63 bytes last for centuries.
 */
final class RingWriter {
  private final ByteBuffer ring;
  private final ByteBuffer room;
  private final ByteBuffer control;
  private final int headAt;
  private final int ringBytes;
  private final LapLength lap;
  private long tail;
  private long head;
  private int start;
  private long reservedAt;

  /** Position of a word beyond the tail that is zero; −1 for none. */
  private long zeroed = -1;

  /**
   * A writer at the beginning.
   *
   * @param ring memory of the ring, a power of two in size
   * @param control holds the reader's head
   * @param headAt where
   * @param lap how much of the ring is used
   */
  RingWriter(ByteBuffer ring, ByteBuffer control, int headAt, LapLength lap) {
    this.ring = ring;
    this.room = ring.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    this.control = control;
    this.headAt = headAt;
    this.ringBytes = ring.capacity();
    this.lap = lap;
  }

  /**
   * Room for a payload: at least {@code least} bytes, and at most {@code most} if that is more; or
   * less than {@code least}, if the reader must go on first. Nothing may be written there beyond
   * what is then committed.
   *
   * @throws ProtocolException if the reader's head cannot be
   */
  ByteBuffer reserve(int least, int most) throws ProtocolException {
    if (payloadRoom() < least) {
      refreshHead();
      if (end() - offset() - ShmLayout.WORD_BYTES < least) {
        wrap();
      }
    }
    int bytes = Math.max(0, Math.min(payloadRoom(), Math.max(least, most)));
    start = offset() + ShmLayout.WORD_BYTES;
    if (lap.isTimed()) {
      reservedAt = System.nanoTime();
    }
    return room.limit(start + bytes).position(start);
  }

  /** Publishes what is written into the reserved room; whether anything is. */
  boolean commit() {
    int length = room.position() - start;
    if (length == 0) {
      return false;
    }
    int record = offset();
    int recordBytes = ShmLayout.recordBytes(length);
    tail += recordBytes;
    if (tail != zeroed) {
      zero(tail);
    }
    LONGS.setRelease(ring, record, (long) length);
    start = room.position();
    zeroBehindNext(recordBytes);
    if (length >= LapLength.TIMED_BYTES) {
      lap.wrote(length, lap.isTimed() ? System.nanoTime() - reservedAt : 0);
    }
    return true;
  }

  private void zeroBehindNext(int recordBytes) {
    long behindNext = tail + recordBytes;
    if (offset() + recordBytes <= end()
        && behindNext + ShmLayout.RECORD_ALIGNMENT <= head + ringBytes) {
      zero(behindNext);
      zeroed = behindNext;
    }
  }

  private void zero(long position) {
    ring.putLong((int) (position & ringBytes - 1), ShmLayout.NOTHING);
  }

  /** Whether the reader is known to have read everything. */
  boolean isDrained() throws ProtocolException {
    refreshHead();
    return head == tail;
  }

  private int offset() {
    return (int) (tail & ringBytes - 1);
  }

  /** Payload that fits at the tail, in one piece, with the word behind it still free. */
  private int payloadRoom() {
    long free = head + ringBytes - ShmLayout.RECORD_ALIGNMENT - tail;
    return (int) Math.min(free, end() - offset()) - ShmLayout.WORD_BYTES;
  }

  /** Where records must end: behind the last one of a lap that ends early a word must fit. */
  private int end() {
    int lapBytes = lap.bytes();
    return lapBytes == ringBytes ? ringBytes : lapBytes - ShmLayout.RECORD_ALIGNMENT;
  }

  /** Leaves the rest of this lap unused, if the first word of the next one is free. */
  private void wrap() {
    long next = (tail | ringBytes - 1) + 1;
    if (next + ShmLayout.RECORD_ALIGNMENT > head + ringBytes) {
      return;
    }
    ring.putLong(0, ShmLayout.NOTHING);
    LONGS.setRelease(ring, offset(), ShmLayout.WRAP);
    tail = next;
  }

  private void refreshHead() throws ProtocolException {
    long read = (long) LONGS.getAcquire(control, headAt);
    if (read < head || read > tail || (read & ShmLayout.RECORD_ALIGNMENT - 1) != 0) {
      throw new ProtocolException(
          "the reader of a ring is where it cannot be: head=%d, before=%d, tail=%d"
              .formatted(read, head, tail));
    }
    head = read;
  }
}

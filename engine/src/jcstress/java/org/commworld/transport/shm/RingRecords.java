package org.commworld.transport.shm;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.nio.ByteBuffer;
import org.commworld.wire.ProtocolException;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJ_Result;

/**
 * Two records into the second lap of a ring whose memory is full of the first one's payload; the
 * reader looks twice. Each record's payload is its number and, in its last word, ten times that.
 */
@JCStressTest
@Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "Nothing had come at either look.")
@Outcome(id = "0, 11", expect = ACCEPTABLE, desc = "The first record had come at the second look.")
@Outcome(id = "11, 0", expect = ACCEPTABLE, desc = "Only the first record had come.")
@Outcome(id = "11, 22", expect = ACCEPTABLE, desc = "Both records had come.")
@Outcome(expect = FORBIDDEN, desc = "A torn record, a stale one, or one out of order.")
@State
public class RingRecords {
  private static final int RING_BYTES = 512;
  private static final int PAYLOAD_BYTES = 56;

  private final RingWriter writer;
  private final RingReader reader;

  /** Goes round once, so that every word but the next length holds rubbish. */
  public RingRecords() {
    Rings rings = Rings.onHeap(RING_BYTES);
    writer = rings.writer();
    reader = rings.reader();
    for (int record = 0; record < RING_BYTES / 64; record++) {
      write(99);
      look();
    }
  }

  private void write(long value) {
    try {
      ByteBuffer room = writer.reserve(PAYLOAD_BYTES, PAYLOAD_BYTES);
      room.putLong(value);
      while (room.position() % 64 != 56) {
        room.putLong(99);
      }
      room.putLong(10 * value);
      writer.commit();
    } catch (ProtocolException e) {
      throw new IllegalStateException(e);
    }
  }

  private long look() {
    try {
      if (reader.fetch() == 0) {
        return 0;
      }
      ByteBuffer record = reader.readable();
      long sum = record.getLong();
      sum += record.getLong(record.limit() - 8);
      record.position(record.limit());
      reader.consume();
      return sum;
    } catch (ProtocolException e) {
      return -1;
    }
  }

  /** Sends. */
  @Actor
  public void writer() {
    write(1);
    write(2);
  }

  /** Receives. */
  @Actor
  public void reader(JJ_Result result) {
    result.r1 = look();
    result.r2 = look();
  }
}

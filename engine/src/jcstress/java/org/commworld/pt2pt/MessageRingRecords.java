package org.commworld.pt2pt;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.nio.ByteBuffer;
import org.commworld.mpi.Data;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJ_Result;

/**
 * Two messages, a short and a long one, into a lap of a ring whose memory is full of what tells of
 * a record; the consumer looks twice. Each message's elements are its number and, last, ten times
 * that.
 */
@JCStressTest
@Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "Nothing had come at either look.")
@Outcome(id = "0, 11", expect = ACCEPTABLE, desc = "The first message had come at the second look.")
@Outcome(id = "11, 0", expect = ACCEPTABLE, desc = "Only the first message had come.")
@Outcome(id = "11, 22", expect = ACCEPTABLE, desc = "Both messages had come.")
@Outcome(expect = FORBIDDEN, desc = "A torn message, a stale one, or one out of order.")
@State
public class MessageRingRecords {
  private static final int RING_BYTES = 512;
  private static final int RUBBISH_MESSAGES = 13;
  private static final long RUBBISH = -1;

  private final MessageRing ring = new MessageRing(ByteBuffer.allocate(RING_BYTES), 0);
  private final long[] first = new long[2];
  private final long[] second = new long[7];
  private final long[] found = new long[7];

  /** Goes round more than once, so that words where records may begin are not zero. */
  public MessageRingRecords() {
    for (int message = 0; message < RUBBISH_MESSAGES; message++) {
      send(second, RUBBISH);
      look();
    }
  }

  private void send(long[] elements, long value) {
    java.util.Arrays.fill(elements, RUBBISH);
    elements[0] = value;
    elements[elements.length - 1] = 10 * value;
    if (!ring.offer(0, 0, 0, Data.of(elements), null)) {
      throw new IllegalStateException("no room");
    }
  }

  private long look() {
    if (!ring.hasMessage()) {
      return 0;
    }
    int count = ring.count();
    ring.copyTo(Data.of(found));
    ring.remove();
    return found[0] + found[count - 1];
  }

  /** Sends. */
  @Actor
  public void producer() {
    send(first, 1);
    send(second, 2);
  }

  /** Receives. */
  @Actor
  public void consumer(JJ_Result result) {
    result.r1 = look();
    result.r2 = look();
  }
}

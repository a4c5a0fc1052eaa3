package org.commworld.pt2pt;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Random;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.commworld.data.Elements;
import org.commworld.mpi.Comm;
import org.commworld.mpi.Data;
import org.commworld.mpi.Datatype;
import org.commworld.wire.CollectiveKind;
import org.commworld.wire.Fingerprint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class MessageRingTest {
  private static final int CONTEXT = 7;
  private static final int SOURCE = 3;
  private static final int MESSAGES = 300_000;

  private final MessageRing ring = new MessageRing(0);

  @Test
  void anEmptyOneHasNoMessage() {
    assertThat(ring.mayHaveMessage()).isFalse();
    assertThat(ring.hasMessage()).isFalse();
  }

  @Test
  void aMessageComesOutAsItWentIn() {
    assertThat(offer(5, Data.of(new int[] {4, 5, 6}))).isTrue();

    assertThat(ring.hasMessage()).isTrue();
    assertThat(ring.context()).isEqualTo(CONTEXT);
    assertThat(ring.source()).isEqualTo(SOURCE);
    assertThat(ring.tag()).isEqualTo(5);
    assertThat(ring.type()).isEqualTo(Datatype.INT);
    assertThat(ring.count()).isEqualTo(3);
    assertThat(ring.lengthBytes()).isEqualTo(12);
    assertThat(ring.fingerprint()).isNull();
    int[] out = {1, 1, 1, 1};
    ring.copyTo(Data.of(out));
    assertThat(out).containsExactly(4, 5, 6, 1);
    ring.remove();
    assertThat(ring.hasMessage()).isFalse();
  }

  @Test
  void itFitsWhatItIsFor() {
    offer(5, Data.of(new int[2]));
    ring.hasMessage();
    Data two = Data.of(new int[2]);

    assertThat(ring.fits(CONTEXT, SOURCE, 5, two)).isTrue();
    assertThat(ring.fits(CONTEXT, SOURCE, Comm.ANY_TAG, Data.of(new int[9]))).isTrue();
    assertThat(ring.fits(CONTEXT + 1, SOURCE, 5, two)).isFalse();
    assertThat(ring.fits(CONTEXT, SOURCE + 1, 5, two)).isFalse();
    assertThat(ring.fits(CONTEXT, SOURCE, 6, two)).isFalse();
    assertThat(ring.fits(CONTEXT, SOURCE, 5, Data.of(new int[1]))).isFalse();
    assertThat(ring.fits(CONTEXT, SOURCE, 5, Data.of(new float[2]))).isFalse();
  }

  @Test
  void eachMessageHasItsOwnFingerprintOrNone() {
    Fingerprint first = fingerprint(1);
    Fingerprint second = fingerprint(2);
    for (int lap = 0; lap < 1000; lap++) {
      ring.offer(CONTEXT, SOURCE, 0, Data.of(new byte[lap % 50]), first);
      offer(0, Data.of(new byte[lap % 70]));
      ring.offer(CONTEXT, SOURCE, 0, Data.of(new byte[lap % 90]), second);

      assertThat(take(Datatype.BYTE).print()).isSameAs(first);
      assertThat(take(Datatype.BYTE).print()).isNull();
      assertThat(take(Datatype.BYTE).print()).isSameAs(second);
    }
  }

  @ParameterizedTest
  @EnumSource(Datatype.class)
  void everyTypeAndLengthComesOutAsItWentIn(Datatype type) {
    Random random = new Random(41);
    for (int count = 0; count * type.sizeBytes() <= MessageRing.MAX_BYTES; count++) {
      Data in = random(random, type, count);
      assertThat(offer(count, in)).as("count=%d", count).isTrue();
      Data out = take(type).data();
      assertThat(bytesOf(out)).as("count=%d", count).isEqualTo(bytesOf(in));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 8, 16, 17, 48, 100, 512, 1000, 1024})
  void aFullOneTakesNoMoreAndLosesNothing(int bytes) {
    for (int lap = 0; lap < 20; lap++) {
      int put = 0;
      while (offer(put, Data.of(new byte[bytes]))) {
        put++;
      }
      assertThat(put).isBetween(12, 512);
      for (int tag = 0; tag < put; tag++) {
        assertThat(ring.hasMessage()).isTrue();
        assertThat(ring.tag()).isEqualTo(tag);
        assertThat(ring.count()).isEqualTo(bytes);
        ring.remove();
      }
      assertThat(ring.hasMessage()).isFalse();
    }
  }

  /** Elements count on from the message before: a stale, torn or lost one breaks the count. */
  @ParameterizedTest
  @ValueSource(longs = {21, 22, 23})
  void theConsumerSeesEveryMessageOnceAndInOrder(long seed) throws Exception {
    FutureTask<Long> producing = new FutureTask<>(() -> produce(new Random(seed)));
    Thread thread = new Thread(producing, "producer");
    thread.start();

    long elements = consume(seed);

    assertThat(elements).as("seed=%d", seed).isEqualTo(producing.get(10, TimeUnit.SECONDS));
    thread.join();
  }

  @SuppressWarnings("ThreadPriorityCheck") // Yielding is a hint only: nothing relies on it.
  private long produce(Random random) {
    long next = 0;
    for (int message = 0; message < MESSAGES; message++) {
      // Of one length for a while, so that the early clearing meets both what it expects and not.
      int count = message % 64 < 40 ? 1 : random.nextInt(MessageRing.MAX_BYTES / Long.BYTES + 1);
      long[] elements = new long[count];
      for (int i = 0; i < count; i++) {
        elements[i] = next++;
      }
      while (!offer(message, Data.of(elements))) {
        Thread.yield();
      }
    }
    return next;
  }

  @SuppressWarnings("ThreadPriorityCheck") // Yielding is a hint only: nothing relies on it.
  private long consume(long seed) {
    long next = 0;
    long[] elements = new long[MessageRing.MAX_BYTES / Long.BYTES];
    for (int message = 0; message < MESSAGES; ) {
      if (!ring.hasMessage()) {
        Thread.yield();
        continue;
      }
      int count = ring.count();
      ring.copyTo(Data.of(elements));
      boolean isNext = ring.tag() == message;
      for (int i = 0; i < count; i++) {
        isNext &= elements[i] == next++;
      }
      if (!isNext) {
        throw new AssertionError(
            "seed=%d, message=%d, tag=%d, count=%d, next=%d"
                .formatted(seed, message, ring.tag(), count, next));
      }
      ring.remove();
      message++;
    }
    return next;
  }

  private record Taken(Data data, Fingerprint print) {}

  private Taken take(Datatype type) {
    assertThat(ring.hasMessage()).isTrue();
    assertThat(ring.type()).isEqualTo(type);
    Data out = Elements.allocate(type, ring.count());
    ring.copyTo(out);
    Taken taken = new Taken(out, ring.fingerprint());
    ring.remove();
    return taken;
  }

  private boolean offer(int tag, Data data) {
    return ring.offer(CONTEXT, SOURCE, tag, data, null);
  }

  private static Fingerprint fingerprint(int sequence) {
    return Fingerprint.of(sequence, CollectiveKind.BARRIER);
  }

  private static Data random(Random random, Datatype type, int count) {
    byte[] bytes = new byte[count * type.sizeBytes()];
    random.nextBytes(bytes);
    for (int i = 0; type == Datatype.BOOLEAN && i < count; i++) {
      bytes[i] &= 1;
    }
    Data data = Elements.allocate(type, count);
    Elements.read(ByteBuffer.wrap(bytes), data, 0, count);
    return data;
  }

  private static byte[] bytesOf(Data data) {
    byte[] bytes = new byte[(int) data.lengthBytes()];
    Elements.write(data, 0, data.count(), ByteBuffer.wrap(bytes));
    return bytes;
  }
}

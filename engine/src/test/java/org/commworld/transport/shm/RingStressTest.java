package org.commworld.transport.shm;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Two threads at a ring at full speed. What an interleaving may show has names, and all that have
 * none are failures; the profile {@code jcstress} asks the same of many more interleavings.
 */
@Timeout(60)
class RingStressTest {
  private static final int RING_BYTES = 4096;
  private static final int RECORDS = 300_000;
  private static final int LITMUS_ROUNDS = 20_000;

  /** Each record's words count on from the record before: a stale or torn one breaks the count. */
  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13})
  void readerSeesEveryWordOnceAndInOrder(long seed) throws Exception {
    Rings rings = Rings.of(RING_BYTES);
    FutureTask<Long> writing = new FutureTask<>(() -> write(rings.writer(), new Random(seed)));
    Thread thread = new Thread(writing, "writer");
    thread.start();

    long words = read(rings.reader(), seed);

    assertThat(words).as("seed=%d", seed).isEqualTo(writing.get(10, TimeUnit.SECONDS));
    thread.join();
  }

  @SuppressWarnings("ThreadPriorityCheck") // Yielding is a hint only: nothing relies on it.
  private static long write(RingWriter writer, Random random) throws Exception {
    long word = 0;
    for (int record = 0; record < RECORDS; record++) {
      int bytes = 8 * (1 + random.nextInt(random.nextInt(16) == 0 ? RING_BYTES / 32 : 8));
      ByteBuffer room = writer.reserve(bytes, bytes);
      while (room.remaining() < bytes) {
        Thread.yield();
        room = writer.reserve(bytes, bytes);
      }
      for (int i = 0; i < bytes; i += 8) {
        room.putLong(word++);
      }
      writer.commit();
    }
    return word;
  }

  @SuppressWarnings("ThreadPriorityCheck") // Yielding is a hint only: nothing relies on it.
  private static long read(RingReader reader, long seed) throws Exception {
    long word = 0;
    for (int record = 0; record < RECORDS; ) {
      if (reader.fetch() == 0) {
        Thread.yield();
        continue;
      }
      ByteBuffer readable = reader.readable();
      while (readable.hasRemaining()) {
        long found = readable.getLong();
        if (found != word++) {
          throw new AssertionError(
              "seed=%d, record=%d, expected=%d, found=%d".formatted(seed, record, word - 1, found));
        }
      }
      reader.consume();
      record++;
    }
    return word;
  }

  private enum Outcome {
    /** The sleeper saw the record and did not sleep; the writer rang needlessly. */
    BOTH_SAW,
    /** The sleeper saw the record in its last look. */
    SLEEPER_SAW,
    /** The writer saw the flag and rang. */
    WRITER_SAW,
    /** The sleeper sleeps and nobody rings: never. */
    LOST_WAKE_UP
  }

  @Test
  void sleeperAndWriterNeverMissEachOther() throws Exception {
    Rings[] rings = new Rings[LITMUS_ROUNDS];
    for (int i = 0; i < LITMUS_ROUNDS; i++) {
      rings[i] = Rings.of(256);
    }
    boolean[] slept = new boolean[LITMUS_ROUNDS];
    boolean[] rang = new boolean[LITMUS_ROUNDS];
    CyclicBarrier start = new CyclicBarrier(2);
    CountDownLatch done = new CountDownLatch(1);
    Thread sleeper =
        new Thread(
            () -> {
              try {
                start.await();
                for (int i = 0; i < LITMUS_ROUNDS; i++) {
                  RingReader reader = rings[i].reader();
                  ShmLayout.LONGS.setOpaque(rings[i].control(), ShmLayout.sleepsAt(0), 1L);
                  VarHandle.fullFence();
                  slept[i] = !reader.isReady();
                }
                done.countDown();
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
            });
    sleeper.start();
    start.await();
    for (int i = 0; i < LITMUS_ROUNDS; i++) {
      Rings.write(rings[i].writer(), 8, 1);
      VarHandle.fullFence();
      rang[i] = (long) ShmLayout.LONGS.getOpaque(rings[i].control(), ShmLayout.sleepsAt(0)) != 0;
    }
    assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
    sleeper.join();

    Map<Outcome, Integer> outcomes = new EnumMap<>(Outcome.class);
    for (int i = 0; i < LITMUS_ROUNDS; i++) {
      outcomes.merge(outcome(slept[i], rang[i]), 1, Integer::sum);
    }
    assertThat(outcomes).doesNotContainKey(Outcome.LOST_WAKE_UP);
  }

  private static Outcome outcome(boolean slept, boolean rang) {
    if (slept) {
      return rang ? Outcome.WRITER_SAW : Outcome.LOST_WAKE_UP;
    }
    return rang ? Outcome.BOTH_SAW : Outcome.SLEEPER_SAW;
  }
}

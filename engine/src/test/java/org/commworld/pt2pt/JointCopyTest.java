package org.commworld.pt2pt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.commworld.mpi.Data;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class JointCopyTest {
  private static final int BESIDE = -1;

  private final JointCopies sending = new JointCopies();
  private final JointCopies receiving = new JointCopies();
  private final AtomicInteger ends = new AtomicInteger();

  private JointCopy copyOf(int[] from, int[] to) {
    Data into = Data.of(to).slice(1, from.length);
    return new JointCopy(Data.of(from), into, sending, receiving, ends::incrementAndGet);
  }

  private static int[] values(int count) {
    return IntStream.range(0, count).toArray();
  }

  private static int[] roomFor(int count) {
    return IntStream.generate(() -> BESIDE).limit(count + 2).toArray();
  }

  private static void assertCopied(int[] from, int[] to) {
    assertThat(to[0]).isEqualTo(BESIDE);
    assertThat(to[to.length - 1]).isEqualTo(BESIDE);
    assertThat(Arrays.copyOfRange(to, 1, from.length + 1)).isEqualTo(from);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4096, 4097, 8193, 100_003, 3_000_001})
  void eitherSideAloneCopiesAll(int count) {
    int[] from = values(count);
    int[] byReceiver = roomFor(count);
    int[] bySender = roomFor(count);
    JointCopy receiver = copyOf(from, byReceiver);
    JointCopy sender = copyOf(from, bySender);

    while (receiver.copyFirst()) {
      assertThat(ends.get()).isLessThanOrEqualTo(1);
    }
    assertThat(ends.getAndSet(0)).isEqualTo(1);
    assertThat(receiver.copyLast()).isFalse();
    while (sender.copyLast()) {
      assertThat(ends.get()).isLessThanOrEqualTo(1);
    }
    assertThat(ends.get()).isEqualTo(1);

    assertCopied(from, byReceiver);
    assertCopied(from, bySender);
  }

  @Test
  void theReceiverBeginsAtTheFrontAndTheSenderAtTheBack() {
    int[] from = values(20_000);
    int[] to = roomFor(from.length);
    JointCopy copy = copyOf(from, to);

    copy.copyFirst();
    assertThat(to[1]).isZero();
    assertThat(to[from.length]).isEqualTo(BESIDE);
    copy.copyLast();
    assertThat(to[from.length]).isEqualTo(from.length - 1);
    assertThat(ends.get()).isZero();
  }

  @Test
  void bothAtOnceCopyEachPartOnceAndEndOnce() throws Exception {
    for (int round = 0; round < 500; round++) {
      int[] from = values(40_000 + 13 * round);
      int[] to = roomFor(from.length);
      JointCopy copy = copyOf(from, to);
      AtomicInteger parts = new AtomicInteger();
      FutureTask<Void> sender =
          new FutureTask<>(
              () -> {
                while (copy.copyLast()) {
                  parts.incrementAndGet();
                }
                return null;
              });
      Thread thread = new Thread(sender, "sender");
      thread.start();
      while (copy.copyFirst()) {
        parts.incrementAndGet();
      }
      sender.get(30, TimeUnit.SECONDS);
      thread.join();

      assertThat(ends.getAndSet(0)).isEqualTo(1);
      assertThat(parts.get()).isEqualTo((from.length + 4095) / 4096);
      assertCopied(from, to);
    }
  }

  @Test
  void eachRankFindsItInItsListUntilItsEnd() {
    int[] from = values(20_000);
    int[] to = roomFor(from.length);
    copyOf(from, to).start();

    assertThat(sending.copyPart()).isTrue();
    assertThat(to[from.length]).isEqualTo(from.length - 1);
    while (receiving.copyPart()) {
      assertThat(ends.get()).isLessThanOrEqualTo(1);
    }
    assertThat(ends.get()).isEqualTo(1);
    assertCopied(from, to);
    assertThat(sending.isEmpty()).isTrue();
    assertThat(receiving.isEmpty()).isTrue();
  }

  @Test
  void whatComesIsCopiedBeforeWhatGoes() {
    int[] from = values(20_000);
    int[] incoming = roomFor(from.length);
    int[] outgoing = roomFor(from.length);
    JointCopies own = new JointCopies();
    Runnable end = ends::incrementAndGet;
    Data goes = Data.of(outgoing).slice(1, from.length);
    Data comes = Data.of(incoming).slice(1, from.length);
    new JointCopy(Data.of(from), goes, own, receiving, end).start();
    new JointCopy(Data.of(from), comes, sending, own, end).start();

    while (own.copyPart() && ends.get() == 0) {
      assertThat(outgoing[from.length]).isEqualTo(BESIDE);
    }
    assertCopied(from, incoming);
    while (own.copyPart()) {
      assertThat(ends.get()).isLessThanOrEqualTo(2);
    }
    assertCopied(from, outgoing);
    assertThat(own.isEmpty() && sending.isEmpty() && receiving.isEmpty()).isTrue();
  }

  @Test
  void oneThatEndsWhileItIsListedStaysInNoList() throws Exception {
    for (int round = 0; round < 2000; round++) {
      int[] from = values(5);
      JointCopy copy = copyOf(from, roomFor(from.length));
      FutureTask<Void> receiver =
          new FutureTask<>(
              () -> {
                while (ends.get() == 0) {
                  receiving.copyPart();
                }
                return null;
              });
      Thread thread = new Thread(receiver, "receiver");
      thread.start();
      copy.start();
      receiver.get(30, TimeUnit.SECONDS);
      thread.join();

      assertThat(ends.getAndSet(0)).isEqualTo(1);
      assertThat(sending.isEmpty()).isTrue();
      assertThat(receiving.isEmpty()).isTrue();
    }
  }
}

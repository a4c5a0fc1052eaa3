package org.commworld.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.commworld.mpi.Comm;
import org.commworld.testkit.Worlds;
import org.commworld.testkit.Worlds.Kind;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A receiver that does not receive stops its sender, and nobody else. */
@Timeout(120)
class BackPressureIT {
  private static final int MESSAGE_BYTES = 1024;
  private static final int MESSAGES = 128 * 1024;

  /** What one sender may have under way: its share of the receiver's memory and socket buffers. */
  private static final long MAX_BYTES_UNDER_WAY = 32L << 20;

  private static final long STEADY_MILLIS = 500;

  @ParameterizedTest
  @EnumSource
  void aSenderOfManyShortMessagesIsStoppedAndGoesOnWhenTheyAreReceived(Kind kind) {
    AtomicInteger sent = new AtomicInteger();
    CountDownLatch finished = new CountDownLatch(1);

    Worlds.run(
        kind,
        2,
        world -> {
          if (world.rank() == 0) {
            sendAll(world, sent, finished);
          } else {
            receiveLate(world, sent, finished);
          }
          return null;
        });

    assertThat(sent.get()).isEqualTo(MESSAGES);
  }

  private static void sendAll(Comm world, AtomicInteger sent, CountDownLatch finished)
      throws InterruptedException {
    Thread flood =
        new Thread(
            () -> {
              byte[] message = new byte[MESSAGE_BYTES];
              for (int i = 0; i < MESSAGES; i++) {
                message[0] = (byte) i;
                world.send(message, 1, 1);
                sent.incrementAndGet();
              }
              finished.countDown();
            },
            "flood");
    flood.start();
    // The rank's other thread is not stopped with it.
    int[] question = new int[1];
    world.recv(question, 1, 2);
    world.send(question, 1, 3);
    flood.join();
  }

  private static void receiveLate(Comm world, AtomicInteger sent, CountDownLatch finished)
      throws InterruptedException {
    int before;
    do {
      before = sent.get();
      boolean neverStopped = finished.await(STEADY_MILLIS, TimeUnit.MILLISECONDS);
      assertThat(neverStopped).as("all sent, none received: sent=%s", sent).isFalse();
    } while (before == 0 || sent.get() != before);
    assertThat((long) before * MESSAGE_BYTES).isLessThanOrEqualTo(MAX_BYTES_UNDER_WAY);

    world.send(new int[] {5}, 0, 2);
    int[] answer = new int[1];
    world.recv(answer, 0, 3);
    assertThat(answer).containsExactly(5);

    byte[] message = new byte[MESSAGE_BYTES];
    for (int i = 0; i < MESSAGES; i++) {
      world.recv(message, 0, 1);
      assertThat(message[0]).isEqualTo((byte) i);
    }
  }
}

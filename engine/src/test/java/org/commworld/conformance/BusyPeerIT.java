package org.commworld.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.commworld.mpi.Data;
import org.commworld.mpi.Request;
import org.commworld.testkit.Worlds;
import org.commworld.testkit.Worlds.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** In one JVM a long message arrives though one of its two ranks does something else meanwhile. */
@Timeout(60)
class BusyPeerIT {
  private static final int COUNT = 1_000_003;
  private static final int TAG = 1;

  private static int[] values() {
    return IntStream.range(0, COUNT).toArray();
  }

  private static void await(CountDownLatch latch) throws InterruptedException {
    assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void aSendEndsThoughItsReceiverOnlyPostedTheReceive() {
    CountDownLatch posted = new CountDownLatch(1);
    CountDownLatch sent = new CountDownLatch(1);
    Worlds.run(
        Kind.INPROC,
        2,
        world -> {
          if (world.rank() == 0) {
            await(posted);
            world.send(values(), 1, TAG);
            sent.countDown();
            return null;
          }
          int[] received = new int[COUNT];
          Request receive = world.iRecv(received, 0, TAG);
          posted.countDown();
          await(sent);
          assertThat(receive.isDone()).isTrue();
          receive.waitFor();
          assertThat(received).isEqualTo(values());
          return null;
        });
  }

  @Test
  void aReceiveEndsThoughItsSenderOnlyStartedTheSend() {
    CountDownLatch started = new CountDownLatch(1);
    CountDownLatch received = new CountDownLatch(1);
    Worlds.run(
        Kind.INPROC,
        2,
        world -> {
          if (world.rank() == 0) {
            Request send = world.iSend(values(), 1, TAG);
            started.countDown();
            await(received);
            assertThat(send.isDone()).isTrue();
            send.waitFor();
            return null;
          }
          await(started);
          int[] into = new int[COUNT];
          assertThat(world.recv(into, 0, TAG).count()).isEqualTo(COUNT);
          assertThat(into).isEqualTo(values());
          received.countDown();
          return null;
        });
  }

  @Test
  void aRankSendsToItself() {
    Worlds.run(
        Kind.INPROC,
        1,
        world -> {
          int[] received = new int[COUNT];
          Request receive = world.iRecv(received, 0, TAG);
          Request send = world.iSend(Data.of(values()), 0, TAG);
          Request.waitAll(send, receive);
          assertThat(received).isEqualTo(values());
          return null;
        });
  }
}

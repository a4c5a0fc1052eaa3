package org.commworld.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.commworld.mpi.Comm;
import org.commworld.runtime.RankFunction;
import org.commworld.testkit.RankProcess;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** More bytes than the heaps of both JVMs, to a rank that does not receive until it is told to. */
@Timeout(300)
public class FloodIT {
  private static final int MESSAGE_BYTES = 16 << 10;

  /** Floods rank 1, while another thread of rank 0 tells it to begin to receive. */
  public static class Flood implements RankFunction<String> {
    private final long messages;

    /** One gibibyte. */
    public Flood() {
      this(1L << 30);
    }

    Flood(long bytes) {
      this.messages = bytes / MESSAGE_BYTES;
    }

    @Override
    public String run(Comm world) throws Exception {
      if (world.rank() == 0) {
        send(world);
      } else {
        receive(world);
      }
      return "";
    }

    private void send(Comm world) throws InterruptedException {
      CountDownLatch isStopped = new CountDownLatch(1);
      Thread flood =
          new Thread(
              () -> {
                byte[] message = new byte[MESSAGE_BYTES];
                for (long i = 0; i < messages; i++) {
                  message[0] = (byte) i;
                  world.send(message, 1, 1);
                }
                isStopped.countDown();
              });
      flood.start();
      // Long enough for all of it, if nothing stopped it.
      boolean nothingStopsIt = isStopped.await(2, java.util.concurrent.TimeUnit.SECONDS);
      if (nothingStopsIt) {
        throw new AssertionError("all was sent, nothing received");
      }
      world.send(new int[1], 1, 2);
      flood.join();
    }

    private void receive(Comm world) {
      world.recv(new int[1], 0, 2);
      byte[] message = new byte[MESSAGE_BYTES];
      for (long i = 0; i < messages; i++) {
        world.recv(message, 0, 1);
        if (message[0] != (byte) i) {
          throw new AssertionError("message %d is another: %d".formatted(i, message[0]));
        }
      }
      System.out.println("received " + messages * MESSAGE_BYTES + " bytes");
    }
  }

  /** Ten gibibytes. */
  public static final class LongFlood extends Flood {
    /** Ten. */
    public LongFlood() {
      super(10L << 30);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aFloodFitsIntoASmallHeap(boolean shm, @TempDir Path directory) throws Exception {
    flood(shm, directory, Flood.class, 1L << 30);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  @EnabledIfSystemProperty(named = "commworld.long", matches = "true")
  void aLongFloodFitsIntoASmallHeap(boolean shm, @TempDir Path directory) throws Exception {
    flood(shm, directory, LongFlood.class, 10L << 30);
  }

  private static void flood(boolean shm, Path directory, Class<? extends Flood> program, long bytes)
      throws Exception {
    RankProcess.World world = new RankProcess.World(directory, 2, shm, Path.of("/dev/shm"));
    try (RankProcess sender = RankProcess.start(world, 0, program);
        RankProcess receiver = RankProcess.start(world, 1, program)) {
      receiver.awaitOutput("received " + bytes + " bytes");

      assertThat(receiver.await()).isZero();
      assertThat(sender.await()).as(sender.output()).isZero();
    }
  }
}

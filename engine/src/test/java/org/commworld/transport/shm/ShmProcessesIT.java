package org.commworld.transport.shm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.commworld.mpi.Comm;
import org.commworld.mpi.ProcessFailedException;
import org.commworld.mpi.Request;
import org.commworld.runtime.RankFunction;
import org.commworld.testkit.RankProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ranks in JVMs of their own, which share memory and may be killed. */
@Timeout(120)
class ShmProcessesIT {
  private static final int MESSAGES = 1500;
  private static final int MAX_LONGS = 200_000;

  @TempDir Path directory;
  @TempDir Path shm;

  /** Each rank sends every other messages of random lengths and checks all that it gets. */
  public static final class Storm implements RankFunction<Void> {
    /** For the process that runs it. */
    public Storm() {}

    private static long[] content(int source, int dest, int number) {
      Random random = new Random(source * 31L + dest * 17L + number * 1009L);
      boolean isLong = random.nextInt(50) == 0;
      long[] content = new long[random.nextInt(isLong ? MAX_LONGS : 40)];
      for (int i = 0; i < content.length; i++) {
        content[i] = random.nextLong();
      }
      return content;
    }

    /** Linux names what is mapped, though its files are gone. */
    private static long mappedRings() throws IOException {
      try (Stream<String> maps = Files.lines(Path.of("/proc/self/maps"))) {
        return maps.filter(line -> line.contains(Meeting.PREFIX)).count();
      }
    }

    @Override
    public Void run(Comm world) throws IOException {
      int size = world.size();
      long[] buffer = new long[MAX_LONGS];
      for (int number = 0; number < MESSAGES; number++) {
        List<Request> sends = new ArrayList<>();
        for (int step = 1; step < size; step++) {
          int dest = (world.rank() + step) % size;
          sends.add(world.iSend(content(world.rank(), dest, number), dest, number % 7));
        }
        for (int step = 1; step < size; step++) {
          int source = (world.rank() - step + size) % size;
          int count = world.recv(buffer, source, number % 7).count();
          long[] expected = content(source, world.rank(), number);
          if (!java.util.Arrays.equals(buffer, 0, count, expected, 0, expected.length)) {
            throw new AssertionError(
                "wrong message: source=%d, number=%d".formatted(source, number));
          }
        }
        Request.waitAll(sends.toArray(Request[]::new));
      }
      System.out.println("checked " + MESSAGES + ", rings=" + mappedRings());
      return null;
    }
  }

  /** Rank 0 and 1 send each other for ever. */
  public static final class Endless implements RankFunction<Void> {
    /** For the process that runs it. */
    public Endless() {}

    @Override
    public Void run(Comm world) {
      double[] mine = new double[MAX_LONGS];
      double[] theirs = new double[MAX_LONGS];
      int peer = 1 - world.rank();
      try {
        for (long round = 0; ; round++) {
          world.sendRecv(mine, peer, 0, theirs, peer, 0);
          if (round == 10) {
            System.out.println("running");
          }
        }
      } catch (ProcessFailedException e) {
        System.out.println("lost rank " + e.rank());
        throw e;
      }
    }
  }

  private List<RankProcess> start(int size, boolean isShm, Class<? extends RankFunction<?>> program)
      throws Exception {
    RankProcess.World world = new RankProcess.World(directory, size, isShm, shm);
    List<RankProcess> ranks = new ArrayList<>();
    for (int rank = 0; rank < size; rank++) {
      ranks.add(RankProcess.start(world, rank, program));
    }
    return ranks;
  }

  private void assertThatNothingIsLeft() throws Exception {
    try (Stream<Path> files = Files.list(shm)) {
      assertThat(files).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({"true, 2", "false, 0"})
  void threeProcessesGetEveryByte(boolean isShm, int ringsOfEach) throws Exception {
    List<RankProcess> ranks = start(3, isShm, Storm.class);
    try {
      for (RankProcess rank : ranks) {
        assertThat(rank.await()).as(rank.output()).isZero();
        assertThat(rank.output()).contains("checked " + MESSAGES + ", rings=" + ringsOfEach);
      }
    } finally {
      ranks.forEach(RankProcess::close);
    }
    assertThatNothingIsLeft();
  }

  @Test
  void killedPeerIsNoticedInTheMiddleOfATransferAndNothingIsLeft() throws Exception {
    List<RankProcess> ranks = start(2, true, Endless.class);
    try {
      ranks.get(0).awaitOutput("running");
      ranks.get(1).awaitOutput("running");
      assertThatNothingIsLeft();

      ranks.get(1).kill();
      long killed = System.nanoTime();
      ranks.get(0).await();

      assertThat(ranks.get(0).output()).contains("lost rank 1");
      // Two seconds of it are the grace for a better witness.
      assertThat(System.nanoTime() - killed).isLessThan(TimeUnit.SECONDS.toNanos(10));
    } finally {
      ranks.forEach(RankProcess::close);
    }
    assertThatNothingIsLeft();
  }

  @Test
  void killingAllLeavesNothing() throws Exception {
    List<RankProcess> ranks = start(2, true, Endless.class);
    try {
      ranks.get(0).awaitOutput("running");
    } finally {
      for (RankProcess rank : ranks) {
        rank.kill();
      }
    }
    assertThatNothingIsLeft();
  }
}

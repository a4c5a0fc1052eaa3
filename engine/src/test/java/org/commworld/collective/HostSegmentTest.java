package org.commworld.collective;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.commworld.mpi.Data;
import org.commworld.mpi.Datatype;
import org.commworld.spi.HostMemory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class HostSegmentTest {
  private static final int RANKS = 3;
  private static final int SLOT = 64 << 10;

  /** More than it takes until a rank tries its long lap, and has gone through all of it. */
  private static final int ROUNDS = 20_000;

  private final ByteBuffer bytes = ByteBuffer.allocateDirect((int) HostSegment.bytes(RANKS, SLOT));
  private final List<Integer> extended = new ArrayList<>();

  /** Notes what it is extended by. */
  private final HostMemory.Shared memory =
      new HostMemory.Shared() {
        @Override
        public ByteBuffer memory() {
          return bytes;
        }

        @Override
        public boolean extend(int at, int length) {
          extended.add(at);
          return true;
        }

        @Override
        public void close() {
          extended.clear();
        }
      };

  private final HostSegment[] views =
      IntStream.range(0, RANKS)
          .mapToObj(rank -> new HostSegment(memory, RANKS, rank, SLOT))
          .toArray(HostSegment[]::new);

  @Test
  void everyoneFindsWhatTheOthersHavePutInAnyLap() {
    double[][] slots = new double[RANKS][views[0].capacity(Datatype.DOUBLE)];
    int[][] parts = new int[RANKS][SLOT / RANKS / Integer.BYTES];
    for (long round = 1; round < ROUNDS; round++) {
      // Some rounds put little, some only a part or nothing, as calls do.
      int n = round % 5 == 0 ? 0 : slots[0].length / (int) (1 + round % 3 * 15);
      for (int rank = 0; rank < RANKS; rank++) {
        Arrays.fill(slots[rank], (double) (round * RANKS + rank));
        Arrays.fill(parts[rank], (int) -round * RANKS - rank);
        views[rank].putLong(round, Data.of(slots[rank]), 0, 0, n);
        views[rank].putPart(
            round, Data.of(parts[rank]), 0, 0, round % 4 == 0 ? 0 : parts[rank].length);
        views[rank].arrive(round);
      }
      checkAll(round, n, parts[0].length);
    }

    int firstBytes = (int) HostSegment.usableBytes(RANKS, SLOT);
    assertThat(extended)
        .hasSize(RANKS)
        .doesNotHaveDuplicates()
        .allMatch(at -> at >= firstBytes && at < bytes.capacity());
  }

  private void checkAll(long round, int n, int partLength) {
    double[] slot = new double[n];
    int[] part = new int[round % 4 == 0 ? 0 : partLength];
    for (HostSegment view : views) {
      for (int peer = 0; peer < RANKS; peer++) {
        assertThat(view.hasArrived(peer, round)).isTrue();
        assertThat(view.hasArrived(peer, round + 2)).isFalse();
        view.getLong(peer, round, 0, Data.of(slot), 0, n);
        view.getPart(peer, round, 0, Data.of(part), 0, part.length);
        double inSlot = (double) (round * RANKS + peer);
        int inPart = (int) -round * RANKS - peer;
        assertThat(Arrays.stream(slot).allMatch(x -> x == inSlot)).isTrue();
        assertThat(Arrays.stream(part).allMatch(x -> x == inPart)).isTrue();
      }
    }
  }

  @Test
  void whatWasPutForTheRoundBeforeStaysAsItIs() {
    long[] old = {1, 2, 3};
    long[] now = {4, 5, 6};
    views[0].putLong(1, Data.of(old), 0, 7, 3);
    views[0].arrive(1);
    views[0].putLong(2, Data.of(now), 0, 7, 3);

    long[] found = new long[3];
    views[1].getLong(0, 1, 7, Data.of(found), 0, 3);

    assertThat(found).isEqualTo(old);
  }

  @Test
  void arrivalsDoNotLookLikeOthersAsRoundsGrow() {
    for (long round : new long[] {1, 65_535, 65_536, 1L << 32, (1L << 47) - 1}) {
      views[1].putLong(round, Data.of(new byte[100]), 0, 0, 100);
      views[1].arrive(round);
      assertThat(views[0].hasArrived(1, round)).isTrue();
      assertThat(views[0].hasArrived(1, round - 2)).isFalse();
    }
  }

  @Test
  void closingGivesTheMemoryBack() {
    extended.add(1);

    views[0].close();

    assertThat(extended).isEmpty();
  }
}

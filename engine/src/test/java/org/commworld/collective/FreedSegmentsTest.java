package org.commworld.collective;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Objects;
import org.commworld.collective.FreedSegments.Kept;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class FreedSegmentsTest {
  private static final int[] RANKS = {0, 2};
  private static final int[] OTHERS = {0, 1};

  private final FreedSegments freed = new FreedSegments();

  @Test
  void theNewestOfTheSameRanksIsTakenOnce() {
    put(RANKS, 1);
    put(OTHERS, 2);
    put(RANKS, 3);
    put(OTHERS, 4);

    assertThat(ticketOf(freed.take(new int[] {0, 2}))).isEqualTo(3);
    assertThat(ticketOf(freed.take(RANKS))).isEqualTo(1);
    assertThat(freed.take(RANKS)).isNull();
  }

  @Test
  void ticketIsOfTheseRanksOrNone() {
    put(RANKS, 1);
    put(RANKS, 2);

    assertThat(freed.take(OTHERS, new byte[] {1})).isNull();
    assertThat(freed.take(RANKS, new byte[] {3})).isNull();
    assertThat(ticketOf(freed.take(RANKS, new byte[] {1}))).isEqualTo(1);
    assertThat(freed.take(RANKS, new byte[] {1})).isNull();
  }

  @Test
  void theOldestIsGivenUpForTheFifth() {
    for (int i = 1; i <= 5; i++) {
      put(RANKS, i);
    }

    assertThat(freed.take(RANKS, new byte[] {1})).isNull();
    assertThat(freed.take(RANKS, new byte[] {2})).isNotNull();
  }

  private void put(int[] worldRanks, int ticket) {
    HostSegment segment = new HostSegment(ByteBuffer.allocate(4096), 2, 0, 0);
    freed.put(worldRanks, new Kept(new byte[] {(byte) ticket}, segment, 0));
  }

  private static int ticketOf(Kept kept) {
    return Objects.requireNonNull(kept).ticket()[0];
  }
}

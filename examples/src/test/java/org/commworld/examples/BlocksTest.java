package org.commworld.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 20, unit = TimeUnit.SECONDS)
class BlocksTest {
  @Test
  void firstBlocksGetWhatIsLeftOver() {
    assertThat(new Blocks(10, 3).counts()).containsExactly(4, 3, 3);
    assertThat(new Blocks(10, 3).displs()).containsExactly(0, 4, 7);
    assertThat(new Blocks(2, 4).counts()).containsExactly(1, 1, 0, 0);
  }

  @Test
  void blocksFollowEachOtherAndCoverAll() {
    for (int elements = 0; elements <= 40; elements++) {
      for (int ranks = 1; ranks <= 12; ranks++) {
        Blocks blocks = new Blocks(elements, ranks);

        assertThat(Arrays.stream(blocks.counts()).sum()).isEqualTo(elements);
        for (int r = 1; r < ranks; r++) {
          assertThat(blocks.displs()[r]).isEqualTo(blocks.displs()[r - 1] + blocks.counts()[r - 1]);
        }
      }
    }
  }
}

package org.commworld.spark.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.commworld.spark.stats.RunStatistics;
import org.commworld.spark.stats.RunStatistics.State;
import org.commworld.stats.RankStatistics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class HeatMapTest {
  /** Each rank sends 10 bytes to the next one and one byte to itself. */
  private static RunStatistics ring(String name, int size) {
    List<RunStatistics.Rank> ranks =
        IntStream.range(0, size)
            .mapToObj(
                rank ->
                    new RunStatistics.Rank(
                        rank,
                        "host",
                        "1",
                        State.FINISHED,
                        new RankStatistics(
                            rank,
                            1,
                            List.of(),
                            List.of(
                                new RankStatistics.Peer(rank, 1, 1, 1, 1, 0),
                                new RankStatistics.Peer((rank + 1) % size, 1, 10, 0, 0, 0)),
                            null)))
            .toList();
    return new RunStatistics(
        0, name, 0, State.FINISHED, Instant.EPOCH, Duration.ofSeconds(1), ranks);
  }

  @Test
  void cellIsAPairUpToItsLimit() {
    HeatMap map = new HeatMap(ring("job", HeatMap.MOST_CELLS));

    assertThat(map.block()).isEqualTo(1);
    assertThat(map.bytes(3, 3)).isEqualTo(1);
    assertThat(map.bytes(3, 4)).isEqualTo(10);
    assertThat(map.bytes(4, 3)).isZero();
    assertThat(map.shade(10)).isEqualTo(7);
    assertThat(map.shade(1)).isBetween(1, 3);
  }

  @Test
  void cellIsABlockBeyondIt() {
    HeatMap map = new HeatMap(ring("job", 1_000));

    assertThat(map.block()).isEqualTo(16);
    assertThat(map.bytes(0, 0)).isEqualTo(16 + 15 * 10);
    assertThat(map.bytes(0, 1)).isEqualTo(10);
    assertThat(map.bytes(62, 62)).isEqualTo(8 + 7 * 10);
  }

  @Test
  void pageOfManyRanksIsBoundedAndNamesAreEscaped() {
    String page = RanksHtml.of(List.of(ring("<script>x</script>", 10_000)));

    assertThat(page).contains("&lt;script&gt;x").doesNotContain("<script>x");
    assertThat(page.length()).isLessThan(1 << 20);
  }
}

package org.commworld.compare.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.InstanceOfAssertFactories.DOUBLE;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.commworld.compare.report.Crossover.Faster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class CrossoverTest {
  /** Sizes and medians in turn; the spread is a tenth to either side. */
  private static Map<Long, Quartiles> series(double... sizesAndTimes) {
    TreeMap<Long, Quartiles> series = new TreeMap<>();
    for (int i = 0; i < sizesAndTimes.length; i += 2) {
      double t = sizesAndTimes[i + 1];
      series.put(
          (long) sizesAndTimes[i], Quartiles.of(List.of(0.9 * t, 0.95 * t, t, 1.05 * t, 1.1 * t)));
    }
    return series;
  }

  @Test
  void linesThatCrossDoSoWhereTheirRatioIsOne() {
    // 1000 + n and 2 n are equal at n = 1000; in logarithms between 100 and 10000 nearly so.
    Crossover crossover =
        Crossover.between(
            series(10, 1010, 100, 1100, 10_000, 11_000), series(10, 20, 100, 200, 10_000, 20_000));

    assertThat(crossover.first()).isEqualTo(Faster.SECOND);
    assertThat(crossover.last()).isEqualTo(Faster.FIRST);
    double expected =
        Math.exp(
            Math.log(100) + Math.log(100) * Math.log(5.5) / (Math.log(5.5) + Math.log(20.0 / 11)));
    assertThat(crossover.changes())
        .singleElement(DOUBLE)
        .isCloseTo(expected, within(1e-6 * expected));
  }

  @Test
  void powerLawsCrossExactly() {
    Crossover crossover =
        Crossover.between(series(1, 100, 1_000_000, 100), series(1, 1, 1_000_000, 1_000_000));

    assertThat(crossover.changes()).singleElement(DOUBLE).isCloseTo(100.0, within(1e-6));
  }

  @Test
  void whoeverIsFasterEverywhereHasNoCrossover() {
    Crossover crossover =
        Crossover.between(series(1, 1, 10, 2, 100, 3), series(1, 5, 10, 6, 100, 7));

    assertThat(crossover.first()).isEqualTo(Faster.FIRST);
    assertThat(crossover.changes()).isEmpty();
    assertThat(crossover.decided()).isEqualTo(3);
  }

  @Test
  void sizesThatDoNotDecideDoNotChangeTheWinner() {
    Crossover crossover =
        Crossover.between(series(1, 1, 10, 2.00, 100, 3), series(1, 5, 10, 1.98, 100, 7));

    assertThat(crossover.decided()).isEqualTo(2);
    assertThat(crossover.changes()).isEmpty();
  }

  @Test
  void sizesOfOneSideOnlyAreLeftOut() {
    assertThat(Crossover.between(series(1, 1, 10, 2), series(10, 4, 100, 5)).ratios())
        .containsOnlyKeys(10L);
    assertThat(Crossover.between(series(1, 1), series(2, 1)).first()).isEqualTo(Faster.NEITHER);
  }

  @Test
  void theWinnerMayChangeTwice() {
    Crossover crossover =
        Crossover.between(series(1, 1, 10, 9, 100, 1), series(1, 4, 10, 3, 100, 4));

    assertThat(crossover.changes()).hasSize(2);
    assertThat(crossover.last()).isEqualTo(Faster.FIRST);
  }
}

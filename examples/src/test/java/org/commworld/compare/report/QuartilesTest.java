package org.commworld.compare.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class QuartilesTest {
  @Test
  void quartilesLieBetweenValues() {
    assertThat(Quartiles.of(List.of(4.0, 1.0, 3.0, 2.0)))
        .isEqualTo(new Quartiles(1, 1.75, 2.5, 3.25, 4));
    assertThat(Quartiles.of(List.of(5.0, 1.0, 3.0))).isEqualTo(new Quartiles(1, 2, 3, 4, 5));
    assertThat(Quartiles.of(List.of(7.0))).isEqualTo(new Quartiles(7, 7, 7, 7, 7));
    assertThat(Quartiles.of(List.of()).median()).isNaN();
  }

  @Test
  void onlyApartMiddleHalvesAreClear() {
    Quartiles low = Quartiles.of(List.of(1.0, 2.0, 3.0));
    Quartiles high = Quartiles.of(List.of(3.0, 4.0, 5.0));
    Quartiles between = Quartiles.of(List.of(2.0, 3.0, 4.0));

    assertThat(low.isClearlyBelow(high)).isTrue();
    assertThat(high.isClearlyBelow(low)).isFalse();
    assertThat(low.isClearlyBelow(between)).isFalse();
  }
}

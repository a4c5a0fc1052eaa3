package org.commworld.spark.control;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class ClockOffsetTest {
  private final ClockOffset clock = new ClockOffset();

  @Test
  void quickestAnswerCounts() {
    clock.answered(0, 5_900, 1_000);
    clock.answered(2_000, 7_050, 2_100);
    clock.answered(3_000, 9_900, 5_000);

    assertThat(clock.offsetNanos()).isEqualTo(5_000);
  }

  @Test
  void oldAnswersAreForgottenAsClocksDrift() {
    clock.answered(0, 1_001, 2);
    for (int i = 1; i <= 64; i++) {
      clock.answered(i * 1_000L, i * 1_000L + 2_050, i * 1_000L + 100);
    }

    assertThat(clock.offsetNanos()).isEqualTo(2_000);
  }

  @Test
  void answersAreCounted() {
    assertThat(clock.answers()).isZero();
    clock.answered(0, 10, 20);
    clock.answered(30, 40, 50);
    assertThat(clock.answers()).isEqualTo(2);
  }
}

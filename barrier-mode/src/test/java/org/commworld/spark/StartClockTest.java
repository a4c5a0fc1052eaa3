package org.commworld.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class StartClockTest {
  private final StartClock clock = new StartClock(Duration.ofNanos(100), 1_000);

  @Test
  void isOverAtTheLimit() {
    assertThat(clock.isOver(1_099)).isFalse();
    assertThat(clock.isOver(1_100)).isTrue();
  }

  @Test
  void stoppedClockIsNeverOver() {
    clock.stop();

    assertThat(clock.isOver(1_000_000)).isFalse();
  }

  @Test
  void restartForgetsWhatWasWaited() {
    clock.stop();
    clock.restart(5_000);

    assertThat(clock.isOver(5_099)).isFalse();
    assertThat(clock.isOver(5_100)).isTrue();
  }
}

package org.commworld.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class BoundedBackoffTest {
  @Test
  void pausesDoubleUpToTwoSecondsAndEndAtTheLimit() {
    BoundedBackoff policy = new BoundedBackoff(Duration.ofSeconds(10));
    List<Long> pauses = new ArrayList<>();

    long elapsed = 0;
    int retries = 0;
    while (policy.allowRetry(retries++, elapsed, (time, unit) -> pauses.add(unit.toMillis(time)))) {
      elapsed += pauses.get(pauses.size() - 1);
    }

    assertThat(pauses).startsWith(50L, 100L, 200L, 400L, 800L, 1600L, 2000L, 2000L);
    assertThat(elapsed).isBetween(8_000L, 10_000L);
  }

  @Test
  void anInterruptEndsTheRetriesAndStaysSet() {
    BoundedBackoff policy = new BoundedBackoff(Duration.ofSeconds(10));

    boolean allowed =
        policy.allowRetry(
            0,
            0,
            (time, unit) -> {
              throw new InterruptedException();
            });

    assertThat(allowed).isFalse();
    assertThat(Thread.interrupted()).isTrue();
  }
}

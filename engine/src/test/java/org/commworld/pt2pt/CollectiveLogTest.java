package org.commworld.pt2pt;

import static org.assertj.core.api.Assertions.assertThat;

import org.commworld.wire.CollectiveKind;
import org.commworld.wire.Fingerprint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class CollectiveLogTest {
  private final CollectiveLog log = new CollectiveLog();

  private static Fingerprint barrier(int sequence) {
    return Fingerprint.of(sequence, CollectiveKind.BARRIER);
  }

  private static Fingerprint dup(int sequence) {
    return Fingerprint.of(sequence, CollectiveKind.DUP);
  }

  @Test
  void sameCallIsNoDifference() {
    log.begin(barrier(0));

    assertThat(log.asked(1, barrier(0))).isNull();
  }

  @Test
  void otherCallWithTheSameNumberIsADifference() {
    log.begin(barrier(0));

    assertThat(log.asked(1, dup(0))).isEqualTo(new CollectiveLog.Difference(1, dup(0), barrier(0)));
  }

  @Test
  void questionAboutALaterCallIsAnsweredWhenItComes() {
    log.begin(barrier(0));

    assertThat(log.asked(1, dup(1))).isNull();
    assertThat(log.begin(barrier(1)))
        .isEqualTo(new CollectiveLog.Difference(1, dup(1), barrier(1)));
  }

  @Test
  void callThatIsTooLongAgoIsNoDifference() {
    for (int sequence = 0; sequence < 100; sequence++) {
      log.begin(barrier(sequence));
    }

    assertThat(log.asked(1, dup(0))).isNull();
    assertThat(log.asked(1, dup(99))).isNotNull();
  }
}

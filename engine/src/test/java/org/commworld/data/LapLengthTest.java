package org.commworld.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class LapLengthTest {
  private static final int SHORT = 512 << 10;
  private static final int LONG = 16 << 20;
  private static final int RECORD = 64 << 10;
  private static final long MUCH = 512L << 20;

  private final AtomicInteger lengthened = new AtomicInteger();
  private final LapLength lap = new LapLength(SHORT, LONG, () -> lengthened.incrementAndGet() > 0);

  @Test
  void becomesLongWhereThatIsFaster() {
    write(MUCH, 200, 100);

    assertThat(lap.bytes()).isEqualTo(LONG);
    assertThat(lengthened).hasValue(1);
  }

  @Test
  void staysShortWhereThatIsNotClearlySlower() {
    write(MUCH, 100, 95);

    assertThat(lap.bytes()).isEqualTo(SHORT);
    assertThat(lengthened).hasValue(1);
  }

  @Test
  void someInterruptedRecordsDoNotCount() {
    for (int i = 0; i < MUCH / RECORD; i++) {
      lap.wrote(RECORD, i % 3 == 0 ? 100_000_000 : lap.bytes() == SHORT ? 200 : 100);
    }

    assertThat(lap.bytes()).isEqualTo(LONG);
  }

  @Test
  void followsAsTheProcessorsMove() {
    write(MUCH, 200, 100);
    write(3L << 30, 100, 200);
    assertThat(lap.bytes()).isEqualTo(SHORT);

    write(3L << 30, 200, 100);
    assertThat(lap.bytes()).isEqualTo(LONG);
    assertThat(lengthened).hasValue(1);
  }

  @Test
  void littleDataIsNotTimedAndNeedsNoLongLap() {
    long timed = write(255 << 20, 200, 100);

    assertThat(timed).isZero();
    assertThat(lengthened).hasValue(0);
  }

  @Test
  void fewRecordsAreTimed() {
    long timed = write(10L << 30, 100, 100);

    assertThat(timed).isGreaterThan(0).isLessThan((10L << 30) / RECORD / 100);
  }

  @Test
  void isNeverLongWithoutMemoryForIt() {
    LapLength refused = new LapLength(SHORT, LONG, () -> false);
    for (int i = 0; i < MUCH / RECORD; i++) {
      refused.wrote(RECORD, 100);
      assertThat(refused.bytes()).isEqualTo(SHORT);
    }
    assertThat(refused.isTimed()).isFalse();
  }

  @Test
  void wholeRingIsOneLap() {
    LapLength whole = LapLength.whole(LONG);
    for (int i = 0; i < MUCH / RECORD; i++) {
      whole.wrote(RECORD, 100);
    }

    assertThat(whole.bytes()).isEqualTo(LONG);
    assertThat(whole.isTimed()).isFalse();
  }

  /** Writes {@code bytes} with these times a record; how many records were timed. */
  private long write(long bytes, long shortNanos, long longNanos) {
    long timed = 0;
    for (long record = 0; record < bytes / RECORD; record++) {
      timed += lap.isTimed() ? 1 : 0;
      lap.wrote(RECORD, lap.bytes() == SHORT ? shortNanos : longNanos);
    }
    return timed;
  }
}

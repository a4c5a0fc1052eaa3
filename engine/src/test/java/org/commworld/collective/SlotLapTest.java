package org.commworld.collective;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class SlotLapTest {
  private static final int PLACE = 100 << 10;
  private static final int LAP = 1 << 20;

  /** More than a writer writes before it tries the long lap. */
  private static final int BEFORE_TRIAL = 24 << 20;

  private final AtomicInteger lengthened = new AtomicInteger();
  private final SlotLap lap = new SlotLap(PLACE, LAP, () -> lengthened.incrementAndGet() > 0);

  @Test
  void placesAreInTurnAtFirst() {
    for (int round = 0; round < 4; round++) {
      assertThat(place(lap, PLACE)).isEqualTo(SlotLap.IN_TURN);
    }
    assertThat(lengthened).hasValue(0);
  }

  @Test
  void placeIsTheSameForAllThatIsPutForOneRound() {
    untilLong();
    int last = lap.code();
    lap.use(50, 20_000);
    int code = lap.code();
    lap.use(0, 10);

    assertThat(lap.code()).isEqualTo(code).isNotEqualTo(last).isNotEqualTo(SlotLap.IN_TURN);
  }

  @Test
  void roundWithoutDataTakesNoPlace() {
    untilLong();
    int last = lap.code();
    lap.close();
    lap.close();

    int next = place(lap, PLACE);
    assertThat(SlotLap.longOffset(next)).isEqualTo(SlotLap.longOffset(last) + PLACE);
  }

  @Test
  void placesOfTheLongLapLieOneBehindTheOther() {
    List<Integer> offsets = new ArrayList<>();
    untilLong();
    while (place(lap, 10_000) != SlotLap.IN_TURN) {
      offsets.add(SlotLap.longOffset(lap.code()));
    }

    assertThat(lengthened).hasValue(1);
    assertThat(offsets).hasSizeGreaterThan(LAP / 10_000);
    // 10,000 bytes are three units.
    int unit = SlotLap.longOffset(2);
    for (int i = 1; i < offsets.size(); i++) {
      int expected = offsets.get(i - 1) + 3 * unit;
      assertThat(offsets.get(i)).isEqualTo(expected + PLACE <= LAP ? expected : 0);
    }
  }

  @Test
  void shortDataStaysInTheTwoPlaces() {
    untilLong();
    int last = SlotLap.longOffset(lap.code());

    assertThat(place(lap, 1000)).isEqualTo(SlotLap.IN_TURN);
    assertThat(place(lap, 1000)).isEqualTo(SlotLap.IN_TURN);
    assertThat(SlotLap.longOffset(place(lap, PLACE))).isEqualTo(last + PLACE);
  }

  @Test
  void placeAtTheStartOfTheLongLapTouchesNotTheLastOne() {
    untilLong();
    int last = SlotLap.longOffset(lap.code());
    for (int round = 0; place(lap, PLACE) != SlotLap.IN_TURN; round++) {
      int offset = SlotLap.longOffset(lap.code());
      assertThat(offset + PLACE).isLessThanOrEqualTo(LAP);
      assertThat(Math.abs(offset - last)).as("round %d", round).isGreaterThanOrEqualTo(PLACE);
      last = offset;
    }
  }

  @Test
  void staysInTwoPlacesIfThereIsNoLongLap() {
    SlotLap none = new SlotLap(PLACE, 0, () -> lengthened.incrementAndGet() > 0);
    SlotLap refused = new SlotLap(PLACE, LAP, () -> false);
    for (int written = 0; written < 2 * BEFORE_TRIAL; written += PLACE) {
      assertThat(place(none, PLACE)).isEqualTo(SlotLap.IN_TURN);
      assertThat(place(refused, PLACE)).isEqualTo(SlotLap.IN_TURN);
    }

    assertThat(lengthened).hasValue(0);
  }

  private void untilLong() {
    for (int written = 0; lap.code() == SlotLap.IN_TURN; written += PLACE) {
      assertThat(written).isLessThan(BEFORE_TRIAL);
      place(lap, PLACE);
    }
  }

  /** Writes so many bytes for one round; the code of their place. */
  private static int place(SlotLap lap, int bytes) {
    lap.use(0, bytes);
    lap.wrote(bytes, lap.now(bytes));
    lap.close();
    return lap.code();
  }
}

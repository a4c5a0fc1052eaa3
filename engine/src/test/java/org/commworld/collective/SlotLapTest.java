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
  void thereAreTwoPlacesInTurn() {
    List<Integer> codes = new ArrayList<>();
    for (int round = 0; round < 4; round++) {
      codes.add(place(lap, PLACE));
    }

    assertThat(codes).containsExactly(0, 1, 0, 1);
    assertThat(lap.offset(0)).isZero();
    assertThat(lap.offset(1)).isEqualTo(PLACE);
    assertThat(SlotLap.isLong(1)).isFalse();
  }

  @Test
  void placeIsTheSameForAllThatIsPutForOneRound() {
    int first = place(lap, 10);
    lap.use(50, 10);
    int second = lap.code();
    lap.use(0, 10);

    assertThat(lap.code()).isEqualTo(second).isNotEqualTo(first);
  }

  @Test
  void roundWithoutDataTakesNoPlace() {
    int first = place(lap, 10);
    lap.close();
    lap.close();

    assertThat(place(lap, 10)).isEqualTo(1 - first);
  }

  @Test
  void placesOfTheLongLapLieOneBehindTheOther() {
    List<Integer> offsets = new ArrayList<>();
    untilLong();
    while (SlotLap.isLong(place(lap, 10_000))) {
      offsets.add(lap.offset(lap.code()));
    }

    assertThat(lengthened).hasValue(1);
    assertThat(offsets).hasSizeGreaterThan(2 * LAP / 10_000 / 2);
    // 10,000 bytes are three units.
    int unit = SlotLap.UNIT_BYTES;
    for (int i = 1; i < offsets.size(); i++) {
      int expected = offsets.get(i - 1) + 3 * unit;
      assertThat(offsets.get(i)).isEqualTo(expected + PLACE <= LAP ? expected : 0);
    }
  }

  @Test
  void shortDataStaysInTheTwoPlaces() {
    untilLong();
    int last = lap.offset(lap.code());

    assertThat(List.of(place(lap, 1000), place(lap, 1000), place(lap, 1000)))
        .containsExactly(0, 1, 0);
    assertThat(SlotLap.isLong(place(lap, PLACE))).isTrue();
    assertThat(lap.offset(lap.code())).isEqualTo(last + PLACE);
  }

  @Test
  void placeAtTheStartOfTheLongLapTouchesNotTheLastOne() {
    untilLong();
    int last = lap.offset(lap.code());
    for (int round = 0; SlotLap.isLong(place(lap, PLACE)); round++) {
      int offset = lap.offset(lap.code());
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
      assertThat(SlotLap.isLong(place(none, PLACE))).isFalse();
      assertThat(SlotLap.isLong(place(refused, PLACE))).isFalse();
    }

    assertThat(lengthened).hasValue(0);
  }

  private void untilLong() {
    for (int written = 0; !SlotLap.isLong(lap.code()); written += PLACE) {
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

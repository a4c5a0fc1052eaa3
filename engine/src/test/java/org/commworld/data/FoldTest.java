package org.commworld.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.stream.Stream;
import org.commworld.mpi.Data;
import org.commworld.mpi.Datatype;
import org.commworld.mpi.Op;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The operation is "all digits of the lower, then those of the higher": order shows. */
@Timeout(20)
class FoldTest {
  private static final int COUNT = 5000;
  private static final Op CONCATENATION = Op.ofInt((a, b) -> a * 1000 + b, false);

  static Stream<Arguments> cases() {
    return Stream.of(true, false)
        .flatMap(
            lower ->
                Stream.of(true, false)
                    .flatMap(
                        direct ->
                            Stream.of(true, false).map(same -> Arguments.of(lower, direct, same))));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void combinesPartsInTheOrderOfRanks(boolean comesFromLower, boolean direct, boolean inPlace) {
    Data here = ints(100, direct);
    Data result = inPlace ? here : ints(0, direct);
    Fold fold = fold(here, result, comesFromLower);
    ByteBuffer wire = ByteBuffer.allocate(COUNT * Integer.BYTES);
    Elements.write(ints(200, false), 0, COUNT, wire);
    wire.flip();

    int[] ends = {1, 7, 4099, COUNT};
    for (int i = 0, at = 0; i < ends.length; at = ends[i++]) {
      fold.read(wire, at, ends[i] - at);
    }

    assertThat(wire.hasRemaining()).isFalse();
    assertThat(array(result)).isEqualTo(expected(comesFromLower));
    assertThat(array(here)).isEqualTo(inPlace ? expected(comesFromLower) : array(ints(100, false)));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void takesAWholeOperandAndLeavesItAsItIs(boolean comesFromLower, boolean direct, boolean same) {
    Data here = ints(100, direct);
    Data result = same ? here : ints(0, direct);
    Data operand = ints(200, direct);

    fold(here, result, comesFromLower).take(operand);

    assertThat(array(result)).isEqualTo(expected(comesFromLower));
    assertThat(array(operand)).isEqualTo(array(ints(200, false)));
  }

  private static Fold fold(Data here, Data result, boolean comesFromLower) {
    Reducer reducer = Reducer.of(CONCATENATION, Datatype.INT);
    return new Fold(reducer, here, result, comesFromLower);
  }

  /** Elements {@code first}, {@code first} + 1 … {@code first} + 9 and again, not at the start. */
  private static Data ints(int first, boolean direct) {
    Data data =
        direct
            ? Data.of(
                    ByteBuffer.allocateDirect((COUNT + 3) * Integer.BYTES)
                        .order(ByteOrder.nativeOrder()),
                    Datatype.INT,
                    COUNT + 3)
                .slice(3, COUNT)
            : Data.of(new int[COUNT + 3], 3, COUNT);
    int[] values = new int[COUNT];
    for (int i = 0; i < COUNT; i++) {
      values[i] = first + i % 10;
    }
    Elements.copy(Data.of(values), data);
    return data;
  }

  private static int[] array(Data data) {
    int[] values = new int[COUNT];
    Elements.copy(data, Data.of(values));
    return values;
  }

  private static int[] expected(boolean comesFromLower) {
    int[] values = new int[COUNT];
    for (int i = 0; i < COUNT; i++) {
      values[i] = comesFromLower ? (200 + i % 10) * 1000 + 100 + i % 10 : 100_200 + i % 10 * 1001;
    }
    return values;
  }
}

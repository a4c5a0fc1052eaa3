package org.commworld.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.commworld.data.Samples.Memory;
import org.commworld.mpi.Data;
import org.commworld.mpi.Datatype;
import org.commworld.mpi.ErrorClass;
import org.commworld.mpi.MpiException;
import org.commworld.mpi.Op;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.FieldSource;

@Timeout(60)
class ReducerTest {
  static final List<Op> PREDEFINED =
      List.of(
          Op.SUM,
          Op.PROD,
          Op.MIN,
          Op.MAX,
          Op.LAND,
          Op.LOR,
          Op.LXOR,
          Op.BAND,
          Op.BOR,
          Op.BXOR,
          Op.MINLOC,
          Op.MAXLOC,
          Op.REPLACE,
          Op.NO_OP);

  private static final Set<Datatype> INTEGRAL =
      EnumSet.of(Datatype.BYTE, Datatype.CHAR, Datatype.SHORT, Datatype.INT, Datatype.LONG);

  private static boolean isDefined(Op op, Datatype type) {
    boolean floating = type == Datatype.FLOAT || type == Datatype.DOUBLE;
    return switch (op.kind()) {
      case SUM, PROD, MIN, MAX -> INTEGRAL.contains(type) || floating;
      case LAND, LOR, LXOR, BAND, BOR, BXOR -> INTEGRAL.contains(type) || type == Datatype.BOOLEAN;
      case MINLOC, MAXLOC ->
          type.isPair()
              || floating
              || type == Datatype.SHORT
              || type == Datatype.INT
              || type == Datatype.LONG;
      default -> true;
    };
  }

  @ParameterizedTest
  @FieldSource("PREDEFINED")
  void predefinedOperationsAgreeWithThePlainOnesInAllKindsOfMemory(Op op) {
    for (Datatype type : Datatype.values()) {
      if (isDefined(op, type)) {
        Reducer reducer = Reducer.of(op, type);
        List<Memory> memories =
            type == Datatype.OBJECT ? List.of(Memory.ARRAY) : List.of(Memory.values());
        for (Memory left : memories) {
          for (Memory right : memories) {
            check(op, reducer, type, left, right, 3, 3);
            check(op, reducer, type, left, right, 0, 4);
          }
        }
      }
    }
  }

  private static void check(
      Op op, Reducer reducer, Datatype type, Memory left, Memory right, int before, int before2) {
    Random random = new Random((op + "," + type).hashCode());
    Data in = Samples.random(type, left, before, 2100, random);
    Data inOut = Samples.random(type, right, before2, 2100, random);
    List<Object> unchanged = Samples.elements(in);
    List<Object> expected = new ArrayList<>(Samples.elements(inOut));
    Oracle.reduce(op, type, unchanged, expected, 2, 2090);

    reducer.reduce(in, inOut, 2, 2090);

    assertThat(Samples.elements(inOut))
        .as("%s on %s, %s to %s", op, type, left, right)
        .isEqualTo(expected);
    assertThat(Samples.elements(in)).isEqualTo(unchanged);
  }

  @ParameterizedTest
  @FieldSource("PREDEFINED")
  void undefinedCombinationsNameOperationAndType(Op op) {
    for (Datatype type : Datatype.values()) {
      if (!isDefined(op, type)) {
        assertThatThrownBy(() -> Reducer.of(op, type))
            .as("%s on %s", op, type)
            .isInstanceOfSatisfying(
                MpiException.class, e -> assertThat(e.errorClass()).isEqualTo(ErrorClass.OP))
            .hasMessageContaining("op=" + op)
            .hasMessageContaining("type=" + type);
      }
    }
  }

  @Test
  void usersOperationGetsTheLowerRanksOperandFirst() {
    double[] lower = {10, 20};
    double[] higher = {1, 2};

    Reducer.of(Op.ofDouble((a, b) -> a - b, false), Datatype.DOUBLE)
        .reduce(Data.of(lower), Data.of(higher), 0, 2);

    assertThat(higher).containsExactly(9, 18);
  }

  @Test
  void usersOperationKeepsWhatItCaptured() {
    int[] results = new int[3];
    for (int i = 0; i < 3; i++) {
      int captured = i * 100;
      int[] inOut = {2};
      Reducer.of(Op.ofInt((a, b) -> a + b + captured, true), Datatype.INT)
          .reduce(Data.of(new int[] {1}), Data.of(inOut), 0, 1);
      results[i] = inOut[0];
    }

    assertThat(results).containsExactly(3, 103, 203);
  }

  @Test
  void eachLambdaExpressionHasALoopClassOfItsOwn() {
    List<Class<?>> classes = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      int captured = i;
      classes.add(loopClass(Op.ofLong((a, b) -> a + b + captured, true)));
    }
    Class<?> other = loopClass(Op.ofLong((a, b) -> a, false));

    assertThat(classes.get(0)).isSameAs(classes.get(1)).isNotSameAs(other);
    assertThat(other.isHidden()).isTrue();
  }

  private static Class<?> loopClass(Op op) {
    return ((OpKernels.OfUser) Reducer.of(op, Datatype.LONG)).reducer().getClass();
  }

  @Test
  void onlyWhatIsNotTheUsersAndHasNoPairsInItRunsAnywhere() {
    assertThat(Reducer.of(Op.SUM, Datatype.DOUBLE).runsAnywhere()).isTrue();
    assertThat(Reducer.of(Op.MINLOC, Datatype.DOUBLE_INT).runsAnywhere()).isTrue();
    assertThat(Reducer.of(Op.MINLOC, Datatype.DOUBLE).runsAnywhere()).isFalse();
    assertThat(Reducer.of(Op.ofLong((a, b) -> a, false), Datatype.LONG).runsAnywhere()).isFalse();
    assertThat(Reducer.of(Op.of((a, b) -> {}, false), Datatype.LONG).runsAnywhere()).isFalse();
  }

  @ParameterizedTest
  @EnumSource(Datatype.class)
  void usersOperationOnRunsGetsExactlyTheRun(Datatype type) {
    Data in = Elements.allocate(type, 10);
    Data inOut = Elements.allocate(type, 10);
    List<Integer> seen = new ArrayList<>();
    Op op =
        Op.of((a, b) -> seen.addAll(List.of(a.offset(), a.count(), b.offset(), b.count())), false);

    Reducer.of(op, type).reduce(in.slice(2, 8), inOut.slice(1, 9), 3, 4);

    assertThat(seen).containsExactly(5, 4, 4, 4);
  }

  @Test
  void usersOperationOnIntsIsNotDefinedForLongs() {
    Op op = Op.ofInt((a, b) -> a, false);

    assertThatThrownBy(() -> Reducer.of(op, Datatype.LONG))
        .isInstanceOf(MpiException.class)
        .hasMessageContaining("op=USER_INT, type=LONG");
  }

  @Test
  void alternatingPairsNeedAnEvenCount() {
    Reducer reducer = Reducer.of(Op.MINLOC, Datatype.DOUBLE);

    assertThat(reducer.unit()).isEqualTo(2);
    assertThatThrownBy(() -> reducer.reduce(Data.of(new double[3]), Data.of(new double[3]), 0, 3))
        .isInstanceOfSatisfying(
            MpiException.class, e -> assertThat(e.errorClass()).isEqualTo(ErrorClass.COUNT))
        .hasMessageContaining("count=3");
  }

  @Test
  void tiesGoToTheLowestIndexAndNaNWins() {
    double[] in = {1, 7, 1, 3, Double.NaN, 9, 5, 0, -0.0, 4};
    double[] inOut = {1, 5, 1, 4, 2, 1, Double.NaN, 8, 0.0, 3};

    Reducer.of(Op.MAXLOC, Datatype.DOUBLE).reduce(Data.of(in), Data.of(inOut), 0, 10);

    assertThat(inOut).containsExactly(1, 5, 1, 3, Double.NaN, 9, Double.NaN, 8, 0.0, 3);
  }
}

package org.commworld.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Random;
import org.commworld.data.Samples.Memory;
import org.commworld.mpi.Data;
import org.commworld.mpi.Datatype;
import org.commworld.mpi.ErrorClass;
import org.commworld.mpi.MpiException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class ElementsTest {
  private static List<Memory> memories(Datatype type) {
    return type == Datatype.OBJECT ? List.of(Memory.ARRAY) : List.of(Memory.values());
  }

  @ParameterizedTest
  @EnumSource(Datatype.class)
  void copyKeepsEveryElementBetweenAllKindsOfMemory(Datatype type) {
    for (Memory source : memories(type)) {
      for (Memory target : memories(type)) {
        Data from = Samples.random(type, source, 3, 29, new Random(7));
        Data to = Samples.zeros(type, target, 5, 31);
        Object untouched = Boxed.get(to, 30);

        Elements.copy(from, to);

        assertThat(Samples.elements(to.slice(0, 29)))
            .as("%s to %s", source, target)
            .isEqualTo(Samples.elements(from));
        assertThat(Boxed.get(to, 30)).isEqualTo(untouched);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Datatype.class)
  void whatIsWrittenToTheWireIsReadBack(Datatype type) {
    for (Memory source : memories(type)) {
      for (ByteBuffer wire : List.of(ByteBuffer.allocate(999), ByteBuffer.allocateDirect(999))) {
        Data from = Samples.random(type, source, 2, 23, new Random(11));
        Data to = Samples.zeros(type, source, 1, 23);
        wire.position(13);

        Elements.write(from, 4, 17, wire);
        int end = wire.position();
        wire.position(13);
        Elements.read(wire, to, 3, 17);

        assertThat(end).isEqualTo(13 + 17 * type.sizeBytes());
        assertThat(wire.position()).isEqualTo(end);
        assertThat(Samples.elements(to.slice(3, 17)))
            .isEqualTo(Samples.elements(from.slice(4, 17)));
        assertThat(Boxed.get(to, 2)).isEqualTo(Boxed.get(Samples.zeros(type, source, 0, 1), 0));
      }
    }
  }

  @Test
  void theWireIsLittleEndian() {
    ByteBuffer wire = ByteBuffer.allocate(16).order(ByteOrder.BIG_ENDIAN);

    Elements.write(Data.of(new int[] {0x01020304}), 0, 1, wire);
    Elements.write(Data.of(new double[] {1.0}), 0, 1, wire);
    Elements.write(Data.of(new boolean[] {true}), 0, 1, wire);

    assertThat(wire.array())
        .containsExactly(4, 3, 2, 1, 0, 0, 0, 0, 0, 0, (byte) 0xf0, 0x3f, 1, 0, 0, 0);
  }

  @Test
  void copyWithinOneArrayMayOverlap() {
    int[] x = {0, 1, 2, 3, 4, 5};

    Elements.copy(Data.of(x, 0, 5), Data.of(x, 1, 5));

    assertThat(x).containsExactly(0, 0, 1, 2, 3, 4);
  }

  @Test
  void copyWithinOneDirectBufferMayOverlap() {
    ByteBuffer bytes = ByteBuffer.allocateDirect(24).order(ByteOrder.nativeOrder());
    Data all = Data.of(bytes, Datatype.INT, 6);
    for (int i = 0; i < 6; i++) {
      Boxed.set(all, i, i);
    }

    Elements.copy(all.slice(0, 5), all.slice(1, 5));

    assertThat(Samples.elements(all)).containsExactly(0, 0, 1, 2, 3, 4);
  }

  @Test
  void aReadOnlyBufferCanBeCopiedFrom() {
    Data from = Data.of(java.nio.IntBuffer.wrap(new int[] {1, 2, 3}).asReadOnlyBuffer());
    int[] to = new int[3];

    Elements.copy(from, Data.of(to));

    assertThat(to).containsExactly(1, 2, 3);
  }

  @Test
  void copyBetweenTypesNamesBoth() {
    assertThatThrownBy(() -> Elements.copy(Data.of(new int[1]), Data.of(new long[1])))
        .isInstanceOfSatisfying(
            MpiException.class, e -> assertThat(e.errorClass()).isEqualTo(ErrorClass.TYPE))
        .hasMessageContaining("LONG")
        .hasMessageContaining("INT");
  }

  @Test
  void copyIntoTooSmallABufferGivesBothCounts() {
    assertThatThrownBy(() -> Elements.copy(Data.of(new int[4]), Data.of(new int[3])))
        .isInstanceOf(MpiException.class)
        .hasMessageContaining("count=4")
        .hasMessageContaining("room=3");
  }

  @Test
  void writingOutsideTheSliceIsRefused() {
    Data slice = Data.of(new int[10], 2, 4);

    assertThatThrownBy(() -> Elements.write(slice, 2, 3, ByteBuffer.allocate(100)))
        .isInstanceOf(MpiException.class)
        .hasMessageContaining("first=2")
        .hasMessageContaining("elements=4");
  }

  @ParameterizedTest
  @EnumSource(Datatype.class)
  void allocateGivesZeroedElementsOfTheType(Datatype type) {
    Data data = Elements.allocate(type, 5);

    assertThat(data.type()).isEqualTo(type);
    assertThat(data.count()).isEqualTo(5);
    assertThat(Samples.elements(data)).isEqualTo(Samples.elements(Elements.allocate(type, 5)));
    assertThat(data.base()).isNotSameAs(Elements.allocate(type, 5).base());
  }
}

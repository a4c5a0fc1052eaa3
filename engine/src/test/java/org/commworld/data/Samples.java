package org.commworld.data;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.commworld.mpi.Data;
import org.commworld.mpi.Datatype;

/** Data of every type in every kind of memory, and its elements as plain objects. */
final class Samples {
  /** Where elements are. */
  enum Memory {
    ARRAY,
    HEAP_LITTLE,
    HEAP_BIG,
    DIRECT_LITTLE,
    DIRECT_BIG
  }

  private Samples() {}

  /** Zeroed elements; the base has {@code before} more elements in front. */
  static Data zeros(Datatype type, Memory memory, int before, int count) {
    Data all =
        memory == Memory.ARRAY && !type.isPair()
            ? Elements.allocate(type, before + count)
            : Data.of(bytes(memory, (before + count) * type.sizeBytes()), type, before + count);
    return all.slice(before, count);
  }

  private static ByteBuffer bytes(Memory memory, int length) {
    return switch (memory) {
      case HEAP_LITTLE -> ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
      case ARRAY, HEAP_BIG -> ByteBuffer.allocate(length).order(ByteOrder.BIG_ENDIAN);
      case DIRECT_LITTLE -> ByteBuffer.allocateDirect(length).order(ByteOrder.LITTLE_ENDIAN);
      case DIRECT_BIG -> ByteBuffer.allocateDirect(length).order(ByteOrder.BIG_ENDIAN);
    };
  }

  /** Random elements, set one by one and not through what is tested. */
  static Data random(Datatype type, Memory memory, int before, int count, RandomGenerator random) {
    Data data = zeros(type, memory, before, count);
    for (int i = 0; i < count; i++) {
      Boxed.set(data, i, randomElement(type, random));
    }
    return data;
  }

  private static Object randomElement(Datatype type, RandomGenerator random) {
    int small = random.nextInt(-9, 10);
    return switch (type) {
      case BYTE, OBJECT -> (byte) small;
      case BOOLEAN -> random.nextBoolean();
      case CHAR -> (char) (small + 9);
      case SHORT -> (short) small;
      case INT -> small * 1_000_003;
      case LONG -> small * 1_000_000_000_003L;
      case FLOAT -> small / 8f;
      case DOUBLE -> small / 8.0;
      case SHORT_INT -> List.of((short) small, random.nextInt(100));
      case INT_INT -> List.of(small, random.nextInt(100));
      case LONG_INT -> List.of((long) small, random.nextInt(100));
      case FLOAT_INT -> List.of(small / 8f, random.nextInt(100));
      case DOUBLE_INT -> List.of(small / 8.0, random.nextInt(100));
    };
  }

  static List<Object> elements(Data data) {
    List<Object> elements = new ArrayList<>();
    for (int i = 0; i < data.count(); i++) {
      elements.add(Boxed.get(data, i));
    }
    return elements;
  }
}

package org.commworld.bench.rank;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.util.function.IntToDoubleFunction;
import org.commworld.mpi.Data;
import org.commworld.mpi.Datatype;

/** Elements of double, in an array or in direct memory. */
final class Vector {
  private final DoubleBuffer elements;
  private final Object buffer;

  /** Of {@code n} elements, all 0. */
  Vector(int n, boolean direct) {
    if (direct) {
      ByteBuffer memory = ByteBuffer.allocateDirect(Math.multiplyExact(n, Double.BYTES));
      memory.order(ByteOrder.nativeOrder());
      this.elements = memory.asDoubleBuffer();
      this.buffer = Data.of(memory, Datatype.DOUBLE, n);
    } else {
      double[] array = new double[n];
      this.elements = DoubleBuffer.wrap(array);
      this.buffer = array;
    }
  }

  int count() {
    return elements.capacity();
  }

  /** What a user passes. */
  Object buffer() {
    return buffer;
  }

  void fill(IntToDoubleFunction values) {
    for (int i = 0; i < count(); i++) {
      elements.put(i, values.applyAsDouble(i));
    }
  }

  /** Writes every element: changes its sign. */
  void renew() {
    if (elements.hasArray()) {
      double[] array = elements.array();
      for (int i = 0; i < array.length; i++) {
        array[i] = -array[i];
      }
    } else {
      for (int i = 0; i < count(); i++) {
        elements.put(i, -elements.get(i));
      }
    }
  }

  void expect(IntToDoubleFunction expected) {
    for (int i = 0; i < count(); i++) {
      if (elements.get(i) != expected.applyAsDouble(i)) {
        throw new IllegalStateException(
            "wrong result: element=%d, expected=%s, actual=%s"
                .formatted(i, expected.applyAsDouble(i), elements.get(i)));
      }
    }
  }
}

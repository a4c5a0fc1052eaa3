package org.commworld.comm;

import java.lang.reflect.Array;
import org.commworld.mpi.ErrorClass;
import org.commworld.mpi.MpiException;

/** Boxed values as arrays of one element, and back. */
final class Boxes {
  private Boxes() {}

  static Object unbox(Object value) {
    if (value instanceof Double d) {
      return new double[] {d};
    } else if (value instanceof Integer i) {
      return new int[] {i};
    } else if (value instanceof Long l) {
      return new long[] {l};
    } else if (value instanceof Float f) {
      return new float[] {f};
    } else if (value instanceof Boolean b) {
      return new boolean[] {b};
    } else if (value instanceof Short s) {
      return new short[] {s};
    } else if (value instanceof Byte b) {
      return new byte[] {b};
    } else if (value instanceof Character c) {
      return new char[] {c};
    }
    throw new MpiException(
        ErrorClass.BUFFER,
        "an Op reduces buffers and boxed values: expected an array, an NIO buffer, Data, a Number"
            + " or a Boolean, got "
            + value.getClass().getTypeName()
            + "; objects are reduced by a BinaryOperator");
  }

  static Object box(Object array) {
    return Array.get(array, 0);
  }
}

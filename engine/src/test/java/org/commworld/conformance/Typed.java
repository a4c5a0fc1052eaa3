package org.commworld.conformance;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.commworld.data.Elements;
import org.commworld.mpi.Data;
import org.commworld.mpi.Datatype;
import org.commworld.mpi.Op;

/**
 * Primitive arrays of any type, seen as small whole numbers: exact in every type, in whatever order
 * they are added.
 */
final class Typed {
  /** All types that an array can have. */
  static final List<Datatype> ALL =
      List.of(
          Datatype.BYTE,
          Datatype.BOOLEAN,
          Datatype.CHAR,
          Datatype.SHORT,
          Datatype.INT,
          Datatype.LONG,
          Datatype.FLOAT,
          Datatype.DOUBLE);

  /** The types that every collective is tested with. */
  static final List<Datatype> SOME = List.of(Datatype.DOUBLE, Datatype.INT, Datatype.BYTE);

  private static final int LONG_MESSAGE_BYTES = 80_000;

  private Typed() {}

  /** The counts to test with on {@code p} ranks. */
  static int[] counts(int p) {
    return IntStream.of(0, 1, p - 1, p, 1000).distinct().toArray();
  }

  /** A count of {@code type} whose message is above the eager limit of every transport. */
  static int longCount(Datatype type) {
    return LONG_MESSAGE_BYTES / type.sizeBytes();
  }

  static Object zeros(Datatype type, int n) {
    return Elements.allocate(type, n).base();
  }

  /** Numbers from 0 to 4, chosen by {@code seed} and place. */
  static Object array(Datatype type, int n, int seed) {
    Object array = zeros(type, n);
    for (int i = 0; i < n; i++) {
      set(array, i, number(seed, i));
    }
    return array;
  }

  private static int number(int seed, int i) {
    int mixed = (seed * 31 + i) * 0x9E3779B1;
    return (mixed >>> 16) % 5;
  }

  /** {@code array} in a direct buffer of the given order, pair types excepted. */
  static Data direct(Object array, ByteOrder order) {
    Data from = Data.of(array);
    ByteBuffer bytes = ByteBuffer.allocateDirect(Math.toIntExact(from.lengthBytes())).order(order);
    Data to = Data.of(bytes, from.type(), from.count());
    Elements.copy(from, to);
    return to;
  }

  /** The elements of {@code data} in a fresh array. */
  static Object toArray(Data data) {
    Data copy = Elements.allocate(data.type(), data.count());
    Elements.copy(data, copy);
    return copy.base();
  }

  static Object slice(Object array, int from, int n) {
    return toArray(Data.of(array, from, n));
  }

  static long get(Object array, int i) {
    if (array instanceof double[] x) {
      return (long) x[i];
    } else if (array instanceof float[] x) {
      return (long) x[i];
    } else if (array instanceof boolean[] x) {
      return x[i] ? 1 : 0;
    }
    return java.lang.reflect.Array.getLong(array, i);
  }

  static void set(Object array, int i, long value) {
    if (array instanceof double[] x) {
      x[i] = value;
    } else if (array instanceof float[] x) {
      x[i] = value;
    } else if (array instanceof long[] x) {
      x[i] = value;
    } else if (array instanceof int[] x) {
      x[i] = (int) value;
    } else if (array instanceof short[] x) {
      x[i] = (short) value;
    } else if (array instanceof char[] x) {
      x[i] = (char) value;
    } else if (array instanceof byte[] x) {
      x[i] = (byte) value;
    } else {
      ((boolean[]) array)[i] = value != 0;
    }
  }

  /** {@code op} over the arrays with the seeds first … last, one after the other. */
  static Object reduction(Op op, Datatype type, int n, int first, int last) {
    Object result = array(type, n, first);
    for (int seed = first + 1; seed <= last; seed++) {
      Object next = array(type, n, seed);
      for (int i = 0; i < n; i++) {
        set(result, i, apply(op, get(result, i), get(next, i)));
      }
    }
    return result;
  }

  private static long apply(Op op, long a, long b) {
    return switch (op.kind()) {
      case SUM -> a + b;
      case PROD -> a * b;
      case MIN -> a < b ? a : b;
      case MAX -> a > b ? a : b;
      case LAND -> a != 0 && b != 0 ? 1 : 0;
      case LOR -> a != 0 || b != 0 ? 1 : 0;
      case LXOR -> (a != 0) != (b != 0) ? 1 : 0;
      case BAND -> a & b;
      case BOR -> a | b;
      case BXOR -> a ^ b;
      case REPLACE -> b;
      case NO_OP -> a;
      default -> throw new AssertionError(op);
    };
  }

  /**
   * Fails unless both arrays have the same type and elements.
   *
   * @param what a format and its arguments
   */
  static void check(Object actual, Object expected, Object... what) {
    if (!Objects.deepEquals(actual, expected)) {
      String format = (String) what[0];
      Object[] arguments = Arrays.copyOfRange(what, 1, what.length);
      throw new AssertionError(format.formatted(arguments) + ": " + difference(actual, expected));
    }
  }

  private static String difference(Object actual, Object expected) {
    if (actual == null || actual.getClass() != expected.getClass()) {
      return "expected " + expected + ", actual " + actual;
    }
    int n = java.lang.reflect.Array.getLength(expected);
    int m = java.lang.reflect.Array.getLength(actual);
    for (int i = 0; i < Math.min(n, m); i++) {
      Object x = java.lang.reflect.Array.get(actual, i);
      Object y = java.lang.reflect.Array.get(expected, i);
      if (!x.equals(y)) {
        return "at %d of %d expected %s, actual %s".formatted(i, n, y, x);
      }
    }
    return "expected %d elements, actual %d".formatted(n, m);
  }
}

package org.commworld.data;

import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.ShortBuffer;
import org.commworld.mpi.Data;
import org.commworld.mpi.Datatype;
import org.commworld.mpi.ErrorClass;
import org.commworld.mpi.MpiException;

/**
 * Moves elements between buffers, and between a buffer and the wire, which is little-endian
 * whatever the order of the buffer. Allocates nothing but the NIO view that a bulk transfer goes
 * through; that transfer is one memory copy where the byte orders agree, and a swapping one where
 * they do not.
 */
public final class Elements {
  /** So few elements move one by one: a view costs more than they do, and is allocated. */
  private static final int FEW = 16;

  private Elements() {}

  /**
   * Copies all elements of {@code from} to the start of {@code to}: same type, enough room; may
   * overlap.
   *
   * @throws MpiException of class TYPE or COUNT if they do not fit each other
   */
  public static void copy(Data from, Data to) {
    if (from.type() != to.type()) {
      throw new MpiException(
          ErrorClass.TYPE,
          "copy between types: expected=%s, actual=%s".formatted(to.type(), from.type()));
    }
    if (from.count() > to.count()) {
      throw new MpiException(
          ErrorClass.COUNT,
          "copy into too small a buffer: count=%d, room=%d".formatted(from.count(), to.count()));
    }
    transfer(from.type(), from.base(), from.offset(), to.base(), to.offset(), from.count());
  }

  /**
   * Copies elements [first, first+n) of {@code from} to [toFirst, toFirst+n) of {@code to}, of the
   * same type. Allocates nothing between arrays.
   *
   * @throws MpiException of class COUNT if they are not inside
   */
  public static void copy(Data from, int first, Data to, int toFirst, int n) {
    checkRange(from, first, n);
    checkRange(to, toFirst, n);
    transfer(from.type(), from.base(), from.offset() + first, to.base(), to.offset() + toFirst, n);
  }

  /**
   * Puts elements [first, first+n) of {@code from} at {@code wire}'s position, which moves. The
   * wire's order becomes little-endian.
   */
  public static void write(Data from, int first, int n, ByteBuffer wire) {
    checkRange(from, first, n);
    wire.order(ByteOrder.LITTLE_ENDIAN);
    if (!putFew(from.base(), from.offset() + first, n, wire, wire.position())
        && !putMany(from, first, n, wire)) {
      transfer(from.type(), from.base(), from.offset() + first, view(wire, from.type()), 0, n);
    }
    wire.position(wire.position() + n * from.type().sizeBytes());
  }

  /**
   * Takes elements from {@code wire}'s position, which moves, into [first, first+n) of {@code to}.
   * The wire's order becomes little-endian.
   */
  public static void read(ByteBuffer wire, Data to, int first, int n) {
    checkRange(to, first, n);
    wire.order(ByteOrder.LITTLE_ENDIAN);
    if (!getFew(wire, wire.position(), to.base(), to.offset() + first, n)) {
      transfer(to.type(), view(wire, to.type()), 0, to.base(), to.offset() + first, n);
    }
    wire.position(wire.position() + n * to.type().sizeBytes());
  }

  /**
   * Puts elements [first, first+n) of {@code from} at index {@code at} of {@code memory}, in its
   * order, if they are so few that one by one they move sooner than in bulk; whether it has.
   */
  public static boolean putFew(Data from, int first, int n, ByteBuffer memory, int at) {
    checkRange(from, first, n);
    return putFew(from.base(), from.offset() + first, n, memory, at);
  }

  /**
   * Takes elements from index {@code at} of {@code memory}, in its order, into [first, first+n) of
   * {@code to}, if they are so few that one by one they move sooner than in bulk; whether it has.
   */
  public static boolean getFew(ByteBuffer memory, int at, Data to, int first, int n) {
    checkRange(to, first, n);
    return getFew(memory, at, to.base(), to.offset() + first, n);
  }

  /** A fresh array (for pair types a heap ByteBuffer in native order) of {@code count} elements. */
  public static Data allocate(Datatype type, int count) {
    return switch (type) {
      case BYTE -> Data.of(new byte[count]);
      case BOOLEAN -> Data.of(new boolean[count]);
      case CHAR -> Data.of(new char[count]);
      case SHORT -> Data.of(new short[count]);
      case INT -> Data.of(new int[count]);
      case LONG -> Data.of(new long[count]);
      case FLOAT -> Data.of(new float[count]);
      case DOUBLE -> Data.of(new double[count]);
      case OBJECT -> Data.ofSerialized(new byte[count]);
      case SHORT_INT, INT_INT, LONG_INT, FLOAT_INT, DOUBLE_INT -> {
        int lengthBytes = Math.multiplyExact(count, type.sizeBytes());
        ByteBuffer pairs = ByteBuffer.allocate(lengthBytes).order(ByteOrder.nativeOrder());
        yield Data.of(pairs, type, count);
      }
    };
  }

  private static void checkRange(Data data, int first, int n) {
    if (first < 0 || n < 0 || first > data.count() - n) {
      throw new MpiException(
          ErrorClass.COUNT,
          "elements out of range: first=%d, n=%d, elements=%d".formatted(first, n, data.count()));
    }
  }

  private static boolean putFew(Object from, int first, int n, ByteBuffer memory, int at) {
    if (n > FEW) {
      return false;
    }
    if (from instanceof double[] array) {
      for (int i = 0; i < n; i++) {
        memory.putDouble(at + i * Double.BYTES, array[first + i]);
      }
    } else if (from instanceof long[] array) {
      for (int i = 0; i < n; i++) {
        memory.putLong(at + i * Long.BYTES, array[first + i]);
      }
    } else if (from instanceof int[] array) {
      for (int i = 0; i < n; i++) {
        memory.putInt(at + i * Integer.BYTES, array[first + i]);
      }
    } else if (from instanceof byte[] array) {
      for (int i = 0; i < n; i++) {
        memory.put(at + i, array[first + i]);
      }
    } else {
      return false;
    }
    return true;
  }

  /** What is written to direct memory here goes to another processor. */
  private static boolean putMany(Data from, int first, int n, ByteBuffer wire) {
    if ((long) n * from.type().sizeBytes() < StreamingCopy.LEAST_BYTES) {
      return false;
    }
    StreamingCopy copy = StreamingCopy.into(wire);
    return copy != null && copy.copy(from, first, n, wire.position());
  }

  private static boolean getFew(ByteBuffer memory, int at, Object to, int first, int n) {
    if (n > FEW) {
      return false;
    }
    if (to instanceof double[] array) {
      for (int i = 0; i < n; i++) {
        array[first + i] = memory.getDouble(at + i * Double.BYTES);
      }
    } else if (to instanceof long[] array) {
      for (int i = 0; i < n; i++) {
        array[first + i] = memory.getLong(at + i * Long.BYTES);
      }
    } else if (to instanceof int[] array) {
      for (int i = 0; i < n; i++) {
        array[first + i] = memory.getInt(at + i * Integer.BYTES);
      }
    } else if (to instanceof byte[] array) {
      for (int i = 0; i < n; i++) {
        array[first + i] = memory.get(at + i);
      }
    } else {
      return false;
    }
    return true;
  }

  /** What follows {@code wire}'s position, as a buffer of {@code type}. */
  private static Buffer view(ByteBuffer wire, Datatype type) {
    wire.order(ByteOrder.LITTLE_ENDIAN);
    return switch (type) {
      case CHAR -> wire.asCharBuffer();
      case SHORT -> wire.asShortBuffer();
      case INT -> wire.asIntBuffer();
      case LONG -> wire.asLongBuffer();
      case FLOAT -> wire.asFloatBuffer();
      case DOUBLE -> wire.asDoubleBuffer();
      case BYTE, BOOLEAN, OBJECT, SHORT_INT, INT_INT, LONG_INT, FLOAT_INT, DOUBLE_INT ->
          wire.slice().order(ByteOrder.LITTLE_ENDIAN);
    };
  }

  /** Moves {@code n} elements; the ends are arrays or buffers, offsets in elements. */
  private static void transfer(Datatype type, Object from, int at, Object to, int toAt, int n) {
    if (from == to && at == toAt) {
      return;
    }
    if (from.getClass() == to.getClass() && from.getClass().isArray()) {
      System.arraycopy(from, at, to, toAt, n);
      return;
    }
    switch (type) {
      case BYTE, OBJECT -> bytes(from, at, to, toAt, n);
      case CHAR -> chars(from, at, to, toAt, n);
      case SHORT -> shorts(from, at, to, toAt, n);
      case INT -> ints(from, at, to, toAt, n);
      case LONG -> longs(from, at, to, toAt, n);
      case FLOAT -> floats(from, at, to, toAt, n);
      case DOUBLE -> doubles(from, at, to, toAt, n);
      case BOOLEAN -> booleans(from, at, to, toAt, n);
      case SHORT_INT, INT_INT, LONG_INT, FLOAT_INT, DOUBLE_INT ->
          Pairs.transfer(type, (ByteBuffer) from, at, (ByteBuffer) to, toAt, n);
    }
  }

  // One for each type: an array is passed as it is, since a buffer around it would be allocated.

  private static void bytes(Object from, int at, Object to, int toAt, int n) {
    if (from instanceof byte[] array) {
      ((ByteBuffer) to).put(toAt, array, at, n);
    } else if (to instanceof byte[] array) {
      ((ByteBuffer) from).get(at, array, toAt, n);
    } else {
      ((ByteBuffer) to).put(toAt, (ByteBuffer) from, at, n);
    }
  }

  private static void chars(Object from, int at, Object to, int toAt, int n) {
    if (from instanceof char[] array) {
      ((CharBuffer) to).put(toAt, array, at, n);
    } else if (to instanceof char[] array) {
      ((CharBuffer) from).get(at, array, toAt, n);
    } else {
      ((CharBuffer) to).put(toAt, (CharBuffer) from, at, n);
    }
  }

  private static void shorts(Object from, int at, Object to, int toAt, int n) {
    if (from instanceof short[] array) {
      ((ShortBuffer) to).put(toAt, array, at, n);
    } else if (to instanceof short[] array) {
      ((ShortBuffer) from).get(at, array, toAt, n);
    } else {
      ((ShortBuffer) to).put(toAt, (ShortBuffer) from, at, n);
    }
  }

  private static void ints(Object from, int at, Object to, int toAt, int n) {
    if (from instanceof int[] array) {
      ((IntBuffer) to).put(toAt, array, at, n);
    } else if (to instanceof int[] array) {
      ((IntBuffer) from).get(at, array, toAt, n);
    } else {
      ((IntBuffer) to).put(toAt, (IntBuffer) from, at, n);
    }
  }

  private static void longs(Object from, int at, Object to, int toAt, int n) {
    if (from instanceof long[] array) {
      LongBuffer buffer = (LongBuffer) to;
      if (n > FEW) {
        buffer.put(toAt, array, at, n);
        return;
      }
      for (int i = 0; i < n; i++) {
        buffer.put(toAt + i, array[at + i]);
      }
    } else if (to instanceof long[] array) {
      LongBuffer buffer = (LongBuffer) from;
      if (n > FEW) {
        buffer.get(at, array, toAt, n);
        return;
      }
      for (int i = 0; i < n; i++) {
        array[toAt + i] = buffer.get(at + i);
      }
    } else {
      ((LongBuffer) to).put(toAt, (LongBuffer) from, at, n);
    }
  }

  private static void floats(Object from, int at, Object to, int toAt, int n) {
    if (from instanceof float[] array) {
      ((FloatBuffer) to).put(toAt, array, at, n);
    } else if (to instanceof float[] array) {
      ((FloatBuffer) from).get(at, array, toAt, n);
    } else {
      ((FloatBuffer) to).put(toAt, (FloatBuffer) from, at, n);
    }
  }

  private static void doubles(Object from, int at, Object to, int toAt, int n) {
    if (from instanceof double[] array) {
      DoubleBuffer buffer = (DoubleBuffer) to;
      if (n > FEW) {
        buffer.put(toAt, array, at, n);
        return;
      }
      for (int i = 0; i < n; i++) {
        buffer.put(toAt + i, array[at + i]);
      }
    } else if (to instanceof double[] array) {
      DoubleBuffer buffer = (DoubleBuffer) from;
      if (n > FEW) {
        buffer.get(at, array, toAt, n);
        return;
      }
      for (int i = 0; i < n; i++) {
        array[toAt + i] = buffer.get(at + i);
      }
    } else {
      ((DoubleBuffer) to).put(toAt, (DoubleBuffer) from, at, n);
    }
  }

  /** A boolean array has no NIO view, so its elements move one by one, as bytes of 0 and 1. */
  private static void booleans(Object from, int at, Object to, int toAt, int n) {
    if (from instanceof boolean[] array) {
      ByteBuffer target = (ByteBuffer) to;
      for (int i = 0; i < n; i++) {
        target.put(toAt + i, array[at + i] ? (byte) 1 : 0);
      }
    } else if (to instanceof boolean[] array) {
      ByteBuffer source = (ByteBuffer) from;
      for (int i = 0; i < n; i++) {
        array[toAt + i] = source.get(at + i) != 0;
      }
    } else {
      bytes(from, at, to, toAt, n);
    }
  }
}

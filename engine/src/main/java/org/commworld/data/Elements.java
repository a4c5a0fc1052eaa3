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
 * whatever the order of the buffer. Allocates nothing but the NIO view that the bulk transfer goes
 * through; that transfer is one memory copy where the byte orders agree, and a swapping one where
 * they do not.
 */
public final class Elements {
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
   * Puts elements [first, first+n) of {@code from} at {@code wire}'s position, which moves. The
   * wire's order becomes little-endian.
   */
  public static void write(Data from, int first, int n, ByteBuffer wire) {
    checkRange(from, first, n);
    transfer(from.type(), from.base(), from.offset() + first, view(wire, from.type()), 0, n);
    wire.position(wire.position() + n * from.type().sizeBytes());
  }

  /**
   * Takes elements from {@code wire}'s position, which moves, into [first, first+n) of {@code to}.
   * The wire's order becomes little-endian.
   */
  public static void read(ByteBuffer wire, Data to, int first, int n) {
    checkRange(to, first, n);
    transfer(to.type(), view(wire, to.type()), 0, to.base(), to.offset() + first, n);
    wire.position(wire.position() + n * to.type().sizeBytes());
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
    if (from.getClass() == to.getClass() && from.getClass().isArray()) {
      System.arraycopy(from, at, to, toAt, n);
      return;
    }
    switch (type) {
      case BYTE, OBJECT -> bytes(to).put(toAt, bytes(from), at, n);
      case CHAR -> chars(to).put(toAt, chars(from), at, n);
      case SHORT -> shorts(to).put(toAt, shorts(from), at, n);
      case INT -> ints(to).put(toAt, ints(from), at, n);
      case LONG -> longs(to).put(toAt, longs(from), at, n);
      case FLOAT -> floats(to).put(toAt, floats(from), at, n);
      case DOUBLE -> doubles(to).put(toAt, doubles(from), at, n);
      case BOOLEAN -> booleans(from, at, to, toAt, n);
      case SHORT_INT, INT_INT, LONG_INT, FLOAT_INT, DOUBLE_INT ->
          Pairs.transfer(type, (ByteBuffer) from, at, (ByteBuffer) to, toAt, n);
    }
  }

  private static ByteBuffer bytes(Object base) {
    return base instanceof byte[] array ? ByteBuffer.wrap(array) : (ByteBuffer) base;
  }

  private static CharBuffer chars(Object base) {
    return base instanceof char[] array ? CharBuffer.wrap(array) : (CharBuffer) base;
  }

  private static ShortBuffer shorts(Object base) {
    return base instanceof short[] array ? ShortBuffer.wrap(array) : (ShortBuffer) base;
  }

  private static IntBuffer ints(Object base) {
    return base instanceof int[] array ? IntBuffer.wrap(array) : (IntBuffer) base;
  }

  private static LongBuffer longs(Object base) {
    return base instanceof long[] array ? LongBuffer.wrap(array) : (LongBuffer) base;
  }

  private static FloatBuffer floats(Object base) {
    return base instanceof float[] array ? FloatBuffer.wrap(array) : (FloatBuffer) base;
  }

  private static DoubleBuffer doubles(Object base) {
    return base instanceof double[] array ? DoubleBuffer.wrap(array) : (DoubleBuffer) base;
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
      bytes(to).put(toAt, bytes(from), at, n);
    }
  }
}

package org.commworld.data;

import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.ShortBuffer;
import java.util.List;
import org.commworld.mpi.Data;
import org.commworld.mpi.Datatype;

/** One element of a Data as an object; a pair is a list of value and index. */
final class Boxed {
  private Boxed() {}

  static Object get(Data data, int i) {
    Object base = data.base();
    int at = data.offset() + i;
    if (base.getClass().isArray()) {
      return Array.get(base, at);
    }
    return switch (data.type()) {
      case BYTE, OBJECT -> ((ByteBuffer) base).get(at);
      case BOOLEAN -> ((ByteBuffer) base).get(at) != 0;
      case CHAR -> ((CharBuffer) base).get(at);
      case SHORT -> ((ShortBuffer) base).get(at);
      case INT -> ((IntBuffer) base).get(at);
      case LONG -> ((LongBuffer) base).get(at);
      case FLOAT -> ((FloatBuffer) base).get(at);
      case DOUBLE -> ((DoubleBuffer) base).get(at);
      default -> getPair(data.type(), (ByteBuffer) base, at * data.type().sizeBytes());
    };
  }

  private static Object getPair(Datatype type, ByteBuffer bytes, int at) {
    return switch (type) {
      case SHORT_INT -> List.of(bytes.getShort(at), bytes.getInt(at + 4));
      case INT_INT -> List.of(bytes.getInt(at), bytes.getInt(at + 4));
      case LONG_INT -> List.of(bytes.getLong(at), bytes.getInt(at + 8));
      case FLOAT_INT -> List.of(bytes.getFloat(at), bytes.getInt(at + 4));
      case DOUBLE_INT -> List.of(bytes.getDouble(at), bytes.getInt(at + 8));
      default -> throw new AssertionError(type);
    };
  }

  static void set(Data data, int i, Object x) {
    Object base = data.base();
    int at = data.offset() + i;
    if (base.getClass().isArray()) {
      Array.set(base, at, x);
      return;
    }
    switch (data.type()) {
      case BYTE, OBJECT -> ((ByteBuffer) base).put(at, (Byte) x);
      case BOOLEAN -> ((ByteBuffer) base).put(at, (Boolean) x ? (byte) 1 : 0);
      case CHAR -> ((CharBuffer) base).put(at, (Character) x);
      case SHORT -> ((ShortBuffer) base).put(at, (Short) x);
      case INT -> ((IntBuffer) base).put(at, (Integer) x);
      case LONG -> ((LongBuffer) base).put(at, (Long) x);
      case FLOAT -> ((FloatBuffer) base).put(at, (Float) x);
      case DOUBLE -> ((DoubleBuffer) base).put(at, (Double) x);
      default -> setPair(data.type(), (ByteBuffer) base, at * data.type().sizeBytes(), (List<?>) x);
    }
  }

  private static void setPair(Datatype type, ByteBuffer bytes, int at, List<?> pair) {
    Object value = pair.get(0);
    switch (type) {
      case SHORT_INT -> bytes.putShort(at, (Short) value);
      case INT_INT -> bytes.putInt(at, (Integer) value);
      case LONG_INT -> bytes.putLong(at, (Long) value);
      case FLOAT_INT -> bytes.putFloat(at, (Float) value);
      case DOUBLE_INT -> bytes.putDouble(at, (Double) value);
      default -> throw new AssertionError(type);
    }
    bytes.putInt(at + (type.sizeBytes() == 16 ? 8 : 4), (Integer) pair.get(1));
  }
}

package org.commworld.mpi;

import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.ShortBuffer;
import org.jspecify.annotations.Nullable;

/**
 * "Count elements of this type at this offset of this array or buffer": what every operation on
 * buffers takes. Wherever {@link Comm} takes a buffer, a plain primitive array or NIO buffer stands
 * for {@link #of(Object)} of it.
 *
 * <p>A Data is a view: it copies nothing. Its base is a primitive array, or a typed NIO buffer that
 * no array is behind, or (for the pair types and boolean) a ByteBuffer; offset and count are in
 * elements of the base, for pair types in pairs. An NIO buffer's position and limit are read when
 * the Data is made and never moved.
 */
public final class Data {
  private final Object base;
  private final Datatype type;
  private final int offset;
  private final int count;
  private final @Nullable ByteBuffer memory;

  private Data(Object base, Datatype type, int offset, int count) {
    this(base, type, offset, count, null);
  }

  /** With the direct memory behind {@code base}, if it begins there and is as on the wire. */
  private Data(Object base, Datatype type, int offset, int count, @Nullable ByteBuffer memory) {
    this.base = base;
    this.memory = memory;
    this.type = type;
    this.offset = offset;
    this.count = count;
  }

  /**
   * All of {@code x}: a primitive array; or an NIO buffer, heap or direct, from its position to its
   * limit (a ByteBuffer as bytes); or a Data, itself.
   *
   * @throws MpiException of class BUFFER if it is none of these
   */
  public static Data of(Object x) {
    Data data = tryOf(x);
    if (data == null) {
      throw new MpiException(
          ErrorClass.BUFFER,
          "not a buffer: expected a primitive array, an NIO buffer or Data, got " + describe(x));
    }
    return data;
  }

  /**
   * {@code count} elements of {@code x} from {@code offset} on (from the position, if it is an NIO
   * buffer).
   */
  public static Data of(Object x, int offset, int count) {
    return of(x).slice(offset, count);
  }

  /**
   * {@code count} elements of {@code type} in {@code buffer} from its position on, in the buffer's
   * byte order. If it is direct and little-endian, long messages go between it and a socket without
   * a copy; behind a typed view of it, as {@link ByteBuffer#asDoubleBuffer}, it cannot be reached.
   *
   * @throws MpiException of class COUNT if fewer bytes remain
   */
  public static Data of(ByteBuffer buffer, Datatype type, int count) {
    if (count < 0 || (long) count * type.sizeBytes() > buffer.remaining()) {
      throw new MpiException(
          ErrorClass.COUNT,
          "invalid count: count=%d of %s, bytes=%d".formatted(count, type, buffer.remaining()));
    }
    ByteBuffer part = buffer.slice().order(buffer.order());
    part.limit(count * type.sizeBytes());
    return switch (type) {
      case BYTE -> of(part);
      case CHAR -> ofView(part.asCharBuffer(), Datatype.CHAR, part);
      case SHORT -> ofView(part.asShortBuffer(), Datatype.SHORT, part);
      case INT -> ofView(part.asIntBuffer(), Datatype.INT, part);
      case LONG -> ofView(part.asLongBuffer(), Datatype.LONG, part);
      case FLOAT -> ofView(part.asFloatBuffer(), Datatype.FLOAT, part);
      case DOUBLE -> ofView(part.asDoubleBuffer(), Datatype.DOUBLE, part);
      case OBJECT -> throw new MpiException(ErrorClass.TYPE, "invalid type of a buffer: OBJECT");
      default -> new Data(part, type, 0, count);
    };
  }

  /** As {@link #of(Object)}, but null for what is no buffer. */
  public static @Nullable Data tryOf(@Nullable Object x) {
    if (x instanceof Data data) {
      return data;
    } else if (x instanceof double[] a) {
      return new Data(a, Datatype.DOUBLE, 0, a.length);
    } else if (x instanceof int[] a) {
      return new Data(a, Datatype.INT, 0, a.length);
    } else if (x instanceof long[] a) {
      return new Data(a, Datatype.LONG, 0, a.length);
    } else if (x instanceof float[] a) {
      return new Data(a, Datatype.FLOAT, 0, a.length);
    } else if (x instanceof byte[] a) {
      return new Data(a, Datatype.BYTE, 0, a.length);
    } else if (x instanceof short[] a) {
      return new Data(a, Datatype.SHORT, 0, a.length);
    } else if (x instanceof char[] a) {
      return new Data(a, Datatype.CHAR, 0, a.length);
    } else if (x instanceof boolean[] a) {
      return new Data(a, Datatype.BOOLEAN, 0, a.length);
    } else if (x instanceof Buffer buffer) {
      return ofNio(buffer, typeOf(buffer));
    }
    return null;
  }

  /** Serialized bytes of an object, as a message carries them. */
  public static Data ofSerialized(byte[] bytes) {
    return new Data(bytes, Datatype.OBJECT, 0, bytes.length);
  }

  private static Data ofNio(Buffer buffer, Datatype type) {
    if (buffer.hasArray()) {
      return new Data(
          buffer.array(), type, buffer.arrayOffset() + buffer.position(), buffer.remaining());
    }
    ByteBuffer memory = buffer.isDirect() && buffer instanceof ByteBuffer bytes ? bytes : null;
    return new Data(buffer, type, buffer.position(), buffer.remaining(), memory);
  }

  private static Data ofView(Buffer view, Datatype type, ByteBuffer bytes) {
    boolean isAsOnWire = bytes.isDirect() && bytes.order() == ByteOrder.LITTLE_ENDIAN;
    return new Data(view, type, 0, view.remaining(), isAsOnWire ? bytes : null);
  }

  private static Datatype typeOf(Buffer buffer) {
    if (buffer instanceof ByteBuffer) {
      return Datatype.BYTE;
    } else if (buffer instanceof DoubleBuffer) {
      return Datatype.DOUBLE;
    } else if (buffer instanceof FloatBuffer) {
      return Datatype.FLOAT;
    } else if (buffer instanceof LongBuffer) {
      return Datatype.LONG;
    } else if (buffer instanceof IntBuffer) {
      return Datatype.INT;
    } else if (buffer instanceof ShortBuffer) {
      return Datatype.SHORT;
    } else if (buffer instanceof CharBuffer) {
      return Datatype.CHAR;
    }
    throw new MpiException(ErrorClass.BUFFER, "not a buffer: " + describe(buffer));
  }

  /** {@code count} elements of this from its element {@code from} on. */
  public Data slice(int from, int count) {
    if (from < 0 || count < 0 || from > this.count - count) {
      throw new MpiException(
          ErrorClass.COUNT,
          "invalid offset or count: offset=%d, count=%d, elements=%d"
              .formatted(from, count, this.count));
    }
    return new Data(base, type, offset + from, count, memory);
  }

  /** The array or buffer that holds the elements. */
  public Object base() {
    return base;
  }

  /** The type of the elements. */
  public Datatype type() {
    return type;
  }

  /** Where the first element is in {@link #base()}. */
  public int offset() {
    return offset;
  }

  /** Number of elements. */
  public int count() {
    return count;
  }

  /** Bytes that the elements take on the wire. */
  public long lengthBytes() {
    return (long) count * type.sizeBytes();
  }

  /**
   * The elements' bytes if they lie in direct memory as on the wire, as a view of their own: what a
   * socket takes and gives without a copy. Null if not, or if that is not known.
   */
  public @Nullable ByteBuffer memory() {
    int size = type.sizeBytes();
    return memory == null ? null : memory.slice(offset * size, count * size);
  }

  /** Whether it can only be sent from. */
  public boolean isReadOnly() {
    return base instanceof Buffer buffer && buffer.isReadOnly();
  }

  private static String describe(@Nullable Object x) {
    return x == null ? "null" : x.getClass().getTypeName();
  }

  @Override
  public String toString() {
    return type + "[" + count + "]";
  }
}

package org.commworld.data;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.util.List;
import org.commworld.mpi.Data;
import org.commworld.mpi.Datatype;
import org.commworld.mpi.ErrorClass;
import org.commworld.mpi.MpiException;
import org.jspecify.annotations.Nullable;

/**
 * Values that need no Java serialization: one byte that says what follows, then the elements,
 * little-endian.
 *
 * <pre>
 *   0x00        null
 *   0x01        a Java serialization stream
 *   0x02        String, one byte a char (all below 256)
 *   0x03        String, two bytes a char (surrogates need not pair)
 *   0x10 + t    a boxed value of type t
 *   0x20 + t    an array of type t
 * </pre>
 *
 * where t is the place of the type in {@link #TYPES}.
 */
final class PlainValues {
  static final byte JAVA = 0x01;

  private static final byte NULL = 0x00;
  private static final byte LATIN1_STRING = 0x02;
  private static final byte UTF16_STRING = 0x03;
  private static final int BOXED = 0x10;
  private static final int ARRAY = 0x20;
  private static final int KIND_MASK = 0xf0;

  private static final List<Datatype> TYPES =
      List.of(
          Datatype.BOOLEAN,
          Datatype.BYTE,
          Datatype.CHAR,
          Datatype.SHORT,
          Datatype.INT,
          Datatype.LONG,
          Datatype.FLOAT,
          Datatype.DOUBLE);

  private PlainValues() {}

  /** The bytes of {@code value}, or null if it is none of these. */
  static byte @Nullable [] tryEncode(@Nullable Object value) {
    if (value == null) {
      return new byte[] {NULL};
    } else if (value instanceof String text) {
      return encode(text);
    } else if (value.getClass().isArray() && value.getClass().getComponentType().isPrimitive()) {
      return encode(ARRAY, Data.of(value));
    }
    Object boxed = unbox(value);
    return boxed == null ? null : encode(BOXED, Data.of(boxed));
  }

  private static @Nullable Object unbox(Object value) {
    if (value instanceof Integer x) {
      return new int[] {x};
    } else if (value instanceof Double x) {
      return new double[] {x};
    } else if (value instanceof Long x) {
      return new long[] {x};
    } else if (value instanceof Boolean x) {
      return new boolean[] {x};
    } else if (value instanceof Float x) {
      return new float[] {x};
    } else if (value instanceof Byte x) {
      return new byte[] {x};
    } else if (value instanceof Character x) {
      return new char[] {x};
    } else if (value instanceof Short x) {
      return new short[] {x};
    }
    return null;
  }

  private static byte[] encode(int kind, Data elements) {
    byte[] bytes = new byte[Math.toIntExact(1 + elements.lengthBytes())];
    bytes[0] = (byte) (kind + TYPES.indexOf(elements.type()));
    Elements.write(elements, 0, elements.count(), ByteBuffer.wrap(bytes).position(1));
    return bytes;
  }

  private static byte[] encode(String text) {
    boolean latin1 = text.chars().allMatch(c -> c < 256);
    byte[] bytes;
    if (latin1) {
      byte[] chars = text.getBytes(ISO_8859_1);
      bytes = new byte[1 + chars.length];
      System.arraycopy(chars, 0, bytes, 1, chars.length);
    } else {
      bytes = encode(0, Data.of(text.toCharArray()));
    }
    bytes[0] = latin1 ? LATIN1_STRING : UTF16_STRING;
    return bytes;
  }

  /** What {@link #tryEncode} made {@code bytes} of. */
  static @Nullable Object decode(byte[] bytes) {
    return switch (bytes[0]) {
      case NULL -> null;
      case LATIN1_STRING -> new String(bytes, 1, bytes.length - 1, ISO_8859_1);
      case UTF16_STRING -> new String((char[]) decode(Datatype.CHAR, bytes));
      default -> decodeElements(bytes);
    };
  }

  private static Object decodeElements(byte[] bytes) {
    int kind = bytes[0] & KIND_MASK;
    int type = bytes[0] & ~KIND_MASK;
    if ((kind != BOXED && kind != ARRAY) || type >= TYPES.size()) {
      throw corrupt(bytes);
    }
    Object array = decode(TYPES.get(type), bytes);
    if (kind == BOXED && Array.getLength(array) != 1) {
      throw corrupt(bytes);
    }
    return kind == BOXED ? Array.get(array, 0) : array;
  }

  private static Object decode(Datatype type, byte[] bytes) {
    int lengthBytes = bytes.length - 1;
    if (lengthBytes % type.sizeBytes() != 0) {
      throw corrupt(bytes);
    }
    Data elements = Elements.allocate(type, lengthBytes / type.sizeBytes());
    Elements.read(ByteBuffer.wrap(bytes).position(1), elements, 0, elements.count());
    return elements.base();
  }

  private static MpiException corrupt(byte[] bytes) {
    return new MpiException(
        ErrorClass.SERIALIZATION,
        "not a serialized object: firstByte=0x%02x, bytes=%d".formatted(bytes[0], bytes.length));
  }
}

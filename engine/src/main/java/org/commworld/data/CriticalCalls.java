package org.commworld.data;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Array;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.MappedByteBuffer;
import java.nio.ShortBuffer;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Functions of the C library on memory of the heap too: critical calls of {@code java.lang.foreign}
 * (Java 22 and later, JEP 454), during which no collector moves anything. Such a call delays a
 * collection, so that it must neither block nor move more than {@link #MOST_BYTES}.
 *
 * <p>Found by name, since this is compiled for Java 17, where there is no such thing. Segments are
 * {@code java.lang.foreign.MemorySegment}s, and {@code Object}s here.
 *
 * @param segmentOf (Buffer) to the segment between its position and its limit
 * @param part (segment, offset, length) to a part of it
 * @param address (segment) to its address
 * @param isMapped (segment) whether a file is behind it
 */
public record CriticalCalls(
    MethodHandle segmentOf, MethodHandle part, MethodHandle address, MethodHandle isMapped) {
  /** As much as one call may move, in some hundreds of microseconds at most. */
  public static final int MOST_BYTES = 1 << 20;

  /** This JVM's; null if it has none, or does not let this code use them. */
  public static final @Nullable CriticalCalls HERE = find();

  private static @Nullable CriticalCalls find() {
    // What the functions are given, and where they put errno, is Linux's.
    if (Runtime.version().feature() < 22 || !System.getProperty("os.name").equals("Linux")) {
      return null;
    }
    try {
      return isAllowed() ? link() : null;
    } catch (ReflectiveOperationException | RuntimeException e) {
      return null; // This JVM has them elsewhere, or not for us.
    }
  }

  /** Whether such calls are enabled; to make one all the same would print a warning, or fail. */
  private static boolean isAllowed() throws ReflectiveOperationException {
    Module module = CriticalCalls.class.getModule();
    return (boolean) Module.class.getMethod("isNativeAccessEnabled").invoke(module);
  }

  private static CriticalCalls link() throws ReflectiveOperationException {
    // Loads a class that segments refer to: the compiler leaves out what uses one that is not
    // loaded, and a segment would be made for each call.
    foreign("Arena").getMethod("ofAuto").invoke(null);
    Class<?> segment = foreign("MemorySegment");
    MethodHandles.Lookup lookup = MethodHandles.publicLookup();
    return new CriticalCalls(
        lookup
            .findStatic(segment, "ofBuffer", MethodType.methodType(segment, Buffer.class))
            .asType(MethodType.methodType(Object.class, Buffer.class)),
        lookup
            .findVirtual(segment, "asSlice", MethodType.methodType(segment, long.class, long.class))
            .asType(MethodType.methodType(Object.class, Object.class, long.class, long.class)),
        lookup
            .findVirtual(segment, "address", MethodType.methodType(long.class))
            .asType(MethodType.methodType(long.class, Object.class)),
        lookup
            .findVirtual(segment, "isMapped", MethodType.methodType(boolean.class))
            .asType(MethodType.methodType(boolean.class, Object.class)));
  }

  /**
   * The C library's function {@code name}.
   *
   * @param setsErrno whether the call's first argument is a segment that gets errno
   * @param result its type: a {@code ValueLayout}, as the next
   * @param parameters segments are ADDRESS
   * @throws ReflectiveOperationException if there is none
   */
  public MethodHandle function(String name, boolean setsErrno, String result, String... parameters)
      throws ReflectiveOperationException {
    Class<?> linkerType = foreign("Linker");
    Class<?> option = foreign("Linker$Option");
    Class<?> layout = foreign("MemoryLayout");
    Class<?> descriptor = foreign("FunctionDescriptor");
    Object linker = linkerType.getMethod("nativeLinker").invoke(null);
    Object library = linkerType.getMethod("defaultLookup").invoke(linker);
    Object address =
        ((Optional<?>)
                foreign("SymbolLookup").getMethod("find", String.class).invoke(library, name))
            .orElseThrow(() -> new NoSuchMethodException(name));
    Object[] types = new Object[parameters.length];
    for (int i = 0; i < types.length; i++) {
      types[i] = layout(parameters[i]);
    }
    Object function =
        descriptor
            .getMethod("of", layout, layout.arrayType())
            .invoke(null, layout(result), array(layout, types));
    Object critical = option.getMethod("critical", boolean.class).invoke(null, true);
    Object errno =
        option
            .getMethod("captureCallState", String[].class)
            .invoke(null, (Object) new String[] {"errno"});
    MethodHandle call =
        (MethodHandle)
            linkerType
                .getMethod(
                    "downcallHandle", foreign("MemorySegment"), descriptor, option.arrayType())
                .invoke(
                    linker,
                    address,
                    function,
                    setsErrno ? array(option, critical, errno) : array(option, critical));
    Class<?>[] erased =
        Stream.of(call.type().parameterArray())
            .map(type -> type.isPrimitive() ? type : Object.class)
            .toArray(Class<?>[]::new);
    return call.asType(MethodType.methodType(call.type().returnType(), erased));
  }

  /**
   * From (array, offset, length), in bytes, to that part of an array of type {@code array}: in one
   * piece and without a branch, so that a compiler may leave the segment out.
   */
  public MethodHandle partOf(Class<?> array) throws ReflectiveOperationException {
    Class<?> segment = foreign("MemorySegment");
    MethodHandle whole =
        MethodHandles.publicLookup()
            .findStatic(segment, "ofArray", MethodType.methodType(segment, array))
            .asType(MethodType.methodType(Object.class, array));
    return MethodHandles.collectArguments(part, 0, whole);
  }

  private static Class<?> foreign(String name) throws ClassNotFoundException {
    return Class.forName("java.lang.foreign." + name);
  }

  private static Object layout(String name) throws ReflectiveOperationException {
    return foreign("ValueLayout").getField(name).get(null);
  }

  private static Object array(Class<?> type, Object... elements) {
    Object array = Array.newInstance(type, elements.length);
    System.arraycopy(elements, 0, array, 0, elements.length);
    return array;
  }

  /** Elements [first, first+n) of a primitive array (but boolean) or of a buffer. */
  public Object segmentOf(Object base, int first, int n) {
    Buffer buffer = around(base, first, n);
    try {
      return (Object) segmentOf.invokeExact(buffer);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** The address of {@code segment}, which is not of the heap. */
  public long addressOf(Object segment) {
    try {
      return (long) address.invokeExact(segment);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** Whether {@code base} is known to be a file in memory. */
  public boolean isFile(Object base) {
    if (!(base instanceof MappedByteBuffer)) {
      return false;
    }
    try {
      return (boolean) isMapped.invokeExact(segmentOf(base, 0, 0));
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** A part of {@code segment}, in bytes. */
  public Object part(Object segment, long from, long bytes) {
    try {
      return (Object) part.invokeExact(segment, from, bytes);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** What a call has thrown, to be thrown. */
  public static RuntimeException unexpected(Throwable e) {
    if (e instanceof Error error) {
      throw error;
    }
    return e instanceof RuntimeException known ? known : new IllegalStateException(e);
  }

  private static Buffer around(Object base, int first, int n) {
    if (base instanceof double[] a) {
      return DoubleBuffer.wrap(a, first, n);
    } else if (base instanceof int[] a) {
      return IntBuffer.wrap(a, first, n);
    } else if (base instanceof long[] a) {
      return LongBuffer.wrap(a, first, n);
    } else if (base instanceof float[] a) {
      return FloatBuffer.wrap(a, first, n);
    } else if (base instanceof byte[] a) {
      return ByteBuffer.wrap(a, first, n);
    } else if (base instanceof short[] a) {
      return ShortBuffer.wrap(a, first, n);
    } else if (base instanceof char[] a) {
      return CharBuffer.wrap(a, first, n);
    } else if (base instanceof Buffer buffer) {
      return buffer.duplicate().clear().limit(first + n).position(first);
    }
    throw new IllegalArgumentException("no such array: " + base.getClass().getTypeName());
  }
}

package org.commworld.data;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.ref.Reference;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.ShortBuffer;
import java.util.Objects;
import org.commworld.mpi.Data;
import org.jspecify.annotations.Nullable;

/**
 * The C library's {@code memcpy}, for what another processor reads next. Where the JVM's own copy
 * first fetches every cache line that it writes, from the cache of the processor that has read what
 * was there before, the C library's string instructions do not: where the two share no cache, they
 * are three to four times as fast. (AMD64: {@code rep movsb}; its stores may become visible in any
 * order among themselves, but before those that follow, Intel's manual, volume 1, 7.3.9.3.)
 */
public final class StreamingCopy {
  /** Fewer are copied by the JVM sooner. Measured. */
  static final int LEAST_BYTES = 4 << 10;

  /**
   * The C library's memcpy, one for each type, so that the compiler sees all of it in one piece and
   * the segments are never made.
   *
   * @param bytes (address to, array, first, n, bytes), as the others
   * @param buffer (address to, buffer from its position to its limit, bytes)
   */
  private record Functions(
      CriticalCalls calls,
      MethodHandle bytes,
      MethodHandle chars,
      MethodHandle shorts,
      MethodHandle ints,
      MethodHandle longs,
      MethodHandle floats,
      MethodHandle doubles,
      MethodHandle buffer) {
    static final @Nullable Functions HERE = find();

    private static @Nullable Functions find() {
      CriticalCalls calls = CriticalCalls.HERE;
      try {
        return calls == null ? null : link(calls);
      } catch (ReflectiveOperationException | RuntimeException e) {
        return null;
      }
    }

    private static Functions link(CriticalCalls calls) throws ReflectiveOperationException {
      MethodHandle copy =
          MethodHandles.filterArguments(
              calls.function("memcpy", false, "JAVA_LONG", "JAVA_LONG", "ADDRESS", "JAVA_LONG"),
              1,
              calls.segmentOf());
      return new Functions(
          calls,
          of(copy, ByteBuffer.class, byte[].class),
          of(copy, CharBuffer.class, char[].class),
          of(copy, ShortBuffer.class, short[].class),
          of(copy, IntBuffer.class, int[].class),
          of(copy, LongBuffer.class, long[].class),
          of(copy, FloatBuffer.class, float[].class),
          of(copy, DoubleBuffer.class, double[].class),
          copy);
    }

    private static MethodHandle of(MethodHandle copy, Class<?> buffer, Class<?> array)
        throws ReflectiveOperationException {
      MethodType wrap = MethodType.methodType(buffer, array, int.class, int.class);
      MethodHandle around = MethodHandles.publicLookup().findStatic(buffer, "wrap", wrap);
      return MethodHandles.collectArguments(
          copy, 1, around.asType(wrap.changeReturnType(Buffer.class)));
    }

    /** Elements [first, first+n) of {@code base}. */
    void copy(long to, Object base, int first, int n, long length) {
      long unused;
      try {
        if (base instanceof double[] a) {
          unused = (long) doubles.invokeExact(to, a, first, n, length);
        } else if (base instanceof int[] a) {
          unused = (long) ints.invokeExact(to, a, first, n, length);
        } else if (base instanceof long[] a) {
          unused = (long) longs.invokeExact(to, a, first, n, length);
        } else if (base instanceof float[] a) {
          unused = (long) floats.invokeExact(to, a, first, n, length);
        } else if (base instanceof byte[] a) {
          unused = (long) bytes.invokeExact(to, a, first, n, length);
        } else if (base instanceof short[] a) {
          unused = (long) shorts.invokeExact(to, a, first, n, length);
        } else if (base instanceof char[] a) {
          unused = (long) chars.invokeExact(to, a, first, n, length);
        } else {
          // Pairs lie in a ByteBuffer, and are more than one of its elements each.
          int unit = base instanceof ByteBuffer ? (int) (length / n) : 1;
          int begin = first * unit;
          Buffer part = ((Buffer) base).duplicate().clear().limit(begin + n * unit).position(begin);
          unused = (long) buffer.invokeExact(to, part, length);
        }
      } catch (Throwable e) {
        throw CriticalCalls.unexpected(e);
      }
    }
  }

  private final ByteBuffer memory;
  private final long address;

  private StreamingCopy(ByteBuffer memory, long address) {
    this.memory = memory;
    this.address = address;
  }

  /**
   * Into {@code memory}, all of it.
   *
   * @return null if it is not direct or not in the native order, or this JVM does not copy so
   */
  public static @Nullable StreamingCopy into(ByteBuffer memory) {
    Functions functions = Functions.HERE;
    if (functions == null || !isNative(memory)) {
      return null;
    }
    CriticalCalls calls = functions.calls();
    return new StreamingCopy(memory, calls.addressOf(calls.segmentOf(memory, 0, 0)));
  }

  /**
   * Copies elements [first, first+n) of {@code from} to index {@code at} of the memory; not if they
   * are few, if they do not lie alike on both sides, or if a file is behind them: should it become
   * shorter meanwhile, the JVM would end. Allocates nothing for arrays.
   *
   * @return whether it has
   */
  public boolean copy(Data from, int first, int n, int at) {
    int size = from.type().sizeBytes();
    long bytes = (long) n * size;
    Functions functions = Functions.HERE;
    if (bytes < LEAST_BYTES || functions == null || !isReadable(from.base())) {
      return false;
    }
    Objects.checkFromIndexSize(first, n, from.count());
    Objects.checkFromIndexSize(at, bytes, memory.capacity());
    if (functions.calls().isFile(from.base())) {
      return false;
    }
    try {
      copyParts(functions, from, first, n, address + at);
    } finally {
      Reference.reachabilityFence(memory);
    }
    return true;
  }

  private static void copyParts(Functions functions, Data from, int first, int n, long to) {
    int size = from.type().sizeBytes();
    int most = CriticalCalls.MOST_BYTES / size;
    for (int done = 0; done < n; ) {
      int part = Math.min(most, n - done);
      int at = from.offset() + first + done;
      functions.copy(to + (long) done * size, from.base(), at, part, (long) part * size);
      done += part;
    }
  }

  private static boolean isReadable(Object from) {
    return from instanceof Buffer ? isNative(from) : !(from instanceof boolean[]);
  }

  /** Direct, and its elements in the order of arrays. */
  private static boolean isNative(Object base) {
    return base instanceof Buffer buffer
        && buffer.isDirect()
        && orderOf(buffer) == ByteOrder.nativeOrder();
  }

  private static ByteOrder orderOf(Buffer buffer) {
    if (buffer instanceof DoubleBuffer b) {
      return b.order();
    } else if (buffer instanceof IntBuffer b) {
      return b.order();
    } else if (buffer instanceof LongBuffer b) {
      return b.order();
    } else if (buffer instanceof FloatBuffer b) {
      return b.order();
    } else if (buffer instanceof ByteBuffer b) {
      return b.order();
    } else if (buffer instanceof ShortBuffer b) {
      return b.order();
    }
    return ((CharBuffer) buffer).order();
  }
}

package org.commworld.data;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
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
 * was there before, the C library's string instructions need not: where the two share no cache,
 * they are measured to be two to four times as fast. (AMD64: {@code rep movsb}; its stores may
 * become visible in any order among themselves, but before those that follow, Intel's manual,
 * volume 1, 7.3.9.3.)
 */
public final class StreamingCopy {
  /** Fewer are copied by the JVM sooner. Measured. */
  static final int LEAST_BYTES = 4 << 10;

  /**
   * The C library's memcpy, one for each type, so that the compiler sees all of it in one piece and
   * may leave out the segments.
   *
   * @param bytes (address to, array, first byte, bytes, bytes), as the others
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
          calls.function("memcpy", false, "JAVA_LONG", "JAVA_LONG", "ADDRESS", "JAVA_LONG");
      return new Functions(
          calls,
          MethodHandles.collectArguments(copy, 1, calls.partOf(byte[].class)),
          MethodHandles.collectArguments(copy, 1, calls.partOf(char[].class)),
          MethodHandles.collectArguments(copy, 1, calls.partOf(short[].class)),
          MethodHandles.collectArguments(copy, 1, calls.partOf(int[].class)),
          MethodHandles.collectArguments(copy, 1, calls.partOf(long[].class)),
          MethodHandles.collectArguments(copy, 1, calls.partOf(float[].class)),
          MethodHandles.collectArguments(copy, 1, calls.partOf(double[].class)),
          MethodHandles.filterArguments(copy, 1, calls.segmentOf()));
    }

    /**
     * Elements [first, first+n) of {@code base}, of {@code size} bytes. Looks up the functions
     * here, where the compiler knows them even if it has not put this into its caller.
     */
    static void copy(long to, Object base, int first, int n, int size) {
      Functions here = Objects.requireNonNull(HERE);
      long from = (long) first * size;
      long length = (long) n * size;
      long unused;
      try {
        if (base instanceof double[] a) {
          unused = (long) here.doubles.invokeExact(to, a, from, length, length);
        } else if (base instanceof int[] a) {
          unused = (long) here.ints.invokeExact(to, a, from, length, length);
        } else if (base instanceof long[] a) {
          unused = (long) here.longs.invokeExact(to, a, from, length, length);
        } else if (base instanceof float[] a) {
          unused = (long) here.floats.invokeExact(to, a, from, length, length);
        } else if (base instanceof byte[] a) {
          unused = (long) here.bytes.invokeExact(to, a, from, length, length);
        } else if (base instanceof short[] a) {
          unused = (long) here.shorts.invokeExact(to, a, from, length, length);
        } else if (base instanceof char[] a) {
          unused = (long) here.chars.invokeExact(to, a, from, length, length);
        } else {
          // Pairs lie in a ByteBuffer, and are more than one of its elements each.
          int unit = base instanceof ByteBuffer ? size : 1;
          int begin = first * unit;
          Buffer part = ((Buffer) base).duplicate().clear().limit(begin + n * unit).position(begin);
          unused = (long) here.buffer.invokeExact(to, part, length);
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
   * shorter meanwhile, the JVM would end. Of arrays it allocates nothing where the compiler has put
   * all of it together, and three small objects where it has not.
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
      copyParts(from, first, n, address + at);
    } finally {
      Reference.reachabilityFence(memory);
    }
    return true;
  }

  private static void copyParts(Data from, int first, int n, long to) {
    int size = from.type().sizeBytes();
    int most = CriticalCalls.MOST_BYTES / size;
    for (int done = 0; done < n; ) {
      int part = Math.min(most, n - done);
      int at = from.offset() + first + done;
      Functions.copy(to + (long) done * size, from.base(), at, part, size);
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

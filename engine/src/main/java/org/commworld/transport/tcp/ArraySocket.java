package org.commworld.transport.tcp;

import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.reflect.Method;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.ShortBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import org.commworld.mpi.Data;
import org.commworld.mpi.Datatype;
import org.jspecify.annotations.Nullable;

/**
 * The way between a socket and arrays, without the copy to direct memory that a channel needs.
 * Never blocks. Not to be used while another thread closes the channel.
 */
final class ArraySocket {
  /**
   * As much as one call moves, in some hundreds of microseconds, for which no collection begins:
   * fewer bytes leave the peer waiting between two calls, and more gain nothing.
   */
  static final int MOST_AT_ONCE = 1 << 20;

  // Linux's.
  private static final int MSG_DONTWAIT = 0x40;
  private static final int MSG_NOSIGNAL = 0x4000;
  private static final int MSG_MORE = 0x8000;
  private static final int EINTR = 4;
  private static final int EAGAIN = 11;
  private static final int EPIPE = 32;
  private static final int ECONNRESET = 104;
  private static final int ETIMEDOUT = 110;

  private static final int ALWAYS = MSG_DONTWAIT | MSG_NOSIGNAL;

  private final CriticalCalls calls;
  private final SocketChannel channel;
  private final int descriptor;
  private final int[] errno = new int[1];
  private final Object errnoSegment;

  private ArraySocket(CriticalCalls calls, SocketChannel channel, int descriptor) {
    this.calls = calls;
    this.channel = channel;
    this.descriptor = descriptor;
    this.errnoSegment = segmentOf(IntBuffer.wrap(errno));
  }

  /** That of {@code channel}; null if this JVM has no such way. */
  static @Nullable ArraySocket of(SocketChannel channel) {
    CriticalCalls calls = CriticalCalls.HERE;
    if (calls == null || ByteOrder.nativeOrder() != ByteOrder.LITTLE_ENDIAN) {
      return null;
    }
    try {
      Method descriptor = channel.getClass().getMethod("getFDVal");
      descriptor.setAccessible(true);
      return new ArraySocket(calls, channel, (int) descriptor.invoke(channel));
    } catch (ReflectiveOperationException | RuntimeException e) {
      return null; // java.base does not open sun.nio.ch to us.
    }
  }

  /** Whether it reaches the elements of {@code data}: they are an array's, as on the wire. */
  static boolean reaches(Data data) {
    return data.base().getClass().isArray() && data.type() != Datatype.BOOLEAN;
  }

  /**
   * Sends {@code before}, whose position moves, and behind it bytes [from, from+bytes) of {@code
   * data}'s elements, as much as the socket takes now and one call may.
   *
   * @return the number of bytes of the elements that went
   */
  int send(ByteBuffer before, Data data, long from, int bytes) throws IOException {
    if (before.hasRemaining()) {
      int ahead = call(calls.send(), segmentOf(before), before.remaining(), MSG_MORE);
      before.position(before.position() + Math.max(0, ahead));
      if (before.hasRemaining()) {
        return 0;
      }
    }
    int most = Math.min(bytes, MOST_AT_ONCE);
    return Math.max(0, call(calls.send(), segmentOf(data, from, most), most, 0));
  }

  /**
   * Receives what has come into bytes [from, from+bytes) of {@code data}'s elements, as much as one
   * call may.
   *
   * @return the number of bytes, 0 if none has come, −1 if the peer has closed
   */
  int receive(Data data, long from, int bytes) throws IOException {
    int most = Math.min(bytes, MOST_AT_ONCE);
    int received = call(calls.receive(), segmentOf(data, from, most), most, 0);
    return received == 0 ? -1 : Math.max(0, received);
  }

  /** What the call returns, −1 if it would block. */
  private int call(MethodHandle function, Object segment, int bytes, int flags) throws IOException {
    if (!channel.isOpen()) {
      throw new ClosedChannelException(); // Its descriptor may be another file's by now.
    }
    long moved;
    try {
      moved =
          (long)
              function.invokeExact(errnoSegment, descriptor, segment, (long) bytes, flags | ALWAYS);
    } catch (Throwable e) {
      throw unexpected(e);
    }
    if (moved < 0 && errno[0] != EAGAIN && errno[0] != EINTR) {
      throw new IOException(describe(errno[0]));
    }
    return (int) moved;
  }

  private static String describe(int errno) {
    return switch (errno) {
      case EPIPE -> "Broken pipe";
      case ECONNRESET -> "Connection reset by peer";
      case ETIMEDOUT -> "Connection timed out";
      default -> "system call failed: errno=" + errno;
    };
  }

  private Object segmentOf(Data data, long from, int bytes) {
    try {
      Object whole = segmentOf(view(data));
      return (Object) calls.part().invokeExact(whole, from, (long) bytes);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  private Object segmentOf(Buffer buffer) {
    try {
      return (Object) calls.segmentOf().invokeExact(buffer);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  private static RuntimeException unexpected(Throwable e) {
    if (e instanceof Error error) {
      throw error;
    }
    return e instanceof RuntimeException known ? known : new IllegalStateException(e);
  }

  private static Buffer view(Data data) {
    Object base = data.base();
    int offset = data.offset();
    int count = data.count();
    if (base instanceof double[] a) {
      return DoubleBuffer.wrap(a, offset, count);
    } else if (base instanceof int[] a) {
      return IntBuffer.wrap(a, offset, count);
    } else if (base instanceof long[] a) {
      return LongBuffer.wrap(a, offset, count);
    } else if (base instanceof float[] a) {
      return FloatBuffer.wrap(a, offset, count);
    } else if (base instanceof byte[] a) {
      return ByteBuffer.wrap(a, offset, count);
    } else if (base instanceof short[] a) {
      return ShortBuffer.wrap(a, offset, count);
    } else if (base instanceof char[] a) {
      return CharBuffer.wrap(a, offset, count);
    }
    throw new IllegalArgumentException("not an array as on the wire: " + data);
  }
}

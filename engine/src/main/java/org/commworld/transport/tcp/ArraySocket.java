package org.commworld.transport.tcp;

import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import org.commworld.data.CriticalCalls;
import org.commworld.mpi.Data;
import org.commworld.mpi.Datatype;
import org.jspecify.annotations.Nullable;

/**
 * The way between a socket and arrays, without the copy to direct memory that a channel needs.
 * Never blocks. Not to be used while another thread closes the channel.
 */
final class ArraySocket {
  /** Fewer bytes a call leave the peer waiting between two, and more would gain nothing. */
  static final int MOST_AT_ONCE = CriticalCalls.MOST_BYTES;

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

  /**
   * The C library's.
   *
   * @param send (errno, fd, segment, length, flags) to the bytes that went, −1 if it failed
   * @param receive as {@code send}
   */
  private record Functions(CriticalCalls calls, MethodHandle send, MethodHandle receive) {
    static final @Nullable Functions HERE = find();

    private static @Nullable Functions find() {
      CriticalCalls calls = CriticalCalls.HERE;
      try {
        return calls == null
            ? null
            : new Functions(calls, find(calls, "send"), find(calls, "recv"));
      } catch (ReflectiveOperationException | RuntimeException e) {
        return null;
      }
    }

    /** {@code ssize_t name(int fd, void *buffer, size_t length, int flags)}. */
    private static MethodHandle find(CriticalCalls calls, String name)
        throws ReflectiveOperationException {
      return calls.function(
          name, true, "JAVA_LONG", "JAVA_INT", "ADDRESS", "JAVA_LONG", "JAVA_INT");
    }
  }

  private final Functions functions;
  private final SocketChannel channel;
  private final int descriptor;
  private final int[] errno = new int[1];
  private final Object errnoSegment;

  private ArraySocket(Functions functions, SocketChannel channel, int descriptor) {
    this.functions = functions;
    this.channel = channel;
    this.descriptor = descriptor;
    this.errnoSegment = functions.calls().segmentOf(errno, 0, errno.length);
  }

  /** That of {@code channel}; null if this JVM has no such way. */
  static @Nullable ArraySocket of(SocketChannel channel) {
    Functions functions = Functions.HERE;
    if (functions == null || ByteOrder.nativeOrder() != ByteOrder.LITTLE_ENDIAN) {
      return null;
    }
    try {
      Method descriptor = channel.getClass().getMethod("getFDVal");
      descriptor.setAccessible(true);
      return new ArraySocket(functions, channel, (int) descriptor.invoke(channel));
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
      int ahead =
          call(
              functions.send(),
              functions.calls().segmentOf(before, before.position(), before.remaining()),
              before.remaining(),
              MSG_MORE);
      before.position(before.position() + Math.max(0, ahead));
      if (before.hasRemaining()) {
        return 0;
      }
    }
    int most = Math.min(bytes, MOST_AT_ONCE);
    return Math.max(0, call(functions.send(), segmentOf(data, from, most), most, 0));
  }

  /**
   * Receives what has come into bytes [from, from+bytes) of {@code data}'s elements, as much as one
   * call may.
   *
   * @return the number of bytes, 0 if none has come, −1 if the peer has closed
   */
  int receive(Data data, long from, int bytes) throws IOException {
    int most = Math.min(bytes, MOST_AT_ONCE);
    int received = call(functions.receive(), segmentOf(data, from, most), most, 0);
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
      throw CriticalCalls.unexpected(e);
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
    CriticalCalls calls = functions.calls();
    return calls.part(calls.segmentOf(data.base(), data.offset(), data.count()), from, bytes);
  }
}

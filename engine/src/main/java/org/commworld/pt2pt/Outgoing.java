package org.commworld.pt2pt;

import java.nio.ByteBuffer;
import org.commworld.data.Elements;
import org.commworld.mpi.Data;
import org.commworld.spi.Pipe;
import org.commworld.wire.Envelope;
import org.commworld.wire.FrameHeader;
import org.commworld.wire.FrameType;

/** Frames that wait to go out over a connection. Each call writes a whole frame or nothing. */
sealed interface Outgoing {
  /** What a call has done. */
  enum Result {
    /** Wrote the last frame. */
    DONE,
    /** Wrote a frame, has more, which needs new room. */
    MORE,
    /** There was no room for a frame. */
    FULL
  }

  /** The room that the next frame needs. */
  int leastBytes();

  /** Writes the next frame into {@code out}, if it has room for it. */
  Result put(ByteBuffer out);

  /** A message with its elements; completes the send. */
  record Eager(SendOperation send) implements Outgoing {
    @Override
    public int leastBytes() {
      return FrameHeader.BYTES + (int) send.data().lengthBytes();
    }

    @Override
    public Result put(ByteBuffer out) {
      Data data = send.data();
      if (out.remaining() < leastBytes()) {
        return Result.FULL;
      }
      FrameHeader.putMessage(out, FrameType.EAGER, send.envelope(), 0);
      Elements.write(data, 0, data.count(), out);
      send.complete();
      return Result.DONE;
    }
  }

  /** An envelope alone: the announcement of a message, or a question. */
  record Notice(FrameType type, Envelope envelope, int sendId) implements Outgoing {
    @Override
    public int leastBytes() {
      return FrameHeader.BYTES;
    }

    @Override
    public Result put(ByteBuffer out) {
      if (out.remaining() < leastBytes()) {
        return Result.FULL;
      }
      FrameHeader.putMessage(out, type, envelope, sendId);
      return Result.DONE;
    }
  }

  /** A frame about the connection or a message, with bytes after it. */
  record Control(FrameType type, int sendId, int receiveId, byte[] bytes) implements Outgoing {
    @Override
    public int leastBytes() {
      return FrameHeader.BYTES + bytes.length;
    }

    @Override
    public Result put(ByteBuffer out) {
      if (out.remaining() < leastBytes()) {
        return Result.FULL;
      }
      FrameHeader.putControl(out, type, bytes.length, sendId, receiveId);
      out.put(bytes);
      return Result.DONE;
    }
  }

  /**
   * The elements of a message that was cleared, in as many frames as it takes, so that other frames
   * can go between; completes the send.
   */
  final class Elongated implements Outgoing {
    private static final int MIN_CHUNK_BYTES = 8 << 10;

    /** Into how many parts a message is cut at least where the peer reads one meanwhile. */
    private static final int PARTS = 4;

    private final SendOperation send;
    private final int receiveId;
    private final long longestPart;
    private int sent;

    Elongated(SendOperation send, int receiveId, boolean isPolled) {
      this.send = send;
      this.receiveId = receiveId;
      long bytes = send.data().lengthBytes();
      this.longestPart = isPolled ? Math.max(MIN_CHUNK_BYTES, bytes / PARTS) : bytes;
    }

    private long missingBytes() {
      Data data = send.data();
      return (long) (data.count() - sent) * data.type().sizeBytes();
    }

    @Override
    public int leastBytes() {
      return FrameHeader.BYTES + (int) Math.min(missingBytes(), MIN_CHUNK_BYTES);
    }

    @Override
    public Result put(ByteBuffer out) {
      if (out.remaining() < leastBytes()) {
        return Result.FULL;
      }
      Data data = send.data();
      int size = data.type().sizeBytes();
      long room = Math.min(longestPart, out.remaining() - FrameHeader.BYTES);
      int count = (int) (Math.min(missingBytes(), room) / size);
      FrameHeader.putControl(out, FrameType.DATA, (long) count * size, 0, receiveId);
      Elements.write(data, sent, count, out);
      sent += count;
      if (sent < data.count()) {
        return Result.MORE;
      }
      send.complete();
      return Result.DONE;
    }
  }

  /**
   * As {@link Elongated}, but the pipe takes the elements from the user's memory: frames are
   * longer, and the send is complete at the turn after the last one, when its bytes have gone.
   */
  final class Straight implements Outgoing {
    private static final int LONGEST_BYTES = 16 << 20;

    private final SendOperation send;
    private final int receiveId;
    private final Pipe pipe;
    private long sentBytes;

    Straight(SendOperation send, int receiveId, Pipe pipe) {
      this.send = send;
      this.receiveId = receiveId;
      this.pipe = pipe;
    }

    @Override
    public int leastBytes() {
      return FrameHeader.BYTES;
    }

    @Override
    public Result put(ByteBuffer out) {
      if (out.remaining() < leastBytes()) {
        return Result.FULL;
      }
      Data data = send.data();
      int bytes = (int) Math.min(data.lengthBytes() - sentBytes, LONGEST_BYTES);
      if (bytes == 0) {
        send.complete();
        return Result.DONE;
      }
      FrameHeader.putControl(out, FrameType.DATA, bytes, 0, receiveId);
      pipe.follow(data, sentBytes, bytes);
      sentBytes += bytes;
      return Result.MORE;
    }
  }
}

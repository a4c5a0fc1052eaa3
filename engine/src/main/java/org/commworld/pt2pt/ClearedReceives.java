package org.commworld.pt2pt;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.commworld.mpi.Data;
import org.commworld.spi.Pipe;
import org.commworld.wire.ProtocolException;
import org.jspecify.annotations.Nullable;

/**
 * The receives that the peer may send the elements of long messages to, and how they come: frame by
 * frame, copied out of what the pipe has at hand, or straight into the receiver's memory where pipe
 * and receive allow it. Guarded by the endpoint's lock.
 */
final class ClearedReceives {
  /** Room for a header; elements that come with it are copied, so that it is not much more. */
  private static final int HEAD_BYTES = 4 << 10;

  private final Pipe pipe;
  private final Map<Integer, ReceiveOperation> byId = new HashMap<>();

  /** How many of them get their elements straight. */
  private int straight;

  private @Nullable ReceiveOperation target;
  private int targetBytes;

  /** None yet, of messages that come by {@code pipe}. */
  ClearedReceives(Pipe pipe) {
    this.pipe = pipe;
  }

  void add(int id, ReceiveOperation receive) {
    byId.put(id, receive);
    straight += receive.findStraight(pipe) ? 1 : 0;
  }

  /** A frame has begun: {@code bytes} bytes of elements of the receive {@code id} come next. */
  void expect(int id, long bytes) throws ProtocolException {
    ReceiveOperation receive = byId.get(id);
    if (receive == null || !receive.expectsBytes(bytes)) {
      throw new ProtocolException(
          "elements that were not cleared: id=%d, bytes=%d".formatted(id, bytes));
    }
    if (receive.isLastPart(bytes)) {
      byId.remove(id);
      straight -= receive.straight() == null ? 0 : 1;
    }
    target = receive;
    targetBytes = (int) bytes;
  }

  /** Whether a frame of elements is not all here yet. */
  boolean expectsElements() {
    return target != null;
  }

  /** As {@link Pipe#fetch()}, but elements go straight where they can. */
  int fetch() throws IOException {
    ReceiveOperation receive = target;
    if (receive == null) {
      return straight > 0 ? pipe.fetch(HEAD_BYTES) : pipe.fetch();
    }
    Data elements = receive.straight();
    if (elements == null) {
      return pipe.fetch();
    }
    int begun = pipe.readable().remaining();
    if (begun > 0) {
      return pipe.fetch(elements.type().sizeBytes() - begun); // The rest of an element.
    }
    int fetched = pipe.fetch(elements, receive.receivedBytes(), targetBytes);
    if (fetched > 0) {
      receive.fetched(fetched);
      countDown(fetched);
    }
    return fetched;
  }

  /** Takes the elements that are in {@code in}; whether there may be something after them. */
  boolean read(ByteBuffer in) {
    ReceiveOperation receive = java.util.Objects.requireNonNull(target, "no frame has begun");
    int usable = receive.usableBytes(Math.min(in.remaining(), targetBytes));
    if (usable == 0 && targetBytes > 0) {
      return false;
    }
    receive.deliverPart(in, usable);
    countDown(usable);
    return true;
  }

  private void countDown(int bytes) {
    targetBytes -= bytes;
    if (targetBytes == 0) {
      target = null;
    }
  }
}

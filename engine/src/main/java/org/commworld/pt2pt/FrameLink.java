package org.commworld.pt2pt;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import org.commworld.spi.Pipe;
import org.commworld.wire.Envelope;
import org.commworld.wire.FailureCodec;
import org.commworld.wire.FrameHeader;
import org.commworld.wire.FrameType;
import org.commworld.wire.ProtocolException;
import org.jspecify.annotations.Nullable;

/**
 * Frames to and from one peer over a {@link Pipe}. Guarded by the endpoint's lock.
 *
 * <p>Back-pressure: what the peer may send eagerly is bounded by credit, which comes back as its
 * messages are taken out of the queue; without credit a message is only announced, and its elements
 * stay with its sender. So frames are always read at once, nothing that waits for room blocks what
 * comes behind it, and two ranks that send to each other cannot lock each other up.
 */
final class FrameLink {
  private static final int BUFFER_BYTES = 256 << 10;

  /** What a message costs in credit beside its bytes, so that empty messages are bounded too. */
  private static final int MESSAGE_CHARGE = 64;

  private static final byte[] NOTHING = {};

  private final Endpoint endpoint;
  private final Pipe pipe;
  private final int eagerBytes;
  private final int creditLimit;
  private final ByteBuffer in = ByteBuffer.allocateDirect(BUFFER_BYTES);
  private final ByteBuffer out = ByteBuffer.allocateDirect(BUFFER_BYTES);
  private final ArrayDeque<Outgoing> queue = new ArrayDeque<>();
  private final FrameHeader header = new FrameHeader();
  private final Map<Integer, SendOperation> announced = new HashMap<>();
  private final Map<Integer, ReceiveOperation> cleared = new HashMap<>();
  private int nextId = 1;
  private long credit;
  private long owed;
  private @Nullable ReceiveOperation target;
  private int targetBytes;
  private boolean peerDone;
  private boolean closed;

  FrameLink(Endpoint endpoint, Pipe pipe, LocalRanks.Limits limits) {
    this.endpoint = endpoint;
    this.pipe = pipe;
    this.eagerBytes = Math.min(limits.eagerRemote(), BUFFER_BYTES / 2);
    this.creditLimit = Math.max(limits.unexpected(), eagerBytes + MESSAGE_CHARGE);
    this.credit = creditLimit;
    in.order(ByteOrder.LITTLE_ENDIAN);
    out.order(ByteOrder.LITTLE_ENDIAN);
  }

  int peer() {
    return pipe.peer();
  }

  Pipe pipe() {
    return pipe;
  }

  boolean hasOutput() {
    return !queue.isEmpty() || out.position() > 0;
  }

  boolean isClosed() {
    return closed;
  }

  /** Whether the peer has said that it is done, or has gone. */
  boolean isPeerDone() {
    return peerDone || closed;
  }

  // ---- out ----

  void send(SendOperation send, boolean synchronous) throws IOException {
    long bytes = send.data().lengthBytes();
    long charge = bytes + MESSAGE_CHARGE;
    if (!synchronous && bytes <= eagerBytes && charge <= credit) {
      credit -= charge;
      queue.add(new Outgoing.Eager(send));
    } else {
      int id = nextId++;
      announced.put(id, send);
      queue.add(new Outgoing.Notice(FrameType.REQUEST, send.envelope(), id));
    }
    pump();
  }

  /**
   * Lets the peer send the elements of its {@code sendId} to {@code receive}; null to drop them.
   */
  void clear(int sendId, @Nullable ReceiveOperation receive) throws IOException {
    int id = -1;
    if (receive != null) {
      id = nextId++;
      cleared.put(id, receive);
    }
    control(FrameType.CLEAR, sendId, id, NOTHING);
  }

  /** Gives back the credit of an eager message that has left the queue. */
  void release(Envelope envelope) throws IOException {
    owed += envelope.lengthBytes() + MESSAGE_CHARGE;
    if (owed >= creditLimit / 4) {
      int back = (int) owed;
      owed = 0;
      control(FrameType.CREDIT, 0, back, NOTHING);
    }
  }

  void ask(Envelope call) throws IOException {
    queue.add(new Outgoing.Notice(FrameType.QUERY, call, 0));
    pump();
  }

  void control(FrameType type, int sendId, int receiveId, byte[] bytes) throws IOException {
    queue.add(new Outgoing.Control(type, sendId, receiveId, bytes));
    pump();
  }

  /** Writes what fits now; whether anything was. */
  private boolean pump() throws IOException {
    boolean moved = false;
    while (!closed && hasOutput()) {
      fill();
      out.flip();
      int written = pipe.write(out);
      out.compact();
      if (written == 0) {
        return moved;
      }
      moved = true;
    }
    return moved;
  }

  private void fill() {
    for (Outgoing next = queue.peek(); next != null; next = queue.peek()) {
      Outgoing.Result result = next.put(out);
      if (result == Outgoing.Result.FULL) {
        return;
      }
      queue.remove();
      if (result == Outgoing.Result.MORE) {
        queue.add(next);
      }
    }
  }

  // ---- in ----

  /** Writes and reads what is possible now; whether anything was. */
  boolean poll() throws IOException {
    boolean moved = hasOutput() && pump();
    while (!closed) {
      int read = pipe.read(in);
      if (read < 0) {
        if (!peerDone) {
          throw new EOFException("connection closed by the peer");
        }
        close();
        return true;
      }
      if (read == 0) {
        return moved;
      }
      moved = true;
      in.flip();
      parse();
      boolean full = in.limit() == in.capacity();
      in.compact();
      if (!full) {
        return true;
      }
    }
    return moved;
  }

  private void parse() throws IOException {
    while (target != null ? readElements(target) : readFrame()) {
      // Goes on while there is a whole frame, or a whole element.
    }
  }

  private boolean readElements(ReceiveOperation receive) {
    int size = receive.status().type().sizeBytes();
    int usable = Math.min(in.remaining(), targetBytes) / size * size;
    if (usable == 0 && targetBytes > 0) {
      return false;
    }
    receive.deliverPart(in, usable);
    targetBytes -= usable;
    if (targetBytes == 0) {
      target = null;
    }
    return true;
  }

  private boolean readFrame() throws IOException {
    if (in.remaining() < FrameHeader.BYTES) {
      return false;
    }
    header.read(in);
    boolean carriesBytes = header.type() == FrameType.EAGER || header.type() == FrameType.ABORT;
    long bytes = carriesBytes ? header.lengthBytes() : 0;
    if (bytes > BUFFER_BYTES - FrameHeader.BYTES) {
      throw new ProtocolException("frame too long: " + header.type() + ", bytes=" + bytes);
    }
    if (in.remaining() < FrameHeader.BYTES + bytes) {
      return false;
    }
    in.position(in.position() + FrameHeader.BYTES);
    act((int) bytes);
    return true;
  }

  private void act(int bytes) throws IOException {
    switch (header.type()) {
      case EAGER -> {
        int end = in.position() + bytes;
        endpoint.arrivedEager(this, header.envelope(), in);
        in.position(end);
      }
      case REQUEST -> endpoint.arrivedRequest(this, header.envelope(), header.sendId());
      case CLEAR -> startElements(header.sendId(), header.receiveId());
      case DATA -> expectElements(header.receiveId(), header.lengthBytes());
      case CREDIT -> {
        credit = Math.min(creditLimit, credit + Math.max(0, header.receiveId()));
      }
      case QUERY -> endpoint.calls().asked(header.envelope());
      case ABORT -> {
        byte[] failure = new byte[bytes];
        in.get(failure);
        endpoint.fate().fail(FailureCodec.decode(failure), null);
      }
      case BYE -> peerDone = true;
    }
  }

  private void startElements(int sendId, int receiveId) throws IOException {
    SendOperation send = announced.remove(sendId);
    if (send == null) {
      throw new ProtocolException("cleared a send that is not there: id=" + sendId);
    }
    if (receiveId < 0) {
      send.complete();
      return;
    }
    queue.add(new Outgoing.Elongated(send, receiveId));
    pump();
  }

  private void expectElements(int receiveId, long bytes) throws ProtocolException {
    ReceiveOperation receive = cleared.get(receiveId);
    if (receive == null || !receive.expectsBytes(bytes)) {
      throw new ProtocolException(
          "elements that were not cleared: id=%d, bytes=%d".formatted(receiveId, bytes));
    }
    if (receive.isLastPart(bytes)) {
      cleared.remove(receiveId);
    }
    target = receive;
    targetBytes = (int) bytes;
  }

  /** Closes at once; what has not gone out is lost. */
  void close() {
    closed = true;
    pipe.close();
  }
}

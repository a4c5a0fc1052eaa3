package org.commworld.pt2pt;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import org.commworld.data.Elements;
import org.commworld.mpi.Comm;
import org.commworld.mpi.Data;
import org.commworld.mpi.Status;
import org.commworld.spi.Pipe;
import org.commworld.wire.Envelope;
import org.commworld.wire.FailureCodec;
import org.commworld.wire.Fingerprint;
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
final class FrameLink implements ShortSource {
  /** What a message costs in credit beside its bytes, so that empty messages are bounded too. */
  private static final int MESSAGE_CHARGE = 64;

  /** So often one look takes what has come, however fast the peer sends: others wait too. */
  private static final int MOST_AT_ONCE = 256;

  private static final byte[] NOTHING = {};

  private final Endpoint endpoint;
  private final Pipe pipe;
  private final int eagerBytes;
  private final int creditLimit;
  private final ArrayDeque<Outgoing> queue = new ArrayDeque<>();
  private final FrameHeader header = new FrameHeader();
  private final Map<Integer, SendOperation> announced = new HashMap<>();
  private final ClearedReceives cleared;
  private int nextId = 1;
  private long credit;
  private long owed;
  private final PairCounts counts = new PairCounts();

  /** The number of messages when {@link #take} last found none. */
  private long expected;

  private boolean peerDone;
  private boolean closed;

  FrameLink(Endpoint endpoint, Pipe pipe, LocalRanks.Limits limits) {
    this.endpoint = endpoint;
    this.pipe = pipe;
    this.cleared = new ClearedReceives(pipe);
    this.eagerBytes = Math.min(limits.eagerRemote(), pipe.longestFrameBytes() / 2);
    this.creditLimit = Math.max(limits.unexpected(), eagerBytes + MESSAGE_CHARGE);
    this.credit = creditLimit;
  }

  /** What has gone to the peer and come from it. */
  PairCounts counts() {
    return counts;
  }

  int peer() {
    return pipe.peer();
  }

  Pipe pipe() {
    return pipe;
  }

  boolean hasOutput() {
    return !queue.isEmpty() || pipe.hasUnsent();
  }

  /** Whether elements of a long message are about to come. */
  boolean expectsElements() {
    return cleared.expectsElements();
  }

  /** As {@link Pipe#arm}: what to select for, 0 if something can be done already. */
  int arm() throws IOException {
    return pipe.arm(neededBytes());
  }

  private int neededBytes() {
    Outgoing next = queue.peek();
    return next == null ? 0 : next.leastBytes();
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
    counts.sent(bytes);
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
   * Sends {@code data} at once, if it may go eagerly, there is room and nothing waits before it;
   * whether it has. Allocates nothing.
   */
  boolean sendNow(int context, int source, int tag, Data data, @Nullable Fingerprint call)
      throws IOException {
    long bytes = data.lengthBytes();
    long charge = bytes + MESSAGE_CHARGE;
    if (closed || !queue.isEmpty() || bytes > eagerBytes || charge > credit) {
      return false;
    }
    int least = FrameHeader.BYTES + (int) bytes;
    ByteBuffer out = pipe.reserve(least);
    if (out.remaining() < least) {
      return false;
    }
    credit -= charge;
    counts.sent(bytes);
    FrameHeader.putEager(out, context, source, tag, data, call);
    Elements.write(data, 0, data.count(), out);
    pipe.commit();
    while (pipe.flush()) {
      // A socket may take it in parts.
    }
    return true;
  }

  /**
   * Lets the peer send the elements of its {@code sendId} to {@code receive}; null to drop them.
   */
  void clear(int sendId, @Nullable ReceiveOperation receive) throws IOException {
    int id = -1;
    if (receive != null) {
      id = nextId++;
      cleared.add(id, receive);
    }
    control(FrameType.CLEAR, sendId, id, NOTHING);
  }

  /** Gives back the credit of an eager message that has left the queue. */
  void release(long lengthBytes) throws IOException {
    owed += lengthBytes + MESSAGE_CHARGE;
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
    while (!closed && !queue.isEmpty()) {
      int least = neededBytes();
      ByteBuffer out = pipe.reserve(least);
      if (out.remaining() < least) {
        break;
      }
      fill(out);
      pipe.commit();
      moved = true;
    }
    while (!closed && pipe.flush()) {
      moved = true;
    }
    return moved;
  }

  private void fill(ByteBuffer out) {
    for (Outgoing next = queue.peek(); next != null; next = queue.peek()) {
      Outgoing.Result result = next.put(out);
      if (result == Outgoing.Result.FULL) {
        return;
      }
      queue.remove();
      if (result == Outgoing.Result.MORE) {
        queue.add(next);
        return;
      }
    }
  }

  // ---- in ----

  /** Writes and reads what is possible now; whether anything was. */
  boolean poll() throws IOException {
    boolean moved = hasOutput() && pump();
    for (int records = 1; !closed; records++) {
      int fetched = cleared.fetch();
      if (fetched < 0) {
        if (!peerDone) {
          throw new EOFException("connection closed by the peer");
        }
        close();
        return true;
      }
      if (fetched == 0) {
        return moved;
      }
      moved = true;
      parse(pipe.readable());
      if (closed) {
        return true;
      }
      pipe.consume();
      if (records == MOST_AT_ONCE || !pipe.expectsMore()) {
        return true;
      }
    }
    return moved;
  }

  @Override
  public @Nullable Status take(Endpoint to, int context, int source, int tag, Data buffer)
      throws IOException {
    if (closed || cleared.expectsElements() || pipe.fetch() < 0) {
      return null;
    }
    ByteBuffer in = pipe.readable();
    if (!in.hasRemaining()) {
      expected = counts.receivedMessages();
      return NOT_YET;
    }
    Status status = isNext(in, context, source, tag, buffer) ? takeNext(to, in, buffer) : null;
    parse(in);
    pipe.consume();
    return status;
  }

  /** Whether the next frame, which {@link #header} then has, is a message that is taken. */
  private boolean isNext(ByteBuffer in, int context, int source, int tag, Data buffer)
      throws ProtocolException {
    if (in.remaining() < FrameHeader.BYTES) {
      return false;
    }
    header.read(in);
    return header.type() == FrameType.EAGER
        && header.context() == context
        && header.source() == source
        && (tag == Comm.ANY_TAG || header.tag() == tag)
        && header.datatype() == buffer.type()
        && header.lengthBytes()
            <= Math.min(buffer.lengthBytes(), in.remaining() - FrameHeader.BYTES);
  }

  private Status takeNext(Endpoint to, ByteBuffer in, Data buffer) throws IOException {
    int count = header.count();
    in.position(in.position() + FrameHeader.BYTES);
    counts.received(header.lengthBytes());
    Elements.read(in, buffer, 0, count);
    release(header.lengthBytes());
    return to.status(header.source(), header.tag(), buffer.type(), count);
  }

  @Override
  public boolean isMet() {
    return pipe.isReady() || counts.receivedMessages() != expected;
  }

  @Override
  public int awaited() {
    return peer();
  }

  private void parse(ByteBuffer in) throws IOException {
    while (cleared.expectsElements() ? cleared.read(in) : readFrame(in)) {
      // Goes on while there is a whole frame, or a whole element.
    }
  }

  private boolean readFrame(ByteBuffer in) throws IOException {
    if (in.remaining() < FrameHeader.BYTES) {
      return false;
    }
    header.read(in);
    boolean carriesBytes = header.type() == FrameType.EAGER || header.type() == FrameType.ABORT;
    long bytes = carriesBytes ? header.lengthBytes() : 0;
    if (bytes > pipe.longestFrameBytes() - FrameHeader.BYTES) {
      throw new ProtocolException("frame too long: " + header.type() + ", bytes=" + bytes);
    }
    if (in.remaining() < FrameHeader.BYTES + bytes) {
      return false;
    }
    in.position(in.position() + FrameHeader.BYTES);
    act(in, (int) bytes);
    return true;
  }

  private void act(ByteBuffer in, int bytes) throws IOException {
    switch (header.type()) {
      case EAGER -> {
        int end = in.position() + bytes;
        counts.received(bytes);
        endpoint.arrivals().arrived(this, header, in);
        in.position(end);
      }
      case REQUEST -> {
        counts.received(header.lengthBytes());
        endpoint.arrivals().announced(this, header.envelope(), header.sendId());
      }
      case CLEAR -> startElements(header.sendId(), header.receiveId());
      case DATA -> cleared.expect(header.receiveId(), header.lengthBytes());
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
    queue.add(
        send.data().count() > 0 && pipe.isStraight(send.data())
            ? new Outgoing.Straight(send, receiveId, pipe)
            : new Outgoing.Elongated(send, receiveId, pipe.isPolled()));
    pump();
  }

  /** Closes at once; what has not gone out is lost. */
  void close() {
    closed = true;
    pipe.close();
  }
}

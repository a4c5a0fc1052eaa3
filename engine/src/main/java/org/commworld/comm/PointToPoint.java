package org.commworld.comm;

import java.util.Optional;
import org.commworld.mpi.Comm;
import org.commworld.mpi.Data;
import org.commworld.mpi.Message;
import org.commworld.mpi.Request;
import org.commworld.mpi.Status;
import org.commworld.pt2pt.Endpoint;
import org.commworld.pt2pt.Operation;
import org.commworld.pt2pt.ReceiveOperation;
import org.commworld.pt2pt.Unexpected;
import org.commworld.pt2pt.Waiting;
import org.commworld.stats.CallKind;
import org.commworld.stats.CallMeter;
import org.commworld.stats.RankMeter;
import org.commworld.wire.Envelope;
import org.jspecify.annotations.Nullable;

/** The point-to-point operations of one communicator. */
final class PointToPoint {
  private final CommCore core;
  private final Endpoint endpoint;
  private final RankMeter meter;
  private final int context;

  PointToPoint(CommCore core) {
    this.core = core;
    this.endpoint = core.endpoint();
    this.meter = endpoint.meter();
    this.context = core.pointToPointContext();
  }

  void send(@Nullable Object x, int dest, int tag, boolean synchronous) {
    if (!mayStart(dest, tag)) {
      return;
    }
    Data buffer = core.buffers().tryOf(x);
    if (buffer != null
        && !synchronous
        && meter.isSendOnlyCounted(buffer.lengthBytes())
        && sentShort(buffer, dest, tag)) {
      // Whoever waits for the message does not wait for this.
      meter.calls().count(CallKind.SEND, buffer.lengthBytes());
    } else {
      send(meter.calls(), buffer, x, dest, tag, synchronous);
    }
  }

  private void send(
      CallMeter calls,
      @Nullable Data buffer,
      @Nullable Object x,
      int dest,
      int tag,
      boolean synchronous) {
    boolean counts =
        calls.begin(synchronous ? CallKind.S_SEND : CallKind.SEND, CommCore.bytesOf(buffer));
    try {
      describeSend(calls, dest, tag);
      Data data = data(buffer, x);
      calls.moved(data.lengthBytes());
      if (synchronous || !sentShort(data, dest, tag)) {
        await(start(data, dest, tag, synchronous));
      }
    } finally {
      calls.end(counts);
    }
  }

  private void describeSend(CallMeter calls, int dest, int tag) {
    if (calls.isTraced()) {
      int peer = core.worldRanks()[dest];
      calls.about(core.name(), peer, tag);
      calls.sends(context, peer);
    }
  }

  Request iSend(@Nullable Object x, int dest, int tag, boolean synchronous) {
    if (!mayStart(dest, tag)) {
      return request(null, false);
    }
    Data buffer = core.buffers().tryOf(x);
    CallMeter calls = meter.calls();
    boolean counts =
        calls.begin(synchronous ? CallKind.IS_SEND : CallKind.I_SEND, CommCore.bytesOf(buffer));
    try {
      describeSend(calls, dest, tag);
      Data data = data(buffer, x);
      calls.moved(data.lengthBytes());
      return !synchronous && sentShort(data, dest, tag)
          ? sent(data, tag)
          : request(start(data, dest, tag, synchronous), false);
    } finally {
      calls.end(counts);
    }
  }

  private Envelope envelope(Data data, int tag) {
    return new Envelope(context, core.rank(), tag, data.type(), data.lengthBytes(), null);
  }

  private boolean mayStart(int dest, int tag) {
    core.checkUsable();
    Checks.dest(dest, core.size());
    Checks.sendTag(tag);
    return dest != Comm.PROC_NULL;
  }

  private Data data(@Nullable Data buffer, @Nullable Object x) {
    return buffer != null ? buffer : core.objects().write(x);
  }

  private boolean sentShort(Data data, int dest, int tag) {
    return endpoint.sendShort(core.worldRanks()[dest], context, core.rank(), tag, data, null);
  }

  private Operation start(Data data, int dest, int tag, boolean synchronous) {
    return endpoint.send(core.worldRanks()[dest], envelope(data, tag), data, synchronous);
  }

  Status recv(Object buffer, int source, int tag) {
    Data into = Checks.writable(core.buffers().tryOf(buffer), buffer);
    checkSource(source, tag);
    if (source == Comm.PROC_NULL) {
      return EngineMessage.statusOf(null);
    }
    return receiveNow(meter.calls(), CallKind.RECV, 0, into, source, tag);
  }

  /** Receives and counts; {@code sentBytes} are what else the call has moved. */
  private Status receiveNow(
      CallMeter calls, CallKind kind, long sentBytes, Data into, int source, int tag) {
    int peer = worldRank(source);
    return calls.isTraced()
        ? receiveTraced(calls, into, source, tag)
        : endpoint
            .blockingReceives()
            .receive(calls, kind, sentBytes, context, source, tag, into, peer);
  }

  /** A trace wants to know which message it is. */
  private Status receiveTraced(CallMeter calls, Data into, int source, int tag) {
    boolean counts = calls.begin(CallKind.RECV, into.lengthBytes());
    try {
      describeReceive(calls, source, tag);
      ReceiveOperation receive = endpoint.receive(context, source, tag, into, null);
      receive.expect(worldRank(source));
      await(receive);
      received(receive);
      return receive.status();
    } finally {
      calls.end(counts);
    }
  }

  private void describeReceive(CallMeter calls, int source, int tag) {
    if (calls.isTraced()) {
      calls.about(core.name(), worldRank(source), tag);
    }
  }

  /** −1 for any source, and for none. */
  private int worldRank(int source) {
    return source < 0 ? -1 : core.worldRanks()[source];
  }

  @Nullable Object recv(int source, int tag) {
    CallMeter calls = meter.calls();
    boolean counts = calls.begin(CallKind.RECV, Long.MAX_VALUE);
    try {
      describeReceive(calls, source, tag);
      ReceiveOperation receive = start(null, source, tag);
      if (receive == null) {
        return null;
      }
      await(receive);
      received(receive);
      return core.objects().read(receive.data());
    } finally {
      calls.end(counts);
    }
  }

  /** Counts what {@code receive}, which is complete, has received. */
  private void received(ReceiveOperation receive) {
    CallMeter calls = meter.calls();
    calls.moved(EngineMessage.bytesOf(receive.status()));
    calls.receives(receive.message());
  }

  Request iRecv(@Nullable Object buffer, int source, int tag) {
    Data into = buffer == null ? null : Checks.writable(core.buffers().tryOf(buffer), buffer);
    CallMeter calls = meter.calls();
    boolean counts = calls.begin(CallKind.I_RECV, CommCore.bytesOf(into));
    try {
      describeReceive(calls, source, tag);
      return request(start(into, source, tag), into == null);
    } finally {
      calls.end(counts);
    }
  }

  private @Nullable ReceiveOperation start(@Nullable Data into, int source, int tag) {
    checkSource(source, tag);
    if (source == Comm.PROC_NULL) {
      return null;
    }
    ReceiveOperation receive = endpoint.receive(context, source, tag, into, null);
    receive.expect(worldRank(source));
    return receive;
  }

  Status sendRecv(
      @Nullable Object x, int dest, int sendTag, Object buffer, int source, int recvTag) {
    Data into = Checks.writable(core.buffers().tryOf(buffer), buffer);
    checkSource(source, recvTag);
    Data data = core.buffers().tryOf(x);
    CallMeter calls = meter.calls();
    if (data != null
        && source != Comm.PROC_NULL
        && calls.isOnlyCounted(CallKind.SEND_RECV, data.lengthBytes())
        && mayStart(dest, sendTag)
        && sentShort(data, dest, sendTag)) {
      // It has gone: nothing has to be received meanwhile.
      return receiveNow(calls, CallKind.SEND_RECV, data.lengthBytes(), into, source, recvTag);
    }
    boolean counts = calls.begin(CallKind.SEND_RECV, CommCore.bytesOf(data));
    try {
      describeReceive(calls, source, recvTag);
      Request receive = iRecv(into, source, recvTag);
      send(x, dest, sendTag, false);
      return receive.waitFor();
    } finally {
      calls.end(counts);
    }
  }

  @Nullable Object sendRecv(@Nullable Object x, int dest, int sendTag, int source, int recvTag) {
    CallMeter calls = meter.calls();
    boolean counts = calls.begin(CallKind.SEND_RECV, CommCore.bytesOf(core.buffers().tryOf(x)));
    try {
      describeReceive(calls, source, recvTag);
      Request receive = iRecv(null, source, recvTag);
      send(x, dest, sendTag, false);
      return receive.value();
    } finally {
      calls.end(counts);
    }
  }

  Status probe(int source, int tag) {
    return EngineMessage.statusOf(awaitMessage(CallKind.PROBE, source, tag));
  }

  Optional<Status> iProbe(int source, int tag) {
    checkSource(source, tag);
    if (source == Comm.PROC_NULL) {
      return Optional.of(EngineMessage.statusOf(null));
    }
    return Optional.ofNullable(probe(CallKind.I_PROBE, source, tag)).map(EngineMessage::statusOf);
  }

  Message mProbe(int source, int tag) {
    return new EngineMessage(endpoint, awaitMessage(CallKind.M_PROBE, source, tag), core.objects());
  }

  Optional<Message> imProbe(int source, int tag) {
    checkSource(source, tag);
    if (source == Comm.PROC_NULL) {
      return Optional.of(new EngineMessage(endpoint, null, core.objects()));
    }
    return Optional.ofNullable(probe(CallKind.IM_PROBE, source, tag))
        .map(message -> new EngineMessage(endpoint, message, core.objects()));
  }

  private @Nullable Unexpected probe(CallKind kind, int source, int tag) {
    CallMeter calls = meter.calls();
    boolean counts = calls.begin(kind, 0);
    try {
      describeReceive(calls, source, tag);
      return endpoint.probe(context, source, tag, kind == CallKind.IM_PROBE);
    } finally {
      calls.end(counts);
    }
  }

  private @Nullable Unexpected awaitMessage(CallKind kind, int source, int tag) {
    checkSource(source, tag);
    if (source == Comm.PROC_NULL) {
      return null;
    }
    CallMeter calls = meter.calls();
    boolean counts = calls.begin(kind, 0);
    try {
      describeReceive(calls, source, tag);
      Probe probe = new Probe(source, tag, kind == CallKind.M_PROBE);
      endpoint.waiting().await(probe);
      return probe.found;
    } finally {
      calls.end(counts);
    }
  }

  /** Waits for a message. */
  private final class Probe implements Waiting.Condition {
    private final int source;
    private final int tag;
    private final boolean take;
    private @Nullable Unexpected found;

    Probe(int source, int tag, boolean take) {
      this.source = source;
      this.tag = tag;
      this.take = take;
    }

    @Override
    public boolean isMet() {
      if (found == null) {
        found = endpoint.probe(context, source, tag, take);
      }
      return found != null;
    }

    @Override
    public int awaited() {
      return found == null ? worldRank(source) : found.sender();
    }
  }

  private void checkSource(int source, int tag) {
    core.checkUsable();
    Checks.source(source, core.size());
    Checks.recvTag(tag);
  }

  private Request request(@Nullable Operation operation, boolean deliversObject) {
    return new EngineRequest(endpoint, operation, core.objects(), deliversObject);
  }

  private Request sent(Data data, int tag) {
    Status status = endpoint.status(core.rank(), tag, data.type(), data.count());
    return new EngineRequest(endpoint, status, core.objects());
  }

  private void await(Operation operation) {
    endpoint.waiting().await(operation);
    operation.checkError();
  }
}

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
import org.commworld.wire.Envelope;
import org.jspecify.annotations.Nullable;

/** The point-to-point operations of one communicator. */
final class PointToPoint {
  private final CommCore core;
  private final Endpoint endpoint;
  private final int context;

  PointToPoint(CommCore core) {
    this.core = core;
    this.endpoint = core.endpoint();
    this.context = core.pointToPointContext();
  }

  void send(@Nullable Object x, int dest, int tag, boolean synchronous) {
    if (mayStart(dest, tag)) {
      Data data = data(x);
      if (synchronous || !sentShort(data, dest, tag)) {
        await(start(data, dest, tag, synchronous));
      }
    }
  }

  Request iSend(@Nullable Object x, int dest, int tag, boolean synchronous) {
    if (!mayStart(dest, tag)) {
      return request(null, false);
    }
    Data data = data(x);
    boolean isSent = !synchronous && sentShort(data, dest, tag);
    return request(
        isSent ? endpoint.sent(envelope(data, tag), data) : start(data, dest, tag, synchronous),
        false);
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

  private Data data(@Nullable Object x) {
    Data buffer = core.buffers().tryOf(x);
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
    return source == Comm.PROC_NULL
        ? EngineMessage.statusOf(null)
        : endpoint.receiveNow(context, source, tag, into);
  }

  @Nullable Object recv(int source, int tag) {
    ReceiveOperation receive = start(null, source, tag);
    if (receive == null) {
      return null;
    }
    await(receive);
    return core.objects().read(receive.data());
  }

  Request iRecv(@Nullable Object buffer, int source, int tag) {
    Data into = buffer == null ? null : Checks.writable(buffer);
    return request(start(into, source, tag), into == null);
  }

  private @Nullable ReceiveOperation start(@Nullable Data into, int source, int tag) {
    checkSource(source, tag);
    return source == Comm.PROC_NULL ? null : endpoint.receive(context, source, tag, into, null);
  }

  Status sendRecv(
      @Nullable Object x, int dest, int sendTag, Object buffer, int source, int recvTag) {
    Request receive = iRecv(Checks.writable(buffer), source, recvTag);
    send(x, dest, sendTag, false);
    return receive.waitFor();
  }

  @Nullable Object sendRecv(@Nullable Object x, int dest, int sendTag, int source, int recvTag) {
    Request receive = iRecv(null, source, recvTag);
    send(x, dest, sendTag, false);
    return receive.value();
  }

  Status probe(int source, int tag) {
    return EngineMessage.statusOf(awaitMessage(source, tag, false));
  }

  Optional<Status> iProbe(int source, int tag) {
    checkSource(source, tag);
    if (source == Comm.PROC_NULL) {
      return Optional.of(EngineMessage.statusOf(null));
    }
    return Optional.ofNullable(endpoint.probe(context, source, tag, false))
        .map(EngineMessage::statusOf);
  }

  Message mProbe(int source, int tag) {
    return new EngineMessage(endpoint, awaitMessage(source, tag, true), core.objects());
  }

  Optional<Message> imProbe(int source, int tag) {
    checkSource(source, tag);
    if (source == Comm.PROC_NULL) {
      return Optional.of(new EngineMessage(endpoint, null, core.objects()));
    }
    return Optional.ofNullable(endpoint.probe(context, source, tag, true))
        .map(message -> new EngineMessage(endpoint, message, core.objects()));
  }

  private @Nullable Unexpected awaitMessage(int source, int tag, boolean take) {
    checkSource(source, tag);
    if (source == Comm.PROC_NULL) {
      return null;
    }
    @Nullable Unexpected[] found = new @Nullable Unexpected[1];
    endpoint
        .waiting()
        .await(
            () -> {
              if (found[0] == null) {
                found[0] = endpoint.probe(context, source, tag, take);
              }
              return found[0] != null;
            });
    return found[0];
  }

  private void checkSource(int source, int tag) {
    core.checkUsable();
    Checks.source(source, core.size());
    Checks.recvTag(tag);
  }

  private Request request(@Nullable Operation operation, boolean deliversObject) {
    return new EngineRequest(endpoint, operation, core.objects(), deliversObject);
  }

  private void await(Operation operation) {
    endpoint.waiting().await(operation);
    operation.checkError();
  }
}

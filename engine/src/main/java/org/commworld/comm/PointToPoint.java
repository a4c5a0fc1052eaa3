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
    Operation send = start(x, dest, tag, synchronous);
    if (send != null) {
      await(send);
    }
  }

  Request iSend(@Nullable Object x, int dest, int tag, boolean synchronous) {
    return request(start(x, dest, tag, synchronous), false);
  }

  private @Nullable Operation start(@Nullable Object x, int dest, int tag, boolean synchronous) {
    core.checkUsable();
    Checks.dest(dest, core.size());
    Checks.sendTag(tag);
    if (dest == Comm.PROC_NULL) {
      return null;
    }
    Data data = core.objects().write(x);
    Envelope envelope =
        new Envelope(context, core.rank(), tag, data.type(), data.lengthBytes(), null);
    return endpoint.send(core.worldRanks()[dest], envelope, data, synchronous);
  }

  Status recv(Object buffer, int source, int tag) {
    ReceiveOperation receive = start(Checks.writable(buffer), source, tag);
    if (receive == null) {
      return EngineMessage.statusOf(null);
    }
    await(receive);
    return receive.status();
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
    endpoint.waiting().await(operation::isDone);
    operation.checkError();
  }
}

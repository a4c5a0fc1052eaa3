package org.commworld.comm;

import java.util.concurrent.atomic.AtomicBoolean;
import org.commworld.mpi.Comm;
import org.commworld.mpi.Data;
import org.commworld.mpi.Datatype;
import org.commworld.mpi.ErrorClass;
import org.commworld.mpi.Message;
import org.commworld.mpi.MpiException;
import org.commworld.mpi.Status;
import org.commworld.pt2pt.Endpoint;
import org.commworld.pt2pt.ReceiveOperation;
import org.commworld.pt2pt.Unexpected;
import org.commworld.stats.CallKind;
import org.commworld.stats.CallMeter;
import org.commworld.wire.Envelope;
import org.jspecify.annotations.Nullable;

/** A message that a matched probe has taken out; none at all, if the source was PROC_NULL. */
final class EngineMessage implements Message {
  private final Endpoint endpoint;
  private final @Nullable Unexpected message;
  private final Objects objects;
  private final AtomicBoolean received = new AtomicBoolean();

  EngineMessage(Endpoint endpoint, @Nullable Unexpected message, Objects objects) {
    this.endpoint = endpoint;
    this.message = message;
    this.objects = objects;
  }

  static Status statusOf(@Nullable Unexpected message) {
    if (message == null) {
      return new Status(Comm.PROC_NULL, Comm.ANY_TAG, Datatype.BYTE, 0);
    }
    Envelope envelope = message.envelope();
    return new Status(envelope.source(), envelope.tag(), envelope.type(), envelope.count());
  }

  static long bytesOf(Status status) {
    return (long) status.count() * status.type().sizeBytes();
  }

  @Override
  public Status status() {
    return statusOf(message);
  }

  @Override
  public Status recv(Object buffer) {
    Data into = Checks.writable(buffer);
    ReceiveOperation receive = receive(into);
    return receive == null ? status() : receive.status();
  }

  @Override
  public <T extends @Nullable Object> T recv() {
    ReceiveOperation receive = receive(null);
    return Untyped.as(receive == null ? null : objects.read(receive.data()));
  }

  private @Nullable ReceiveOperation receive(@Nullable Data into) {
    if (!received.compareAndSet(false, true)) {
      throw new MpiException(ErrorClass.REQUEST, "message was received already: " + status());
    }
    if (message == null) {
      return null;
    }
    CallMeter calls = endpoint.meter().calls();
    boolean counts = calls.begin(CallKind.RECV, message.envelope().lengthBytes());
    try {
      ReceiveOperation receive = endpoint.receive(message, into);
      endpoint.waiting().await(receive);
      receive.checkError();
      calls.about("", message.sender(), message.envelope().tag());
      calls.moved(message.envelope().lengthBytes());
      calls.receives(receive.message());
      return receive;
    } finally {
      calls.end(counts);
    }
  }
}

package org.commworld.comm;

import java.util.Arrays;
import java.util.Optional;
import org.commworld.mpi.Comm;
import org.commworld.mpi.Datatype;
import org.commworld.mpi.ErrorClass;
import org.commworld.mpi.MpiException;
import org.commworld.mpi.Request;
import org.commworld.mpi.Status;
import org.commworld.pt2pt.Endpoint;
import org.commworld.pt2pt.Operation;
import org.commworld.pt2pt.ReceiveOperation;
import org.commworld.pt2pt.SendOperation;
import org.commworld.stats.CallKind;
import org.commworld.stats.CallMeter;
import org.commworld.wire.Envelope;
import org.jspecify.annotations.Nullable;

/** A request on an operation of an endpoint, or one that was complete when it was made. */
final class EngineRequest extends Request {
  private static final Status NOTHING = new Status(Comm.PROC_NULL, Comm.ANY_TAG, Datatype.BYTE, 0);

  private final Endpoint endpoint;
  private final @Nullable Operation operation;
  private final Status known;
  private final Objects objects;
  private final boolean deliversObject;

  /** Told the other way round, so that making a request writes nothing volatile. */
  private volatile boolean isOver;

  private EngineRequest(
      Endpoint endpoint,
      @Nullable Operation operation,
      Status known,
      Objects objects,
      boolean deliversObject) {
    this.endpoint = endpoint;
    this.operation = operation;
    this.known = known;
    this.objects = objects;
    this.deliversObject = deliversObject;
  }

  /**
   * A request.
   *
   * @param operation null for one whose peer is PROC_NULL
   * @param deliversObject whether {@link #value} gives what was received
   */
  EngineRequest(
      Endpoint endpoint, @Nullable Operation operation, Objects objects, boolean deliversObject) {
    this(endpoint, operation, NOTHING, objects, deliversObject);
  }

  /** The request of a send that is complete, and whose status is {@code sent}. */
  EngineRequest(Endpoint endpoint, Status sent, Objects objects) {
    this(endpoint, null, sent, objects, false);
  }

  @Override
  public Status waitFor() {
    CallMeter calls = endpoint.meter().calls();
    boolean counts = calls.begin(CallKind.WAIT, 0);
    try {
      Operation waited = operation;
      if (waited != null) {
        endpoint.waiting().await(waited);
      }
      return end(calls);
    } finally {
      calls.end(counts);
    }
  }

  /** The operation is complete, and {@code calls} is in the call that finds it so. */
  private Status end(CallMeter calls) {
    boolean isFirst = !isOver;
    if (isFirst) {
      isOver = true;
    }
    Status status = status();
    if (operation != null) {
      calls.about("", operation.awaited(), status.tag());
    }
    if (isFirst && operation instanceof ReceiveOperation receive) {
      calls.moved(EngineMessage.bytesOf(status));
      calls.receives(receive.message());
    }
    return status;
  }

  private Status status() {
    if (operation == null) {
      return known;
    }
    operation.checkError();
    if (operation instanceof ReceiveOperation receive) {
      return receive.status();
    }
    Envelope envelope = ((SendOperation) operation).envelope();
    return endpoint.status(envelope.source(), envelope.tag(), envelope.type(), envelope.count());
  }

  @Override
  public Optional<Status> test() {
    CallMeter calls = endpoint.meter().calls();
    boolean counts = calls.begin(CallKind.TEST, 0);
    try {
      return isDone() ? Optional.of(end(calls)) : Optional.empty();
    } finally {
      calls.end(counts);
    }
  }

  @Override
  public boolean isDone() {
    if (operation == null || operation.isDone()) {
      return true;
    }
    endpoint.progress();
    if (!operation.isDone()) {
      endpoint.world().fate().check();
      return false;
    }
    return true;
  }

  @Override
  public boolean isActive() {
    return !isOver;
  }

  @Override
  public <T extends @Nullable Object> T value() {
    if (!deliversObject) {
      throw new MpiException(ErrorClass.REQUEST, "request delivers no object: " + this);
    }
    waitFor();
    return Untyped.as(
        operation instanceof ReceiveOperation receive ? objects.read(receive.data()) : null);
  }

  @Override
  public boolean cancel() {
    return operation instanceof ReceiveOperation receive && endpoint.cancel(receive);
  }

  @Override
  protected void awaitAny(Request[] requests) {
    endpoint.waiting().await(() -> Arrays.stream(requests).anyMatch(Request::isDone));
  }

  @Override
  public String toString() {
    return operation == null
        ? "request, done: " + known
        : operation.getClass().getSimpleName() + (operation.isDone() ? ", done" : ", pending");
  }
}

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
import org.jspecify.annotations.Nullable;

/** A request on an operation of an endpoint; on none, if the peer is PROC_NULL. */
final class EngineRequest extends Request {
  private final Endpoint endpoint;
  private final @Nullable Operation operation;
  private final Objects objects;
  private final boolean deliversObject;
  private volatile boolean active = true;

  /**
   * A request.
   *
   * @param operation null for one whose peer is PROC_NULL
   * @param deliversObject whether {@link #value} gives what was received
   */
  EngineRequest(
      Endpoint endpoint, @Nullable Operation operation, Objects objects, boolean deliversObject) {
    this.endpoint = endpoint;
    this.operation = operation;
    this.objects = objects;
    this.deliversObject = deliversObject;
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
    boolean isFirst = active;
    active = false;
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
      return new Status(Comm.PROC_NULL, Comm.ANY_TAG, Datatype.BYTE, 0);
    }
    operation.checkError();
    if (operation instanceof ReceiveOperation receive) {
      return receive.status();
    }
    SendOperation send = (SendOperation) operation;
    return new Status(
        send.envelope().source(),
        send.envelope().tag(),
        send.envelope().type(),
        send.envelope().count());
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
    return active;
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
        ? "request with PROC_NULL"
        : operation.getClass().getSimpleName() + (operation.isDone() ? ", done" : ", pending");
  }
}

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
import org.commworld.pt2pt.Waiting;
import org.commworld.stats.CallKind;
import org.commworld.stats.CallMeter;
import org.commworld.wire.Fingerprint;
import org.jspecify.annotations.Nullable;

/** A nonblocking collective: carried out by one thread, waited for by others. */
final class CollectiveRequest extends Request implements Waiting.Condition {
  private static final Status NOTHING = new Status(Comm.PROC_NULL, Comm.ANY_TAG, Datatype.BYTE, 0);

  private final Endpoint endpoint;
  private final Fingerprint call;
  private @Nullable Throwable error;
  private volatile boolean done;
  private volatile boolean active = true;

  CollectiveRequest(Endpoint endpoint, Fingerprint call) {
    this.endpoint = endpoint;
    this.call = call;
  }

  /** Carries out {@code work}, whose error is for those who wait. */
  void carryOut(Runnable work) {
    try {
      work.run();
    } catch (RuntimeException | Error e) {
      error = e;
    }
    done = true;
    endpoint.waiting().wake();
  }

  @Override
  public boolean isMet() {
    return done;
  }

  @Override
  public Status waitFor() {
    CallMeter calls = endpoint.meter().calls();
    boolean counts = calls.begin(CallKind.WAIT, 0);
    try {
      endpoint.waiting().await(this);
    } finally {
      calls.end(counts);
    }
    active = false;
    if (error instanceof MpiException e) {
      throw e;
    }
    if (error != null) {
      throw new MpiException(ErrorClass.OP, call + " failed: " + error.getMessage(), error);
    }
    return NOTHING;
  }

  @Override
  public Optional<Status> test() {
    return isDone() ? Optional.of(waitFor()) : Optional.empty();
  }

  @Override
  public boolean isDone() {
    if (!done) {
      endpoint.world().fate().check();
    }
    return done;
  }

  @Override
  public boolean isActive() {
    return active;
  }

  @Override
  public <T extends @Nullable Object> T value() {
    throw new MpiException(ErrorClass.REQUEST, "request delivers no object: " + this);
  }

  /** Nothing can be taken back: the others wait for this rank. */
  @Override
  public boolean cancel() {
    return false;
  }

  @Override
  protected void awaitAny(Request[] requests) {
    endpoint.waiting().await(() -> Arrays.stream(requests).anyMatch(Request::isDone));
  }

  @Override
  public String toString() {
    return call + (done ? ", done" : ", pending");
  }
}

package org.commworld.pt2pt;

import org.commworld.mpi.MpiException;
import org.jspecify.annotations.Nullable;

/**
 * A send or a receive that is under way. Completed once, by any thread; a volatile write publishes
 * what was written before it, the elements received among them.
 */
public abstract sealed class Operation implements Waiting.Condition
    permits SendOperation, ReceiveOperation {
  private final Endpoint owner;
  private @Nullable MpiException error;
  private volatile boolean done;

  Operation(Endpoint owner) {
    this.owner = owner;
  }

  /** Whether it is complete, well or not. */
  public final boolean isDone() {
    return done;
  }

  @Override
  public final boolean isMet() {
    return done;
  }

  /** Throws the error that it ended with, if it did. */
  public final void checkError() {
    if (error != null) {
      throw error;
    }
  }

  /** The endpoint of the rank that started it. */
  public final Endpoint owner() {
    return owner;
  }

  /** Makes it a new operation, which nobody knows yet. */
  final void reset() {
    error = null;
    done = false;
  }

  final void complete() {
    done = true;
    owner.waiting().wake();
  }

  final void completeWith(MpiException failure) {
    error = failure;
    complete();
  }
}

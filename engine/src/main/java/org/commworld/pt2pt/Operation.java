package org.commworld.pt2pt;

import org.commworld.mpi.MpiException;
import org.jspecify.annotations.Nullable;

/**
 * A send or a receive that is under way. Completed once, by any thread; a volatile write publishes
 * what was written before it, the elements received among them.
 */
public abstract sealed class Operation implements Waiting.Condition
    permits SendOperation, ReceiveOperation {
  private static final int UNKNOWN = -1;

  private final Endpoint owner;
  private @Nullable MpiException error;
  private int peer = UNKNOWN;
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

  /** Whom it is with, in the world; for those who count. */
  final void setPeer(int worldRank) {
    peer = worldRank;
  }

  /** Whom it will be with; nothing changes if that is −1, for not known. */
  public final void expect(int worldRank) {
    if (worldRank >= 0) {
      peer = worldRank;
    }
  }

  @Override
  public final int awaited() {
    return peer;
  }

  /** Makes it a new operation, which nobody knows yet. */
  final void reset() {
    peer = UNKNOWN;
    error = null;
    if (done) {
      done = false; // A volatile write, which a fresh operation does not need.
    }
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

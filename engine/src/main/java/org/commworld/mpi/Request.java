package org.commworld.mpi;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A nonblocking operation (MPI 4.1 §3.7). The buffer belongs to the operation until a wait or a
 * test has said that it is complete. Any thread of the rank may wait; each request is completed by
 * one wait or test, after which it is inactive and {@link #waitAny} and {@link #waitSome} pass over
 * it.
 */
public abstract class Request {
  /** For the engine's own kinds of request. */
  protected Request() {}

  /**
   * Waits until the operation is complete.
   *
   * @return the status; for a send, one whose source is the sender itself
   * @throws MpiException if the operation failed, or the world did
   */
  public abstract Status waitFor();

  /** The status if the operation is complete, empty if not; never blocks, makes progress. */
  public abstract Optional<Status> test();

  /** Whether the operation is complete and no wait or test has taken its status yet, or one has. */
  public abstract boolean isDone();

  /** Whether no wait or test has taken the status yet. */
  public abstract boolean isActive();

  /**
   * What {@link Comm#iRecv(int, int)} received; waits for it.
   *
   * @throws MpiException of class REQUEST if the operation delivers no object
   */
  public abstract <T extends @Nullable Object> T value();

  /**
   * Takes back a receive that no message has matched (MPI 4.1 §3.8.4). A receive that is matched,
   * and any send, goes on.
   *
   * @return whether it was taken back; then a wait returns a status with source PROC_NULL and count
   *     0
   */
  public abstract boolean cancel();

  /**
   * Blocks until {@link #isDone()} of at least one of these, which are active and belong to one
   * rank.
   */
  protected abstract void awaitAny(Request[] requests);

  /**
   * Waits until all are complete; the statuses in the same order. Inactive ones are passed over
   * with null.
   */
  public static @Nullable Status[] waitAll(Request... requests) {
    @Nullable Status[] statuses = new @Nullable Status[requests.length];
    for (int i = 0; i < requests.length; i++) {
      if (requests[i].isActive()) {
        statuses[i] = requests[i].waitFor();
      }
    }
    return statuses;
  }

  /**
   * Waits until one active request is complete, and completes it.
   *
   * @return its index, or {@link Comm#UNDEFINED} if none is active
   */
  public static int waitAny(Request... requests) {
    for (; ; ) {
      int done = testAny(requests);
      if (done >= 0) {
        return done;
      }
      Request[] active = active(requests);
      if (active.length == 0) {
        return Comm.UNDEFINED;
      }
      active[0].awaitAny(active);
    }
  }

  /**
   * Waits until at least one active request is complete, and completes all that are.
   *
   * @return their indices, ascending; empty if none is active
   */
  public static int[] waitSome(Request... requests) {
    int first = waitAny(requests);
    if (first < 0) {
      return new int[0];
    }
    int[] rest = testSome(requests);
    int[] all = new int[rest.length + 1];
    all[0] = first;
    System.arraycopy(rest, 0, all, 1, rest.length);
    java.util.Arrays.sort(all);
    return all;
  }

  /** Completes all if all are complete; otherwise completes none and says false. Never blocks. */
  public static boolean testAll(Request... requests) {
    for (Request request : requests) {
      if (request.isActive() && !request.isDone()) {
        return false;
      }
    }
    waitAll(requests);
    return true;
  }

  /**
   * Completes one active request that is complete. Never blocks.
   *
   * @return its index, or {@link Comm#UNDEFINED} if none is
   */
  public static int testAny(Request... requests) {
    for (int i = 0; i < requests.length; i++) {
      if (requests[i].isActive() && requests[i].isDone()) {
        requests[i].waitFor();
        return i;
      }
    }
    return Comm.UNDEFINED;
  }

  /** Completes all active requests that are complete; their indices, ascending. Never blocks. */
  public static int[] testSome(Request... requests) {
    int[] done = new int[requests.length];
    int count = 0;
    for (int i = 0; i < requests.length; i++) {
      if (requests[i].isActive() && requests[i].isDone()) {
        requests[i].waitFor();
        done[count++] = i;
      }
    }
    return java.util.Arrays.copyOf(done, count);
  }

  private static Request[] active(Request[] requests) {
    return java.util.Arrays.stream(requests).filter(Request::isActive).toArray(Request[]::new);
  }
}

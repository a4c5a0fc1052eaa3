package org.commworld.comm;

import java.util.Objects;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.commworld.collective.Collectives;
import org.commworld.data.Reducer;
import org.commworld.mpi.Data;
import org.commworld.pt2pt.Endpoint;
import org.commworld.wire.Fingerprint;
import org.jspecify.annotations.Nullable;

/**
 * Collectives that are carried out one after the other by a thread of their own, which so makes
 * progress while the rank computes. A thread a communicator and rank, not one a rank: ranks may
 * start those of different communicators in different orders, and one thread would lock them up. It
 * ends when it has had nothing to do for {@value #IDLE_SECONDS} s.
 */
final class QueuedCollectives implements Collectives {
  private static final int IDLE_SECONDS = 5;

  private final Collectives direct;
  private final Endpoint endpoint;
  private final ThreadPoolExecutor executor;
  private @Nullable CollectiveRequest last;

  QueuedCollectives(Collectives direct, Endpoint endpoint, String name) {
    this.direct = direct;
    this.endpoint = endpoint;
    String threadName = "rank-%d-collectives-%s".formatted(endpoint.rank(), name);
    this.executor =
        new ThreadPoolExecutor(
            1,
            1,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            work -> {
              Thread thread = new Thread(work, threadName);
              thread.setDaemon(true);
              return thread;
            });
    executor.allowCoreThreadTimeOut(true);
  }

  private void start(Fingerprint call, Runnable work) {
    CollectiveRequest request = new CollectiveRequest(endpoint, call);
    last = request;
    executor.execute(() -> request.carryOut(work));
  }

  /** The request of the one that was started last. */
  CollectiveRequest lastStarted() {
    return Objects.requireNonNull(last, "nothing was started");
  }

  /** Waits until all that were started are complete. */
  void finish() {
    // One thread carries them out in order.
    CollectiveRequest newest = last;
    if (newest != null) {
      endpoint.waiting().await(newest);
    }
  }

  @Override
  public boolean areNumbered() {
    // Those that wait in the queue must not share a fingerprint's identity with later ones.
    return true;
  }

  @Override
  public void barrier(Fingerprint call) {
    start(call, () -> direct.barrier(call));
  }

  @Override
  public void bcast(Fingerprint call, Data data, int root) {
    start(call, () -> direct.bcast(call, data, root));
  }

  @Override
  public void scatter(
      Fingerprint call, @Nullable Data send, @Nullable Layout layout, Data recv, int root) {
    start(call, () -> direct.scatter(call, send, layout, recv, root));
  }

  @Override
  public void gather(
      Fingerprint call, Data send, @Nullable Data recv, @Nullable Layout layout, int root) {
    start(call, () -> direct.gather(call, send, recv, layout, root));
  }

  @Override
  public void allGather(Fingerprint call, Data send, Data recv, Layout layout) {
    start(call, () -> direct.allGather(call, send, recv, layout));
  }

  @Override
  public void allToAll(
      Fingerprint call, Data send, Layout sendLayout, Data recv, Layout recvLayout) {
    start(call, () -> direct.allToAll(call, send, sendLayout, recv, recvLayout));
  }

  @Override
  public void reduce(
      Fingerprint call,
      Data send,
      @Nullable Data recv,
      Reducer reducer,
      boolean commutative,
      int root) {
    start(call, () -> direct.reduce(call, send, recv, reducer, commutative, root));
  }

  @Override
  public void allReduce(
      Fingerprint call, Data send, Data recv, Reducer reducer, boolean commutative) {
    start(call, () -> direct.allReduce(call, send, recv, reducer, commutative));
  }

  @Override
  public void reduceScatter(
      Fingerprint call, Data send, Data recv, Layout layout, Reducer reducer, boolean commutative) {
    start(call, () -> direct.reduceScatter(call, send, recv, layout, reducer, commutative));
  }

  @Override
  public void scan(Fingerprint call, Data send, Data recv, Reducer reducer, boolean exclusive) {
    start(call, () -> direct.scan(call, send, recv, reducer, exclusive));
  }

  @Override
  public void close() {
    executor.shutdown();
    direct.close();
  }
}

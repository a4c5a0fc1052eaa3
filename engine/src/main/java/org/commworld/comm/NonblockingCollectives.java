package org.commworld.comm;

import java.util.function.Consumer;
import java.util.function.Supplier;
import org.commworld.mpi.Request;
import org.jspecify.annotations.Nullable;

/**
 * The nonblocking collectives of one communicator: the same as the blocking ones, on a copy of the
 * communicator whose collectives queue up for a thread of their own. The copy is made when the
 * first is started.
 */
final class NonblockingCollectives {
  private final CommCore blocking;
  private final Supplier<CommCore> factory;
  private @Nullable CommCore core;
  private @Nullable BufferCollectives buffers;

  NonblockingCollectives(CommCore blocking, Supplier<CommCore> factory) {
    this.blocking = blocking;
    this.factory = factory;
  }

  /** Checks the arguments of {@code call}, queues it up, and returns its request. */
  synchronized Request start(Consumer<BufferCollectives> call) {
    blocking.checkUsable();
    CommCore queueing = core;
    BufferCollectives queue = buffers;
    if (queueing == null || queue == null) {
      queueing = factory.get();
      queue = new BufferCollectives(queueing);
      core = queueing;
      buffers = queue;
    }
    call.accept(queue);
    return queueOf(queueing).lastStarted();
  }

  /** Waits until all that were started are complete; their errors are for their requests. */
  void finish() {
    CommCore queueing = started();
    if (queueing != null) {
      queueOf(queueing).finish();
    }
  }

  private static QueuedCollectives queueOf(CommCore queueing) {
    return (QueuedCollectives) ((CountedCollectives) queueing.collectives()).counted();
  }

  private synchronized @Nullable CommCore started() {
    return core;
  }

  /** Ends the thread. */
  void close() {
    CommCore queueing = started();
    if (queueing != null) {
      queueing.collectives().close();
    }
  }
}

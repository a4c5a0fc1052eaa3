package org.commworld.bench.rank;

import java.util.Arrays;
import org.commworld.mpi.Comm;
import org.commworld.mpi.Op;

/**
 * Measures one operation of one size, in blocks, after the method of the OSU benchmarks: the result
 * is checked once; a block is up to {@value #BATCHES} batches, each of as many calls as take a
 * fortieth of its time; collectives are timed call by call, with a barrier between that is not
 * timed; each rank averages its own times, and the slowest rank's average counts. Fresh elements
 * are written before a call: untimed where calls are timed one by one, otherwise in that time.
 *
 * <p>The ranks agree on the number of calls and on when to stop, outside of what is timed.
 */
final class Block {
  private static final int BATCHES = 40;
  private static final int LEAST_BATCHES = 3;
  private static final int PATIENCE = 8;
  private static final double NANOS_PER_SECOND = 1e9;
  private static final int MOST_CALLS = 1 << 20;

  private final Comm comm;
  private final Order order;
  private final Kernel kernel;
  private final boolean isFresh;

  /** Makes the buffers, calls the operation once on all ranks and checks what it gives. */
  Block(Comm comm, Order order, Buffers buffers) {
    this.comm = comm;
    this.order = order;
    this.kernel = order.operation().kernel(comm, order.bytes(), buffers.direct());
    this.isFresh = buffers.fresh();
    kernel.call().run();
    try {
      kernel.check().run();
    } catch (IllegalStateException e) {
      throw new IllegalStateException(
          "%s of %d bytes: %s".formatted(order.operation().label(), order.bytes(), e.getMessage()),
          e);
    }
  }

  /** Whether this is what {@code other} asks for. */
  boolean measures(Order other) {
    return order.isLike(other);
  }

  private record Batch(int calls, double nanos) {}

  /** Runs one block of about {@code seconds}, on all ranks. The figure is the same on all. */
  Figure run(double seconds) {
    double blockNanos = seconds * NANOS_PER_SECOND;
    for (int least = 1; ; ) {
      Batch batch = size(least, blockNanos / BATCHES);
      int batches = (int) Math.max(LEAST_BATCHES, Math.min(BATCHES, blockNanos / batch.nanos));
      long start = System.nanoTime();
      double[] figures = batches(batches, batch.calls, blockNanos * PATIENCE);
      if (slowest(System.nanoTime() - start) >= blockNanos / 8 || batch.calls == MOST_CALLS) {
        return summary(figures);
      }
      // Both goes have met a stall, and single calls would count for what stalls the next one.
      least = Math.min(MOST_CALLS, 2 * batch.calls);
    }
  }

  /** A batch of {@code least} calls or more that takes about {@code batchNanos}. */
  private Batch size(int least, double batchNanos) {
    int calls = least;
    double nanos = quickerNanos(calls);
    while (nanos < batchNanos / 2 && calls < MOST_CALLS) {
      double factor = Math.min(8, Math.max(2, batchNanos / nanos));
      calls = (int) Math.min(MOST_CALLS, calls * factor);
      nanos = quickerNanos(calls);
    }
    return new Batch(calls, nanos);
  }

  /**
   * The quicker of two goes: a stall while ranks wake up must not make batches of a single call.
   */
  private double quickerNanos(int calls) {
    return Math.min(wallNanos(calls), wallNanos(calls));
  }

  /** What the slowest rank takes for so many calls, with what is not timed in between. */
  private double wallNanos(int calls) {
    comm.barrier();
    long start = System.nanoTime();
    batch(calls);
    return slowest(System.nanoTime() - start);
  }

  /** The greatest of all ranks' {@code nanos}. */
  private double slowest(long nanos) {
    return comm.allReduce(new double[] {nanos}, Op.MAX)[0];
  }

  /** This rank's nanoseconds for a call, batch by batch; fewer batches if they take too long. */
  private double[] batches(int batches, int calls, double limitNanos) {
    double[] nanos = new double[batches];
    long[] elapsed = new long[1];
    long start = System.nanoTime();
    for (int done = 0; done < batches; done++) {
      if (done >= LEAST_BATCHES) {
        elapsed[0] = System.nanoTime() - start;
        comm.bcast(elapsed, 0);
        if (elapsed[0] > limitNanos) {
          return Arrays.copyOf(nanos, done);
        }
      }
      comm.barrier();
      nanos[done] = batch(calls) / (double) calls;
    }
    comm.barrier();
    return nanos;
  }

  /** Nanoseconds of {@code calls} calls on this rank. */
  private long batch(int calls) {
    Runnable call = kernel.call();
    if (!order.operation().isTimedByCall()) {
      long start = System.nanoTime();
      for (int i = 0; i < calls; i++) {
        if (isFresh) {
          kernel.renew().run();
        }
        call.run();
      }
      return System.nanoTime() - start;
    }
    long nanos = 0;
    for (int i = 0; i < calls; i++) {
      if (isFresh) {
        kernel.renew().run();
        comm.barrier();
      }
      long start = System.nanoTime();
      call.run();
      nanos += System.nanoTime() - start;
      comm.barrier();
    }
    return nanos;
  }

  private Figure summary(double[] nanos) {
    double share = order.operation().share(comm.rank(), order.bytes());
    double[] figures = new double[nanos.length + 1];
    for (int i = 0; i < nanos.length; i++) {
      figures[i] = nanos[i] * share / 1000;
    }
    figures[nanos.length] = Arrays.stream(figures).sum() / nanos.length;
    double[] slowest = comm.allReduce(figures, Op.MAX);
    double best = Arrays.stream(slowest).limit(nanos.length).min().orElseThrow();
    return new Figure(slowest[nanos.length], best);
  }
}

package org.commworld.examples;

import java.util.Arrays;
import org.commworld.mpi.Comm;
import org.commworld.mpi.Op;
import org.commworld.mpi.Request;

/**
 * How much of an allReduce hides behind computation: its time alone, that of a computation that
 * takes as long, both one after the other, and the computation while an {@code iAllReduce} is under
 * way. Medians of the slowest rank, in microseconds; an argument is a number of bytes.
 */
public final class Overlap {
  private static final int TURNS = 41;
  private static final int WARM_UP = 300;
  private static final int CALIBRATION_STEPS = 1 << 20;
  private static final int[] BYTES = {64 << 10, 1 << 20, 16 << 20};

  private Overlap() {}

  /** Runs as one rank. */
  public static void main(String[] args) {
    int[] sizes = Arrays.stream(args).mapToInt(Integer::parseInt).toArray();
    run(Comm.world(), sizes.length > 0 ? sizes : BYTES);
  }

  static void run(Comm world, int[] sizes) {
    if (world.rank() == 0) {
      System.out.printf(
          "%10s %12s %12s %12s %12s %8s%n",
          "bytes", "allReduce", "work", "in turn", "at once", "hidden");
    }
    double stepNanos = warmUp(world);
    for (int bytes : sizes) {
      measure(world, bytes, stepNanos);
    }
  }

  private static void measure(Comm world, int bytes, double stepNanos) {
    double[] send = new double[bytes / Double.BYTES];
    double[] recv = new double[send.length];
    Arrays.fill(send, 1);
    double alone = median(world, () -> world.allReduce(send, recv, Op.SUM));
    long steps = Math.max(1, (long) (alone * 1000 / stepNanos));
    double work = median(world, () -> work(steps));
    double inTurn =
        median(
            world,
            () -> {
              world.allReduce(send, recv, Op.SUM);
              work(steps);
            });
    double atOnce =
        median(
            world,
            () -> {
              Request request = world.iAllReduce(send, recv, Op.SUM);
              work(steps);
              request.waitFor();
            });
    if (recv.length > 0 && recv[recv.length - 1] != world.size()) {
      throw new IllegalStateException("wrong sum: " + recv[recv.length - 1]);
    }
    if (world.rank() == 0) {
      double hidden = (inTurn - atOnce) / Math.min(alone, work);
      System.out.printf(
          "%10d %12.1f %12.1f %12.1f %12.1f %7.0f%%%n",
          bytes, alone, work, inTurn, atOnce, 100 * hidden);
    }
  }

  /** Compiles what is measured; nanoseconds for a step of work. */
  private static double warmUp(Comm world) {
    double[] x = new double[1024];
    for (int i = 0; i < WARM_UP; i++) {
      world.allReduce(x, Op.SUM);
      world.iAllReduce(x, x, Op.SUM).waitFor();
      work(CALIBRATION_STEPS / WARM_UP);
    }
    double[] nanos = {median(world, () -> work(CALIBRATION_STEPS)) * 1000 / CALIBRATION_STEPS};
    return world.allReduce(nanos, Op.MAX)[0];
  }

  private static double median(Comm world, Runnable operation) {
    double[] micros = new double[TURNS];
    for (int turn = 0; turn < TURNS; turn++) {
      world.barrier();
      long start = System.nanoTime();
      operation.run();
      micros[turn] = (System.nanoTime() - start) / 1000.0;
    }
    world.allReduce(micros, Op.MAX);
    Arrays.sort(micros);
    return micros[TURNS / 2];
  }

  /** Computation in registers, so that it takes nothing from the memory's bandwidth. */
  private static void work(long steps) {
    double x = 1;
    for (long i = 0; i < steps; i++) {
      x = x * 0.999999 + 1e-9;
    }
    if (x < 0) {
      throw new IllegalStateException("never, but the compiler does not know: " + x);
    }
  }
}

package org.commworld.bench.rank;

import java.util.Locale;
import org.commworld.mpi.Comm;

/**
 * A rank of {@code commworld tune --master}, started by {@code commworld run}: measures what its
 * arguments say, in the world that it is in, and rank 0 prints the quickest times.
 */
public final class TuneMain {
  /** What a line with a time begins with. */
  public static final String MARK = "tuned";

  private TuneMain() {}

  /**
   * Measures.
   *
   * @param arguments seconds to warm up; seconds of a block; number of blocks; then operations and
   *     bytes, as allreduce:1024
   */
  public static void main(String[] arguments) {
    Comm world = Comm.world();
    double warmUpSeconds = Double.parseDouble(arguments[0]);
    double seconds = Double.parseDouble(arguments[1]);
    int runs = Integer.parseInt(arguments[2]);
    for (int i = 3; i < arguments.length; i++) {
      String[] point = arguments[i].split(":");
      Operation operation = Operation.find(point[0]).orElseThrow();
      Order order = new Order(operation, Integer.parseInt(point[1]), seconds);
      Block block = new Block(world, order, Buffers.ARRAYS);
      block.run(warmUpSeconds);
      double best = Double.POSITIVE_INFINITY;
      for (int run = 0; run < runs; run++) {
        best = Math.min(best, block.run(seconds).micros());
      }
      if (world.rank() == 0) {
        System.out.printf(Locale.ROOT, "%s %s %s %.3f%n", MARK, point[0], point[1], best);
      }
    }
  }
}

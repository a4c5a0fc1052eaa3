package org.commworld.examples;

import java.util.stream.IntStream;
import org.commworld.mpi.Comm;

/** Rank 0 gives all ranks its array. */
public final class Broadcast {
  private static final int COUNT = 10;

  private Broadcast() {}

  /** A rank's program; takes no arguments. */
  public static void main(String[] arguments) {
    Comm world = Comm.world();
    int rank = world.rank();
    double[] data =
        rank == 0 ? IntStream.range(0, COUNT).asDoubleStream().toArray() : new double[COUNT];
    System.out.printf("rank %d has data %s%n", rank, Vectors.format(data));
    world.bcast(data, 0);
    System.out.printf("rank %d got data %s%n", rank, Vectors.format(data));
  }
}

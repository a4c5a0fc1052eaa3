package org.commworld.examples;

import java.util.stream.IntStream;
import org.commworld.mpi.Comm;

/** Rank 0 deals ten numbers out to all ranks. */
public final class Scatter {
  private static final int COUNT = 10;

  private Scatter() {}

  /** A rank's program; takes no arguments. */
  public static void main(String[] arguments) {
    Comm world = Comm.world();
    int rank = world.rank();
    int[] data = null;
    if (rank == 0) {
      data = IntStream.range(0, COUNT).toArray();
      System.out.println("rank 0 has data " + Vectors.format(data));
    }
    Blocks blocks = new Blocks(COUNT, world.size());
    int[] part = new int[blocks.counts()[rank]];
    world.scatterv(data, blocks.counts(), blocks.displs(), part, 0);
    System.out.printf("rank %d got data %s%n", rank, Vectors.format(part));
  }
}

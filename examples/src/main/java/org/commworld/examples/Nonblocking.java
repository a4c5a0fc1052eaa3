package org.commworld.examples;

import java.util.Arrays;
import org.commworld.mpi.Comm;
import org.commworld.mpi.Request;

/** Ranks 0 and 1 exchange an array each; both transfers are under way at once. */
public final class Nonblocking {
  private static final int TAG = 1337;
  private static final int COUNT = 5;

  private Nonblocking() {}

  /** A rank's program; takes no arguments. */
  public static void main(String[] arguments) {
    Comm world = Comm.world();
    int rank = world.rank();
    if (rank > 1) {
      return;
    }
    double[] sent = new double[COUNT];
    Arrays.fill(sent, rank);
    double[] got = new double[COUNT];
    System.out.printf("rank %d sends data: %s%n", rank, Vectors.format(sent));
    Request.waitAll(world.iSend(sent, 1 - rank, TAG), world.iRecv(got, 1 - rank, TAG));
    System.out.printf("rank %d got data: %s%n", rank, Vectors.format(got));
  }
}

package org.commworld.compare.ranks;

import org.commworld.mpi.Comm;
import org.commworld.mpi.Op;

/** What one call of a collective takes. */
final class Calls {
  private static final double SECONDS = 0.05;
  private static final int MOST = 1 << 16;

  private Calls() {}

  /**
   * Mean time of as many calls as take a twentieth of a second, on the slowest rank. Collective.
   */
  static double seconds(Comm comm, Runnable call) {
    int calls = 1;
    double took = time(comm, 1, call);
    while (took < SECONDS / 2 && calls < MOST) {
      calls = (int) Math.min(MOST, calls * Math.max(2, Math.min(8, SECONDS / took)));
      took = time(comm, calls, call);
    }
    return took / calls;
  }

  private static double time(Comm comm, int calls, Runnable call) {
    comm.barrier();
    long start = System.nanoTime();
    for (int i = 0; i < calls; i++) {
      call.run();
    }
    return comm.allReduce((System.nanoTime() - start) / 1e9, Op.MAX);
  }
}

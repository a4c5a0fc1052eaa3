package org.commworld.collective.algo;

import java.util.Arrays;
import org.commworld.mpi.Data;

/**
 * Barrier in which each rank tells all others at once: 1 step, p−1 empty messages a rank. Quickest
 * where a round trip is long and ranks are few.
 *
 * <p>Source: J. Bruck, C.-T. Ho, S. Kipnis, E. Upfal, D. Weathersby, "Efficient algorithms for
 * all-to-all communications in multiport message-passing systems", IEEE Transactions on Parallel
 * and Distributed Systems 8(11), 1997, whose direct exchange it is, without data.
 */
public final class SpreadBarrier {
  private SpreadBarrier() {}

  /** Returns when all ranks have called it. */
  public static void run(Channel channel) {
    Data[] nothing = new Data[channel.size()];
    Arrays.fill(nothing, Data.of(new byte[0]));
    Exchange.run(channel, nothing, nothing, 0);
  }
}

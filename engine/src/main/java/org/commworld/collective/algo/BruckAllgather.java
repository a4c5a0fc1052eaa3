package org.commworld.collective.algo;

import org.commworld.collective.topo.Ring;
import org.commworld.data.Elements;
import org.commworld.mpi.Data;

/**
 * Gather to all of short blocks of many ranks: ⌈log₂ p⌉ steps for any p, all bytes but the own
 * block received and sent; scratch for all. Before the step with distance d a rank has the blocks
 * of the d ranks from itself on; it sends them to the one d back and gets those of the d ranks
 * beyond.
 *
 * <p>Source: J. Bruck, C.-T. Ho, S. Kipnis, E. Upfal, D. Weathersby, "Efficient algorithms for
 * all-to-all communications in multiport message-passing systems", IEEE Transactions on Parallel
 * and Distributed Systems 8(11), 1997, concatenation.
 */
public final class BruckAllgather {
  private BruckAllgather() {}

  /**
   * Every rank's {@code recv} gets {@code counts[r]} elements of rank r at {@code displs[r]}; own
   * elements may be in their place already.
   */
  public static void run(Channel channel, Data send, Data recv, int[] counts, int[] displs) {
    int p = channel.size();
    Ring ring = new Ring(channel.rank(), p);
    // Where the block of the rank i further begins in scratch.
    int[] starts = new int[p + 1];
    for (int i = 0; i < p; i++) {
      starts[i + 1] = starts[i] + counts[ring.ahead(i)];
    }
    Data all = Elements.allocate(send.type(), starts[p]);
    Elements.copy(send.slice(0, starts[1]), all);
    int have = 1;
    while (have < p) {
      int more = Math.min(have, p - have);
      channel.sendRecv(
          all.slice(0, starts[more]),
          ring.ahead(-have),
          all.slice(starts[have], starts[have + more] - starts[have]),
          ring.ahead(have));
      have += more;
    }
    for (int i = 0; i < p; i++) {
      int rank = ring.ahead(i);
      Elements.copy(all.slice(starts[i], counts[rank]), recv.slice(displs[rank], counts[rank]));
    }
  }
}

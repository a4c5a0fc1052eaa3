package org.commworld.collective.algo;

import org.commworld.collective.topo.Ring;
import org.commworld.data.Elements;
import org.commworld.mpi.Data;

/**
 * All-to-all by pairwise exchange: p−1 steps; in step s each rank sends to the one s further and
 * receives from the one s back, so no rank is the goal of two at once. Each block is sent once; no
 * scratch.
 *
 * <p>Source: R. Thakur, R. Rabenseifner, W. Gropp, "Optimization of Collective Communication
 * Operations in MPICH", International Journal of High Performance Computing Applications 19(1),
 * 2005, section 4.3.
 */
public final class PairwiseAlltoall {
  private PairwiseAlltoall() {}

  /**
   * {@code sendCounts[r]} elements of {@code send} from {@code sendDispls[r]} on go to rank r,
   * {@code recvCounts[r]} elements from rank r come to {@code recvDispls[r]} in {@code recv}.
   */
  public static void run(
      Channel channel,
      Data send,
      int[] sendCounts,
      int[] sendDispls,
      Data recv,
      int[] recvCounts,
      int[] recvDispls) {
    Ring ring = new Ring(channel.rank(), channel.size());
    int self = channel.rank();
    Elements.copy(
        send.slice(sendDispls[self], sendCounts[self]),
        recv.slice(recvDispls[self], recvCounts[self]));
    for (int step = 1; step < channel.size(); step++) {
      int dest = ring.ahead(step);
      int source = ring.ahead(-step);
      channel.sendRecv(
          send.slice(sendDispls[dest], sendCounts[dest]),
          dest,
          recv.slice(recvDispls[source], recvCounts[source]),
          source);
    }
  }
}

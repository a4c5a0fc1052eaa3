package org.commworld.collective.algo;

import org.commworld.collective.algo.Channel.Transfer;
import org.commworld.collective.topo.Ring;
import org.commworld.data.Elements;
import org.commworld.data.Reducer;
import org.commworld.mpi.Data;

/**
 * Reduction scattered over the ranks, by pairwise exchange, for commutative operations: p−1 steps,
 * in each a rank sends the block of the one s further and receives its own block from the one s
 * back. n minus the own block sent, p−1 own blocks received and reduced.
 *
 * <p>Source: R. Thakur, R. Rabenseifner, W. Gropp, "Optimization of Collective Communication
 * Operations in MPICH", International Journal of High Performance Computing Applications 19(1),
 * 2005, section 4.4.
 */
public final class PairwiseReduceScatter {
  private PairwiseReduceScatter() {}

  /**
   * Rank r's {@code recv} gets its {@code counts[r]} elements, which follow those of rank r−1, of
   * the reduction of all ranks' {@code send}.
   */
  public static void run(Channel channel, Data send, Data recv, int[] counts, Reducer reducer) {
    Ring ring = new Ring(channel.rank(), channel.size());
    int[] displs = Displs.of(counts);
    int n = counts[channel.rank()];
    Data own = send.slice(displs[channel.rank()], n);
    Data result = recv.slice(0, n);
    if (channel.size() == 1) {
      Elements.copy(own, result);
    }
    for (int step = 1; step < channel.size(); step++) {
      int dest = ring.ahead(step);
      Transfer receive = channel.iRecvReduce(own, result, ring.ahead(-step), reducer);
      channel.send(send.slice(displs[dest], counts[dest]), dest);
      receive.await();
      own = result;
    }
  }
}

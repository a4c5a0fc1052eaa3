package org.commworld.collective.algo;

import org.commworld.collective.topo.Ring;
import org.commworld.data.Elements;
import org.commworld.mpi.Data;

/**
 * Gather to all around the ring: p−1 steps, in each a rank hands on the block that it got in the
 * one before; all bytes but one block sent and received, which is the least possible; no scratch.
 *
 * <p>Source: R. Thakur, R. Rabenseifner, W. Gropp, "Optimization of Collective Communication
 * Operations in MPICH", International Journal of High Performance Computing Applications 19(1),
 * 2005, section 4.1.
 */
public final class RingAllgather {
  private RingAllgather() {}

  /**
   * Every rank's {@code recv} gets {@code counts[r]} elements of rank r at {@code displs[r]}; own
   * elements may be in their place already.
   */
  public static void run(Channel channel, Data send, Data recv, int[] counts, int[] displs) {
    Ring ring = new Ring(channel.rank(), channel.size());
    Elements.copy(send, recv.slice(displs[channel.rank()], counts[channel.rank()]));
    for (int step = 0; step < channel.size() - 1; step++) {
      int mine = ring.ahead(-step);
      int theirs = ring.ahead(-step - 1);
      channel.sendRecv(
          recv.slice(displs[mine], counts[mine]),
          ring.next(),
          recv.slice(displs[theirs], counts[theirs]),
          ring.previous());
    }
  }
}

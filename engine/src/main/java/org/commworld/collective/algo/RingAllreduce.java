package org.commworld.collective.algo;

import org.commworld.collective.topo.Blocks;
import org.commworld.collective.topo.Ring;
import org.commworld.data.Elements;
import org.commworld.data.Reducer;
import org.commworld.mpi.Data;

/**
 * Reduction to all around the ring, for long data and commutative operations: 2(p−1) steps of n/p
 * bytes, 2n(p−1)/p sent and received in all, which is the least possible; no scratch. A step's
 * block goes in segments, each of which is combined and handed on while the next ones come. Block b
 * is combined from rank b+1 on around to rank b, there only, and then handed on: all ranks get the
 * same bits.
 *
 * <p>Source: P. Patarasuk, X. Yuan, "Bandwidth optimal all-reduce algorithms for clusters of
 * workstations", Journal of Parallel and Distributed Computing 69(2), 2009.
 */
public final class RingAllreduce {
  private RingAllreduce() {}

  /**
   * Sets every rank's {@code recv} to the reduction of all ranks' {@code send}, which may be {@code
   * recv} itself.
   *
   * @param segmentBytes length of a segment; 0 for a block in one
   */
  public static void run(Channel channel, Data send, Data recv, Reducer reducer, int segmentBytes) {
    int p = channel.size();
    Blocks blocks = new Blocks(send.count(), p, reducer.unit());
    Elements.copy(send, recv);
    RingPass pass =
        new RingPass(
            channel,
            blocks.maxCount(),
            SegmentLength.of(send.type(), segmentBytes, reducer.unit()));
    Ring ring = new Ring(channel.rank(), p);
    pass.run(
        2 * (p - 1),
        p - 1,
        step -> {
          int block = ring.ahead(-step - 1);
          return recv.slice(blocks.start(block), blocks.count(block));
        },
        reducer);
  }
}

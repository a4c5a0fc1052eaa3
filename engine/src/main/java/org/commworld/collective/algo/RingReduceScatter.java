package org.commworld.collective.algo;

import org.commworld.collective.topo.Ring;
import org.commworld.data.Elements;
import org.commworld.data.Reducer;
import org.commworld.mpi.Data;

/**
 * Reduction scattered over the ranks around the ring, for long data and commutative operations: p−1
 * steps, in each a block is combined and handed on, segment by segment; n minus a block sent and
 * received, which is the least possible; scratch for n. Each rank talks to its two neighbours only.
 * Block b is combined from rank b+1 on around to rank b.
 *
 * <p>Source: P. Patarasuk, X. Yuan, "Bandwidth optimal all-reduce algorithms for clusters of
 * workstations", Journal of Parallel and Distributed Computing 69(2), 2009.
 */
public final class RingReduceScatter {
  private RingReduceScatter() {}

  /**
   * Rank r's {@code recv} gets its {@code counts[r]} elements, which follow those of rank r−1, of
   * the reduction of all ranks' {@code send}.
   *
   * @param segmentBytes length of a segment; 0 for a block in one
   */
  public static void run(
      Channel channel, Data send, Data recv, int[] counts, Reducer reducer, int segmentBytes) {
    int self = channel.rank();
    int[] displs = Displs.of(counts);
    Data partial = Elements.allocate(send.type(), send.count());
    Elements.copy(send, partial);
    int longest = 0;
    for (int count : counts) {
      longest = Math.max(longest, count);
    }
    Ring ring = new Ring(self, channel.size());
    int length = SegmentLength.of(send.type(), segmentBytes, reducer.unit());
    new RingPass(channel, longest, length)
        .run(
            channel.size() - 1,
            channel.size() - 1,
            step -> {
              int block = ring.ahead(-step - 1);
              return partial.slice(displs[block], counts[block]);
            },
            reducer);
    Elements.copy(partial.slice(displs[self], counts[self]), recv);
  }
}

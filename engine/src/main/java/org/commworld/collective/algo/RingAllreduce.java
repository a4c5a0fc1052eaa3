package org.commworld.collective.algo;

import org.commworld.collective.topo.Blocks;
import org.commworld.collective.topo.Ring;
import org.commworld.data.Elements;
import org.commworld.data.Reducer;
import org.commworld.mpi.Data;

/**
 * Reduction to all around the ring, for long data and commutative operations: 2(p−1) steps of n/p
 * bytes, 2n(p−1)/p sent and received in all, which is the least possible; scratch for n/p. Block b
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
   */
  public static void run(Channel channel, Data send, Data recv, Reducer reducer) {
    int p = channel.size();
    Ring ring = new Ring(channel.rank(), p);
    Blocks blocks = new Blocks(send.count(), p, reducer.unit());
    Data incoming = Elements.allocate(send.type(), blocks.maxCount());
    Elements.copy(send, recv);
    for (int step = 1; step < p; step++) {
      Data target = block(recv, blocks, ring.ahead(-step - 1));
      Data operand = incoming.slice(0, target.count());
      channel.sendRecv(
          block(recv, blocks, ring.ahead(-step)), ring.next(), operand, ring.previous());
      reducer.reduce(operand, target, 0, target.count());
    }
    for (int step = 0; step < p - 1; step++) {
      channel.sendRecv(
          block(recv, blocks, ring.ahead(-step)),
          ring.next(),
          block(recv, blocks, ring.ahead(-step - 1)),
          ring.previous());
    }
  }

  private static Data block(Data data, Blocks blocks, int i) {
    return data.slice(blocks.start(i), blocks.count(i));
  }
}

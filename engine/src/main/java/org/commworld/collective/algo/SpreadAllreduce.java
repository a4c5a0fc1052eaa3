package org.commworld.collective.algo;

import org.commworld.collective.algo.Channel.Transfer;
import org.commworld.collective.topo.Ring;
import org.commworld.data.Elements;
import org.commworld.data.Reducer;
import org.commworld.mpi.Data;

/**
 * Reduction to all in which each rank gets all operands at once and combines them itself, in the
 * order of ranks, so that all get the same bits: 1 step, (p−1)n bytes sent, received and reduced;
 * scratch for (p−1)n. Quickest for short data of few ranks, where a round trip is long.
 *
 * <p>Source: J. Bruck, C.-T. Ho, S. Kipnis, E. Upfal, D. Weathersby, "Efficient algorithms for
 * all-to-all communications in multiport message-passing systems", IEEE Transactions on Parallel
 * and Distributed Systems 8(11), 1997, whose concatenation in one round it begins with.
 */
public final class SpreadAllreduce {
  private SpreadAllreduce() {}

  /**
   * Sets every rank's {@code recv} to the reduction of all ranks' {@code send}, which may be {@code
   * recv} itself.
   */
  public static void run(Channel channel, Data send, Data recv, Reducer reducer) {
    Ring ring = new Ring(channel.rank(), channel.size());
    Data[] operands = new Data[channel.size()];
    Transfer[] receives = new Transfer[channel.size()];
    Outstanding sends = new Outstanding(channel.size());
    operands[channel.rank()] = send;
    for (int distance = 1; distance < channel.size(); distance++) {
      int source = ring.ahead(-distance);
      operands[source] = Elements.allocate(send.type(), send.count());
      receives[source] = channel.iRecv(operands[source], source);
    }
    for (int distance = 1; distance < channel.size(); distance++) {
      sends.add(channel.iSend(send, ring.ahead(distance)));
    }
    for (int distance = 1; distance < channel.size(); distance++) {
      receives[ring.ahead(-distance)].await();
    }
    // The operand may be in the result's place.
    sends.await();
    OrderedReduction.combine(operands, channel.rank(), recv.slice(0, send.count()), reducer);
  }
}

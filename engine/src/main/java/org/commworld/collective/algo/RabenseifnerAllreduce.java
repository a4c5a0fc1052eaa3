package org.commworld.collective.algo;

import org.commworld.collective.topo.RecursiveDoubling;
import org.commworld.data.Reducer;
import org.commworld.mpi.Data;

/**
 * Reduction to all of middling and long data of many ranks, in the order of ranks: the vector is
 * halved while the distance doubles, then gathered the same way back. 2 log₂ p steps (2 more of n
 * bytes each if p is no power of 2), 2n(p−1)/p bytes sent and received, which is the least
 * possible. Each part is combined by one rank: all get the same bits.
 *
 * <p>Source: R. Rabenseifner, "Optimization of Collective Reduction Operations", International
 * Conference on Computational Science, LNCS 3036, 2004, section 4.1; distances ascend here, so that
 * the order is kept.
 */
public final class RabenseifnerAllreduce {
  private RabenseifnerAllreduce() {}

  /**
   * Sets every rank's {@code recv} to the reduction of all ranks' {@code send}, which may be {@code
   * recv} itself.
   */
  public static void run(Channel channel, Data send, Data recv, Reducer reducer) {
    RecursiveDoubling rounds = new RecursiveDoubling(channel.rank(), channel.size());
    Data vector = recv.slice(0, send.count());
    if (rounds.isFolded()) {
      channel.send(send, rounds.partner());
      channel.recv(vector, rounds.partner());
      return;
    }
    Data operand = send;
    if (rounds.isPaired()) {
      channel.iRecvReduce(send, vector, rounds.partner(), reducer).await();
      operand = vector;
    }
    Halving halving = new Halving(channel, rounds, operand, vector, reducer);
    halving.reduceScatter();
    halving.allgather();
    if (rounds.isPaired()) {
      channel.send(vector, rounds.partner());
    }
  }
}

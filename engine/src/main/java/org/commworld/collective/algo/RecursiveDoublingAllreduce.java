package org.commworld.collective.algo;

import org.commworld.collective.algo.Channel.Transfer;
import org.commworld.collective.topo.RecursiveDoubling;
import org.commworld.data.Elements;
import org.commworld.data.Reducer;
import org.commworld.mpi.Data;

/**
 * Reduction to all by recursive doubling, for short data: log₂ p steps (2 more if p is no power of
 * 2), n bytes sent, received and reduced in each; scratch for n. Operands are combined in the order
 * of ranks, and both ends of an exchange compute the same, so all ranks get the same bits.
 *
 * <p>Source: R. Thakur, R. Rabenseifner, W. Gropp, "Optimization of Collective Communication
 * Operations in MPICH", International Journal of High Performance Computing Applications 19(1),
 * 2005, section 4.5.
 */
public final class RecursiveDoublingAllreduce {
  private RecursiveDoublingAllreduce() {}

  /**
   * Sets every rank's {@code recv} to the reduction of all ranks' {@code send}, which may be {@code
   * recv} itself.
   */
  public static void run(Channel channel, Data send, Data recv, Reducer reducer) {
    RecursiveDoubling rounds = new RecursiveDoubling(channel.rank(), channel.size());
    if (rounds.isFolded()) {
      channel.send(send, rounds.partner());
      channel.recv(recv, rounds.partner());
      return;
    }
    Data own = recv;
    Data others = Elements.allocate(send.type(), send.count());
    if (rounds.isPaired()) {
      channel.iRecvReduce(send, own, rounds.partner(), reducer).await();
    } else {
      Elements.copy(send, own);
    }
    for (int round = 0; round < rounds.rounds(); round++) {
      int peer = rounds.peer(round);
      Transfer receive = channel.iRecvReduce(own, others, peer, reducer);
      channel.send(own, peer);
      receive.await();
      Data reduced = others;
      others = own;
      own = reduced;
    }
    if (own != recv) {
      Elements.copy(own, recv);
    }
    if (rounds.isPaired()) {
      channel.send(recv, rounds.partner());
    }
  }
}

package org.commworld.collective.algo;

import org.commworld.collective.algo.Channel.Transfer;
import org.commworld.collective.topo.RecursiveDoubling;
import org.commworld.data.Elements;
import org.commworld.data.Reducer;
import org.commworld.mpi.Data;

/**
 * Reduction scattered over many ranks by recursive halving, for commutative operations: log₂ p
 * steps (2 more if p is no power of 2), of n/2, n/4 … bytes; scratch for n.
 *
 * <p>Source: R. Thakur, R. Rabenseifner, W. Gropp, "Optimization of Collective Communication
 * Operations in MPICH", International Journal of High Performance Computing Applications 19(1),
 * 2005, section 4.4.
 */
public final class RecursiveHalvingReduceScatter {
  private RecursiveHalvingReduceScatter() {}

  /**
   * Rank r's {@code recv} gets its {@code counts[r]} elements, which follow those of rank r−1, of
   * the reduction of all ranks' {@code send}.
   */
  public static void run(Channel channel, Data send, Data recv, int[] counts, Reducer reducer) {
    int self = channel.rank();
    RecursiveDoubling rounds = new RecursiveDoubling(self, channel.size());
    if (rounds.isFolded()) {
      channel.send(send, rounds.partner());
      channel.recv(recv.slice(0, counts[self]), rounds.partner());
      return;
    }
    Data vector = Elements.allocate(send.type(), send.count());
    if (rounds.isPaired()) {
      channel.iRecvReduce(send, vector, rounds.partner(), reducer).await();
    } else {
      Elements.copy(send, vector);
    }
    int[] displs = Displs.of(counts);
    halve(channel, rounds, displs, vector, reducer);
    if (rounds.isPaired()) {
      int partner = rounds.partner();
      channel.send(vector.slice(displs[partner], counts[partner]), partner);
    }
    Elements.copy(vector.slice(displs[self], counts[self]), recv);
  }

  private static void halve(
      Channel channel, RecursiveDoubling rounds, int[] displs, Data vector, Reducer reducer) {
    int low = 0;
    for (int half = 1 << rounds.rounds() >> 1; half > 0; half >>= 1) {
      boolean isUpper = (rounds.number() & half) != 0;
      int peer = rounds.rankOf(rounds.number() ^ half);
      Data lower = blocks(vector, rounds, displs, low, low + half);
      Data upper = blocks(vector, rounds, displs, low + half, low + 2 * half);
      Data mine = isUpper ? upper : lower;
      Transfer receive = channel.iRecvReduce(mine, mine, peer, reducer);
      channel.send(isUpper ? lower : upper, peer);
      receive.await();
      low += isUpper ? half : 0;
    }
  }

  /** The blocks of all ranks that numbers {@code from} up to {@code to} stand for. */
  private static Data blocks(
      Data vector, RecursiveDoubling rounds, int[] displs, int from, int to) {
    int start = start(vector, rounds, displs, from);
    return vector.slice(start, start(vector, rounds, displs, to) - start);
  }

  private static int start(Data vector, RecursiveDoubling rounds, int[] displs, int number) {
    int rank = rounds.firstRank(number);
    return rank < displs.length ? displs[rank] : vector.count();
  }
}

package org.commworld.collective.algo;

import org.commworld.collective.algo.Channel.Transfer;
import org.commworld.collective.topo.RecursiveDoubling;
import org.commworld.data.Elements;
import org.commworld.data.Reducer;
import org.commworld.mpi.Data;

/**
 * Reduction that halves the vector while the distance doubles, and the way back. In round k ranks
 * whose numbers differ in bit k exchange: the lower number keeps the lower half of what both hold,
 * the higher one the upper half. What a rank holds is always the reduction over an aligned run of
 * consecutive numbers, so operands stay in order.
 */
final class Halving {
  private final Channel channel;
  private final RecursiveDoubling rounds;
  private final Data operand;
  private final Data vector;
  private final Reducer reducer;
  private final int[] low;
  private final int[] high;

  /**
   * With the rank's own {@code operand}, which may be the {@code vector} that gets the result and
   * otherwise stays as it is.
   */
  Halving(Channel channel, RecursiveDoubling rounds, Data operand, Data vector, Reducer reducer) {
    this.channel = channel;
    this.rounds = rounds;
    this.operand = operand;
    this.vector = vector;
    this.reducer = reducer;
    this.low = new int[rounds.rounds() + 1];
    this.high = new int[rounds.rounds() + 1];
    high[0] = vector.count();
  }

  private static boolean isUpper(int number, int round) {
    return (number >> round & 1) == 1;
  }

  /** Afterwards this rank holds its part of the reduction. */
  void reduceScatter() {
    if (rounds.rounds() == 0) {
      Elements.copy(operand, vector);
    }
    for (int round = 0; round < rounds.rounds(); round++) {
      int units = (high[round] - low[round]) / reducer.unit();
      int middle = low[round] + (units + 1) / 2 * reducer.unit();
      boolean upper = isUpper(rounds.number(), round);
      low[round + 1] = upper ? middle : low[round];
      high[round + 1] = upper ? high[round] : middle;
      Data held = round == 0 ? operand : vector;
      int peer = rounds.peer(round);
      Transfer receive =
          channel.iRecvReduce(part(held, round + 1), part(vector, round + 1), peer, reducer);
      channel.send(counterpart(held, round), peer);
      receive.await();
    }
  }

  /** Gives every rank all parts. */
  void allgather() {
    for (int round = rounds.rounds() - 1; round >= 0; round--) {
      int peer = rounds.peer(round);
      channel.sendRecv(part(vector, round + 1), peer, counterpart(vector, round), peer);
    }
  }

  /** Gives the rank with the number {@code root} all parts. */
  void gather(int root) {
    for (int round = rounds.rounds() - 1; round >= 0; round--) {
      if (isUpper(rounds.number() ^ root, round)) {
        channel.send(part(vector, round + 1), rounds.peer(round));
        return;
      }
      channel.recv(counterpart(vector, round), rounds.peer(round));
    }
  }

  /** What the rank holds before {@code round}. */
  private Data part(Data whole, int round) {
    return whole.slice(low[round], high[round] - low[round]);
  }

  /** What the rank's peer keeps of what both hold before {@code round}. */
  private Data counterpart(Data whole, int round) {
    return !isUpper(rounds.number(), round)
        ? whole.slice(high[round + 1], high[round] - high[round + 1])
        : whole.slice(low[round], low[round + 1] - low[round]);
  }
}

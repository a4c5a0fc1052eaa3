package org.commworld.collective.algo;

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
  private final Data vector;
  private final Reducer reducer;
  private final int[] low;
  private final int[] high;

  /** With the rank's own operand in {@code vector}, which is overwritten. */
  Halving(Channel channel, RecursiveDoubling rounds, Data vector, Reducer reducer) {
    this.channel = channel;
    this.rounds = rounds;
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
    Data incoming = Elements.allocate(vector.type(), (vector.count() + reducer.unit()) / 2 + 1);
    for (int round = 0; round < rounds.rounds(); round++) {
      int units = (high[round] - low[round]) / reducer.unit();
      int middle = low[round] + (units + 1) / 2 * reducer.unit();
      boolean upper = isUpper(rounds.number(), round);
      low[round + 1] = upper ? middle : low[round];
      high[round + 1] = upper ? high[round] : middle;
      Data mine = part(round + 1);
      Data others = incoming.slice(0, mine.count());
      int peer = rounds.peer(round);
      channel.sendRecv(counterpart(round), peer, others, peer);
      if (upper) {
        reducer.reduce(others, mine, 0, mine.count());
      } else {
        reducer.reduce(mine, others, 0, mine.count());
        Elements.copy(others, mine);
      }
    }
  }

  /** Gives every rank all parts. */
  void allgather() {
    for (int round = rounds.rounds() - 1; round >= 0; round--) {
      int peer = rounds.peer(round);
      channel.sendRecv(part(round + 1), peer, counterpart(round), peer);
    }
  }

  /** Gives the rank with the number {@code root} all parts. */
  void gather(int root) {
    for (int round = rounds.rounds() - 1; round >= 0; round--) {
      if (isUpper(rounds.number() ^ root, round)) {
        channel.send(part(round + 1), rounds.peer(round));
        return;
      }
      channel.recv(counterpart(round), rounds.peer(round));
    }
  }

  /** What the rank holds before {@code round}. */
  private Data part(int round) {
    return vector.slice(low[round], high[round] - low[round]);
  }

  /** What the rank's peer keeps of what both hold before {@code round}. */
  private Data counterpart(int round) {
    return !isUpper(rounds.number(), round)
        ? vector.slice(high[round + 1], high[round] - high[round + 1])
        : vector.slice(low[round], low[round + 1] - low[round]);
  }
}

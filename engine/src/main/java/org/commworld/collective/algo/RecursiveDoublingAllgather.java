package org.commworld.collective.algo;

import java.util.Arrays;
import org.commworld.collective.topo.RecursiveDoubling;
import org.commworld.data.Elements;
import org.commworld.mpi.Data;

/**
 * Gather to all by recursive doubling: log₂ p steps (2 more if p is no power of 2), all bytes but
 * the own block received and sent; scratch for all if the blocks do not follow each other in the
 * order of ranks.
 *
 * <p>Source: R. Thakur, R. Rabenseifner, W. Gropp, "Optimization of Collective Communication
 * Operations in MPICH", International Journal of High Performance Computing Applications 19(1),
 * 2005, section 4.1.
 */
public final class RecursiveDoublingAllgather {
  private RecursiveDoublingAllgather() {}

  /**
   * Every rank's {@code recv} gets {@code counts[r]} elements of rank r at {@code displs[r]}; own
   * elements may be in their place already.
   */
  public static void run(Channel channel, Data send, Data recv, int[] counts, int[] displs) {
    int self = channel.rank();
    int[] dense = Displs.of(counts);
    int total = dense[dense.length - 1] + counts[counts.length - 1];
    boolean inPlace = Arrays.equals(dense, displs);
    Data all = inPlace ? recv.slice(0, total) : Elements.allocate(send.type(), total);
    Elements.copy(send.slice(0, counts[self]), all.slice(dense[self], counts[self]));
    exchange(channel, all, counts, dense);
    if (!inPlace) {
      for (int r = 0; r < counts.length; r++) {
        Elements.copy(all.slice(dense[r], counts[r]), recv.slice(displs[r], counts[r]));
      }
    }
  }

  private static void exchange(Channel channel, Data all, int[] counts, int[] displs) {
    int self = channel.rank();
    RecursiveDoubling rounds = new RecursiveDoubling(self, channel.size());
    if (rounds.isFolded()) {
      channel.send(all.slice(displs[self], counts[self]), rounds.partner());
      channel.recv(all, rounds.partner());
      return;
    }
    if (rounds.isPaired()) {
      int partner = rounds.partner();
      channel.recv(all.slice(displs[partner], counts[partner]), partner);
    }
    for (int round = 0; round < rounds.rounds(); round++) {
      int peer = rounds.peer(round);
      int run = rounds.number() >> round;
      channel.sendRecv(
          run(all, rounds, displs, run, round), peer,
          run(all, rounds, displs, run ^ 1, round), peer);
    }
    if (rounds.isPaired()) {
      channel.send(all, rounds.partner());
    }
  }

  /** The blocks of run {@code i} of 2^{@code round} numbers. */
  private static Data run(Data all, RecursiveDoubling rounds, int[] displs, int i, int round) {
    int from = rounds.firstRank(i << round);
    int to = rounds.firstRank((i + 1) << round);
    int end = to < displs.length ? displs[to] : all.count();
    return all.slice(displs[from], end - displs[from]);
  }
}

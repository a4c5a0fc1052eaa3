package org.commworld.collective.algo;

import org.commworld.collective.topo.BinomialTree;
import org.commworld.collective.topo.Blocks;
import org.commworld.mpi.Data;

/**
 * Broadcast of long data to many ranks: a scatter down a binomial tree, then a gather to all around
 * the ring. ⌈log₂ p⌉ + p − 1 steps; 2n(p−1)/p bytes received by each rank at most; no scratch.
 *
 * <p>Source: R. Thakur, R. Rabenseifner, W. Gropp, "Optimization of Collective Communication
 * Operations in MPICH", International Journal of High Performance Computing Applications 19(1),
 * 2005, section 4.2, after van de Geijn and others.
 */
public final class ScatterAllgatherBcast {
  private ScatterAllgatherBcast() {}

  /**
   * Gives every rank's {@code data} the elements of root's.
   *
   * @param segmentBytes length of a segment of the second half; 0 for a block in one
   */
  public static void run(Channel channel, Data data, int root, int segmentBytes) {
    int p = channel.size();
    BinomialTree tree = new BinomialTree(channel.rank(), root, p);
    Blocks blocks = new Blocks(data.count(), p, 1);
    if (!tree.isRoot()) {
      channel.recv(range(data, blocks, tree.number(), tree.span()), tree.parent());
    }
    Outstanding sends = new Outstanding(Integer.MAX_VALUE);
    for (int i = tree.childCount() - 1; i >= 0; i--) {
      Data below = range(data, blocks, tree.number() + (1 << i), tree.childSpan(i));
      sends.add(channel.iSend(below, tree.child(i)));
    }
    int[] counts = new int[p];
    int[] displs = new int[p];
    for (int r = 0; r < p; r++) {
      int number = new BinomialTree(r, root, p).number();
      counts[r] = blocks.count(number);
      displs[r] = blocks.start(number);
    }
    // What the ring brings again, a subtree's root has: it is the same, and may be on its way down.
    sends.await();
    Data own = data.slice(displs[channel.rank()], counts[channel.rank()]);
    RingAllgather.run(channel, own, data, counts, displs, segmentBytes);
  }

  private static Data range(Data data, Blocks blocks, int first, int number) {
    int start = blocks.start(first);
    return data.slice(start, blocks.start(first + number) - start);
  }
}

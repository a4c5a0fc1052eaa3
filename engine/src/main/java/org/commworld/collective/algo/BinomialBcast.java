package org.commworld.collective.algo;

import org.commworld.collective.algo.Channel.Transfer;
import org.commworld.collective.topo.BinomialTree;
import org.commworld.mpi.Data;

/**
 * Broadcast down a binomial tree: ⌈log₂ p⌉ steps, n bytes received by each rank but the root, at
 * most n⌈log₂ p⌉ sent.
 *
 * <p>Source: R. Thakur, R. Rabenseifner, W. Gropp, "Optimization of Collective Communication
 * Operations in MPICH", International Journal of High Performance Computing Applications 19(1),
 * 2005, section 4.2.
 */
public final class BinomialBcast {
  private BinomialBcast() {}

  /** Gives every rank's {@code data} the elements of root's. */
  public static void run(Channel channel, Data data, int root) {
    BinomialTree tree = new BinomialTree(channel.rank(), root, channel.size());
    if (!tree.isRoot()) {
      channel.recv(data, tree.parent());
    }
    Transfer[] sends = new Transfer[tree.childCount()];
    // The largest subtree first: it has the longest way to go.
    for (int i = sends.length - 1; i >= 0; i--) {
      sends[i] = channel.iSend(data, tree.child(i));
    }
    for (int i = sends.length - 1; i >= 0; i--) {
      sends[i].await();
    }
  }
}

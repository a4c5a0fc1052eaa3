package org.commworld.collective.algo;

import static java.util.Objects.requireNonNull;

import org.commworld.collective.topo.BinomialTree;
import org.commworld.data.Elements;
import org.commworld.mpi.Data;
import org.jspecify.annotations.Nullable;

/**
 * Scatter of short blocks of one length and many ranks down a binomial tree: ⌈log₂ p⌉ steps, so
 * that the root sends ⌈log₂ p⌉ messages in place of p−1; each block moves up to ⌈log₂ p⌉ times;
 * scratch for the blocks of the subtree.
 *
 * <p>Source: R. Thakur, R. Rabenseifner, W. Gropp, "Optimization of Collective Communication
 * Operations in MPICH", International Journal of High Performance Computing Applications 19(1),
 * 2005, section 4.2, the first half of the long broadcast.
 */
public final class BinomialScatter {
  private BinomialScatter() {}

  /**
   * Rank r's {@code recv} gets as many elements as it has room for, the same on all ranks, of
   * root's {@code send} from {@code displs[r]} on.
   *
   * @param send at root only, as displs
   */
  public static void run(
      Channel channel, @Nullable Data send, int @Nullable [] displs, Data recv, int root) {
    BinomialTree tree = new BinomialTree(channel.rank(), root, channel.size());
    int count = recv.count();
    Data all = recv;
    if (tree.childCount() > 0 || tree.isRoot()) {
      all = Elements.allocate(recv.type(), Math.multiplyExact(tree.span(), count));
    }
    if (tree.isRoot()) {
      Data source = requireNonNull(send, "send is null at root");
      int[] places = requireNonNull(displs, "displs is null at root");
      for (int r = 0; r < channel.size(); r++) {
        int number = new BinomialTree(r, root, channel.size()).number();
        Elements.copy(source.slice(places[r], count), all.slice(number * count, count));
      }
    } else {
      channel.recv(all, tree.parent());
    }
    Outstanding sends = new Outstanding(Integer.MAX_VALUE);
    for (int i = tree.childCount() - 1; i >= 0; i--) {
      Data below = all.slice((1 << i) * count, tree.childSpan(i) * count);
      sends.add(channel.iSend(below, tree.child(i)));
    }
    if (all != recv) {
      Elements.copy(all.slice(0, count), recv);
    }
    sends.await();
  }
}

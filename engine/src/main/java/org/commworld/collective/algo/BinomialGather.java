package org.commworld.collective.algo;

import static java.util.Objects.requireNonNull;

import org.commworld.collective.topo.BinomialTree;
import org.commworld.data.Elements;
import org.commworld.mpi.Data;
import org.jspecify.annotations.Nullable;

/**
 * Gather of short blocks of one length and many ranks up a binomial tree: ⌈log₂ p⌉ steps, so that
 * the root gets ⌈log₂ p⌉ messages in place of p−1; each block moves up to ⌈log₂ p⌉ times; scratch
 * for the blocks of the subtree.
 *
 * <p>Source: R. Thakur, R. Rabenseifner, W. Gropp, "Optimization of Collective Communication
 * Operations in MPICH", International Journal of High Performance Computing Applications 19(1),
 * 2005, section 4, where the tree is that of the broadcast.
 */
public final class BinomialGather {
  private BinomialGather() {}

  /**
   * Root's {@code recv} gets the elements of rank r at {@code displs[r]}.
   *
   * @param recv at root only, as displs; own elements may be in their place already
   */
  public static void run(
      Channel channel, Data send, @Nullable Data recv, int @Nullable [] displs, int root) {
    BinomialTree tree = new BinomialTree(channel.rank(), root, channel.size());
    int count = send.count();
    Data all = send;
    if (tree.childCount() > 0) {
      all = Elements.allocate(send.type(), Math.multiplyExact(tree.span(), count));
      Elements.copy(send, all);
      Outstanding receives = new Outstanding(Integer.MAX_VALUE);
      for (int i = 0; i < tree.childCount(); i++) {
        Data below = all.slice((1 << i) * count, tree.childSpan(i) * count);
        receives.add(channel.iRecv(below, tree.child(i)));
      }
      receives.await();
    }
    if (!tree.isRoot()) {
      channel.send(all, tree.parent());
      return;
    }
    Data target = requireNonNull(recv, "recv is null at root");
    int[] places = requireNonNull(displs, "displs is null at root");
    for (int r = 0; r < channel.size(); r++) {
      int number = new BinomialTree(r, root, channel.size()).number();
      Elements.copy(all.slice(number * count, count), target.slice(places[r], count));
    }
  }
}

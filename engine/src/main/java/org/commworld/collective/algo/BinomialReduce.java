package org.commworld.collective.algo;

import static java.util.Objects.requireNonNull;

import org.commworld.collective.topo.BinomialTree;
import org.commworld.data.Elements;
import org.commworld.data.Reducer;
import org.commworld.mpi.Data;
import org.jspecify.annotations.Nullable;

/**
 * Reduction up a binomial tree: ⌈log₂ p⌉ steps, n bytes sent by each rank but the root, at most
 * n⌈log₂ p⌉ received and reduced; scratch for n.
 *
 * <p>A subtree is a run of consecutive numbers that begins with its root, and children are combined
 * from the nearest run to the farthest, so operands stay in the order of the numbers, which count
 * from the tree's root on. If the operation is not commutative that order has to be the order of
 * ranks: the tree's root is then rank 0, which forwards the result to {@code root}, one message
 * more.
 *
 * <p>Source: R. Thakur, R. Rabenseifner, W. Gropp, "Optimization of Collective Communication
 * Operations in MPICH", International Journal of High Performance Computing Applications 19(1),
 * 2005, section 4.4.
 */
public final class BinomialReduce {
  private BinomialReduce() {}

  /**
   * Sets root's {@code recv} to the reduction of all ranks' {@code send}.
   *
   * @param recv at root only; may be {@code send} itself
   */
  public static void run(
      Channel channel,
      Data send,
      @Nullable Data recv,
      Reducer reducer,
      boolean commutative,
      int root) {
    int top = commutative ? root : 0;
    BinomialTree tree = new BinomialTree(channel.rank(), top, channel.size());
    Data result = combine(channel, tree, send, reducer);
    int dest = tree.isRoot() ? root : tree.parent();
    if (dest != channel.rank()) {
      channel.send(result, dest);
    }
    if (channel.rank() == root) {
      Data target = requireNonNull(recv, "recv is null at root");
      if (top == root) {
        Elements.copy(result, target);
      } else {
        channel.recv(target, top);
      }
    }
  }

  /** The reduction over this rank's subtree: {@code send} itself or scratch. */
  private static Data combine(Channel channel, BinomialTree tree, Data send, Reducer reducer) {
    Data result = send;
    for (int i = 0; i < tree.childCount(); i++) {
      Data target = result == send ? Elements.allocate(send.type(), send.count()) : result;
      channel.iRecvReduce(result, target, tree.child(i), reducer).await();
      result = target;
    }
    return result;
  }
}

package org.commworld.collective.algo;

import static java.util.Objects.requireNonNull;

import org.commworld.collective.topo.RecursiveDoubling;
import org.commworld.data.Elements;
import org.commworld.data.Reducer;
import org.commworld.mpi.Data;
import org.jspecify.annotations.Nullable;

/**
 * Reduction of middling and long data of many ranks, in the order of ranks: the vector is halved
 * while the distance doubles, then its parts are gathered at the root. 2 log₂ p steps (1 or 2 more
 * of n bytes if p is no power of 2), 2n(p−1)/p bytes received by the root; scratch for n, none at
 * the root.
 *
 * <p>Source: R. Rabenseifner, "Optimization of Collective Reduction Operations", International
 * Conference on Computational Science, LNCS 3036, 2004, section 4.2; distances ascend here, so that
 * the order is kept.
 */
public final class RabenseifnerReduce {
  private RabenseifnerReduce() {}

  /**
   * Sets root's {@code recv} to the reduction of all ranks' {@code send}.
   *
   * @param recv at root only; may be {@code send} itself
   */
  public static void run(
      Channel channel, Data send, @Nullable Data recv, Reducer reducer, int root) {
    RecursiveDoubling rounds = new RecursiveDoubling(channel.rank(), channel.size());
    boolean isRoot = channel.rank() == root;
    if (rounds.isFolded()) {
      channel.send(send, rounds.partner());
      if (isRoot) {
        channel.recv(requireNonNull(recv, "recv is null at root"), rounds.partner());
      }
      return;
    }
    Data vector =
        isRoot
            ? requireNonNull(recv, "recv is null at root").slice(0, send.count())
            : Elements.allocate(send.type(), send.count());
    Data operand = send;
    if (rounds.isPaired()) {
      channel.iRecvReduce(send, vector, rounds.partner(), reducer).await();
      operand = vector;
    }
    Halving halving = new Halving(channel, rounds, operand, vector, reducer);
    halving.reduceScatter();
    halving.gather(new RecursiveDoubling(root, channel.size()).number());
    if (rounds.isPaired() && rounds.partner() == root) {
      channel.send(vector, root);
    }
  }
}

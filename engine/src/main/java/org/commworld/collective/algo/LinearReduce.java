package org.commworld.collective.algo;

import static java.util.Objects.requireNonNull;

import org.commworld.collective.algo.Channel.Transfer;
import org.commworld.data.Elements;
import org.commworld.data.Reducer;
import org.commworld.mpi.Data;
import org.jspecify.annotations.Nullable;

/**
 * Reduction straight at the root, in the order of ranks: 1 step, n bytes sent by each rank but the
 * root, (p−1)n received and reduced there; scratch for (p−1)n there, of two ranks none. Quickest
 * for short data of few ranks, and for any of two.
 *
 * <p>Source: E. Chan, M. Heimlich, A. Purkayastha, R. van de Geijn, "Collective communication:
 * theory, practice, and experience", Concurrency and Computation: Practice and Experience 19(13),
 * 2007, which has the bounds.
 */
public final class LinearReduce {
  private LinearReduce() {}

  /**
   * Sets root's {@code recv} to the reduction of all ranks' {@code send}.
   *
   * @param recv at root only; may be {@code send} itself
   */
  public static void run(
      Channel channel, Data send, @Nullable Data recv, Reducer reducer, int root) {
    if (channel.rank() != root) {
      channel.send(send, root);
      return;
    }
    Data target = requireNonNull(recv, "recv is null at root").slice(0, send.count());
    if (channel.size() == 2) {
      channel.iRecvReduce(send, target, 1 - root, reducer).await();
      return;
    }
    Data[] operands = new Data[channel.size()];
    Transfer[] receives = new Transfer[channel.size()];
    for (int r = 0; r < operands.length; r++) {
      if (r == root) {
        operands[r] = send;
      } else {
        operands[r] = Elements.allocate(send.type(), send.count());
        receives[r] = channel.iRecv(operands[r], r);
      }
    }
    for (int r = 0; r < operands.length; r++) {
      if (r != root) {
        receives[r].await();
      }
    }
    OrderedReduction.combine(operands, root, target, reducer);
  }
}

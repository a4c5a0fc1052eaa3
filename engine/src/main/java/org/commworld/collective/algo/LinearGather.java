package org.commworld.collective.algo;

import static java.util.Objects.requireNonNull;

import org.commworld.collective.algo.Channel.Transfer;
import org.commworld.data.Elements;
import org.commworld.mpi.Data;
import org.jspecify.annotations.Nullable;

/**
 * Gather straight to the root, which posts all receives at once: 1 step, each rank's own bytes
 * sent, all of them received by the root; no scratch. The bytes into the root are the bound, so a
 * tree would save steps only.
 *
 * <p>Source: E. Chan, M. Heimlich, A. Purkayastha, R. van de Geijn, "Collective communication:
 * theory, practice, and experience", Concurrency and Computation: Practice and Experience 19(13),
 * 2007, which has the bounds.
 */
public final class LinearGather {
  private LinearGather() {}

  /**
   * Root's {@code recv} gets {@code counts[r]} elements of rank r at {@code displs[r]}.
   *
   * @param recv at root only, as counts and displs; own elements may be in their place already
   */
  public static void run(
      Channel channel,
      Data send,
      @Nullable Data recv,
      int @Nullable [] counts,
      int @Nullable [] displs,
      int root) {
    if (channel.rank() == root) {
      receiveAll(
          channel,
          send,
          requireNonNull(recv, "recv is null at root"),
          requireNonNull(counts, "counts is null at root"),
          requireNonNull(displs, "displs is null at root"));
    } else {
      channel.send(send, root);
    }
  }

  private static void receiveAll(
      Channel channel, Data send, Data recv, int[] counts, int[] displs) {
    Transfer[] receives = new Transfer[channel.size()];
    for (int r = 0; r < receives.length; r++) {
      if (r != channel.rank()) {
        receives[r] = channel.iRecv(recv.slice(displs[r], counts[r]), r);
      }
    }
    int self = channel.rank();
    Elements.copy(send, recv.slice(displs[self], counts[self]));
    for (int r = 0; r < receives.length; r++) {
      if (r != self) {
        receives[r].await();
      }
    }
  }
}

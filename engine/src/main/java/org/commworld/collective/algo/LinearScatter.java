package org.commworld.collective.algo;

import static java.util.Objects.requireNonNull;

import org.commworld.collective.algo.Channel.Transfer;
import org.commworld.data.Elements;
import org.commworld.mpi.Data;
import org.jspecify.annotations.Nullable;

/**
 * Scatter straight from the root, which posts all sends at once: 1 step, all bytes sent by the
 * root, each rank's own received; no scratch. The bytes out of the root are the bound, so a tree
 * would save steps only.
 *
 * <p>Source: E. Chan, M. Heimlich, A. Purkayastha, R. van de Geijn, "Collective communication:
 * theory, practice, and experience", Concurrency and Computation: Practice and Experience 19(13),
 * 2007, which has the bounds.
 */
public final class LinearScatter {
  private LinearScatter() {}

  /**
   * Rank r's {@code recv} gets {@code counts[r]} elements of root's {@code send} from {@code
   * displs[r]} on.
   *
   * @param send at root only, as counts and displs
   */
  public static void run(
      Channel channel,
      @Nullable Data send,
      int @Nullable [] counts,
      int @Nullable [] displs,
      Data recv,
      int root) {
    if (channel.rank() == root) {
      sendAll(
          channel,
          requireNonNull(send, "send is null at root"),
          requireNonNull(counts, "counts is null at root"),
          requireNonNull(displs, "displs is null at root"),
          recv);
    } else {
      channel.recv(recv, root);
    }
  }

  private static void sendAll(Channel channel, Data send, int[] counts, int[] displs, Data recv) {
    Transfer[] sends = new Transfer[channel.size()];
    for (int r = 0; r < sends.length; r++) {
      if (r != channel.rank()) {
        sends[r] = channel.iSend(send.slice(displs[r], counts[r]), r);
      }
    }
    int self = channel.rank();
    Elements.copy(send.slice(displs[self], counts[self]), recv);
    for (int r = 0; r < sends.length; r++) {
      if (r != self) {
        sends[r].await();
      }
    }
  }
}

package org.commworld.collective.algo;

import org.commworld.mpi.Data;

/**
 * Broadcast straight from the root: 1 step, n bytes received by each rank but the root, (p−1)n sent
 * by the root. Quickest for short data of few ranks.
 *
 * <p>Source: E. Chan, M. Heimlich, A. Purkayastha, R. van de Geijn, "Collective communication:
 * theory, practice, and experience", Concurrency and Computation: Practice and Experience 19(13),
 * 2007, which has the bounds.
 */
public final class LinearBcast {
  private LinearBcast() {}

  /** Gives every rank's {@code data} the elements of root's. */
  public static void run(Channel channel, Data data, int root) {
    if (channel.rank() != root) {
      channel.recv(data, root);
      return;
    }
    Outstanding sends = new Outstanding(channel.size());
    for (int r = 0; r < channel.size(); r++) {
      if (r != root) {
        sends.add(channel.iSend(data, r));
      }
    }
    sends.await();
  }
}

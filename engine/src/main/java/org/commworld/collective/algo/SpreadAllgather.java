package org.commworld.collective.algo;

import org.commworld.data.Elements;
import org.commworld.mpi.Data;

/**
 * Gather to all in which each rank sends its block to all others at once, in segments: 1 step; all
 * bytes but the own block received, which is the least possible, the own block sent p−1 times; no
 * scratch. For few ranks.
 *
 * <p>Source: J. Bruck, C.-T. Ho, S. Kipnis, E. Upfal, D. Weathersby, "Efficient algorithms for
 * all-to-all communications in multiport message-passing systems", IEEE Transactions on Parallel
 * and Distributed Systems 8(11), 1997, concatenation in one round.
 */
public final class SpreadAllgather {
  private SpreadAllgather() {}

  /**
   * Every rank's {@code recv} gets {@code counts[r]} elements of rank r at {@code displs[r]}; own
   * elements may be in their place already.
   *
   * @param segmentBytes length of a segment; 0 for a block in one
   */
  public static void run(
      Channel channel, Data send, Data recv, int[] counts, int[] displs, int segmentBytes) {
    Data[] out = new Data[channel.size()];
    Data[] in = new Data[channel.size()];
    for (int r = 0; r < out.length; r++) {
      out[r] = send.slice(0, counts[channel.rank()]);
      in[r] = recv.slice(displs[r], counts[r]);
    }
    Elements.copy(out[channel.rank()], in[channel.rank()]);
    Exchange.run(channel, out, in, segmentBytes);
  }
}

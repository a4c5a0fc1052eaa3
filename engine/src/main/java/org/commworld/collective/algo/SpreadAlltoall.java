package org.commworld.collective.algo;

import org.commworld.data.Elements;
import org.commworld.mpi.Data;

/**
 * All-to-all at once, in segments: 1 step, each block sent once; no scratch. Receives are all
 * posted first, a bounded number of sends is under way, and they go round the peers, so that no
 * rank is the goal of all.
 *
 * <p>Source: J. Bruck, C.-T. Ho, S. Kipnis, E. Upfal, D. Weathersby, "Efficient algorithms for
 * all-to-all communications in multiport message-passing systems", IEEE Transactions on Parallel
 * and Distributed Systems 8(11), 1997, the direct exchange.
 */
public final class SpreadAlltoall {
  private SpreadAlltoall() {}

  /**
   * {@code sendCounts[r]} elements of {@code send} from {@code sendDispls[r]} on go to rank r,
   * {@code recvCounts[r]} elements from rank r come to {@code recvDispls[r]} in {@code recv}.
   *
   * @param segmentBytes length of a segment; 0 for a block in one
   */
  public static void run(
      Channel channel,
      Data send,
      int[] sendCounts,
      int[] sendDispls,
      Data recv,
      int[] recvCounts,
      int[] recvDispls,
      int segmentBytes) {
    Data[] out = new Data[channel.size()];
    Data[] in = new Data[channel.size()];
    for (int r = 0; r < out.length; r++) {
      out[r] = send.slice(sendDispls[r], sendCounts[r]);
      in[r] = recv.slice(recvDispls[r], recvCounts[r]);
    }
    Elements.copy(out[channel.rank()], in[channel.rank()]);
    Exchange.run(channel, out, in, segmentBytes);
  }
}

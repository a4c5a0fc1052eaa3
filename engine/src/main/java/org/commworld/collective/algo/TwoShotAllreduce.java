package org.commworld.collective.algo;

import org.commworld.collective.topo.Blocks;
import org.commworld.collective.topo.Ring;
import org.commworld.data.Reducer;
import org.commworld.mpi.Data;

/**
 * Reduction to all of long data of few ranks, in the order of ranks: each rank owns a block, gets
 * it from all others, combines it and hands it to all, segment by segment while more comes. 2 steps
 * in the pipeline; 2n(p−1)/p bytes sent and received, which is the least possible; scratch for
 * {@value Exchange#WINDOW} segments of each rank. Each block is combined by one rank: all get the
 * same bits.
 *
 * <p>Source: the reduce-scatter and collect of E. Chan, M. Heimlich, A. Purkayastha, R. van de
 * Geijn, "Collective communication: theory, practice, and experience", Concurrency and Computation:
 * Practice and Experience 19(13), 2007, section 6.2, both in one step each and overlapped.
 */
public final class TwoShotAllreduce {
  private TwoShotAllreduce() {}

  /**
   * Sets every rank's {@code recv} to the reduction of all ranks' {@code send}, which may be {@code
   * recv} itself: a segment's result comes only after its owner has got this rank's operand.
   *
   * @param segmentBytes length of a segment; 0 for a block in one
   */
  public static void run(Channel channel, Data send, Data recv, Reducer reducer, int segmentBytes) {
    int p = channel.size();
    Blocks cut = new Blocks(send.count(), p, reducer.unit());
    int[] counts = new int[p];
    int[] displs = new int[p];
    for (int r = 0; r < p; r++) {
      counts[r] = cut.count(r);
      displs[r] = cut.start(r);
    }
    Contributions blocks = new Contributions(channel, send, counts, displs, reducer, segmentBytes);
    Outstanding results = new Outstanding(Integer.MAX_VALUE);
    // Between two ranks: an operand, then the result of the segment a window back. Sender and
    // receiver follow the same order.
    for (int i = 0; i < blocks.steps() + Contributions.WINDOW; i++) {
      int done = i - Contributions.WINDOW;
      boolean isCombined = done >= 0 && done < blocks.segments(channel.rank());
      if (isCombined) {
        blocks.finish(done, blocks.segment(recv, channel.rank(), done));
      }
      blocks.start(i);
      if (done >= 0) {
        exchangeResults(channel, blocks, recv, done, results);
      }
    }
    blocks.awaitSends();
    results.await();
  }

  private static void exchangeResults(
      Channel channel, Contributions blocks, Data recv, int i, Outstanding results) {
    Ring ring = new Ring(channel.rank(), channel.size());
    for (int distance = 1; distance < channel.size(); distance++) {
      int source = ring.ahead(-distance);
      if (i < blocks.segments(source)) {
        results.add(channel.iRecv(blocks.segment(recv, source, i), source));
      }
      if (i < blocks.segments(channel.rank())) {
        blocks.track(channel.iSend(blocks.segment(recv, channel.rank(), i), ring.ahead(distance)));
      }
    }
  }
}

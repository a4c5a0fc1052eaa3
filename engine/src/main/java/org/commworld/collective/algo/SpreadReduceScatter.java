package org.commworld.collective.algo;

import org.commworld.data.Reducer;
import org.commworld.mpi.Data;

/**
 * Reduction scattered over few ranks, in the order of ranks: each rank gets its block from all
 * others at once, segment by segment, and combines it while more comes. 1 step; n minus the own
 * block sent, p−1 own blocks received and reduced, which is the least possible; scratch for {@value
 * Exchange#WINDOW} segments of each rank.
 *
 * <p>Source: E. Chan, M. Heimlich, A. Purkayastha, R. van de Geijn, "Collective communication:
 * theory, practice, and experience", Concurrency and Computation: Practice and Experience 19(13),
 * 2007, which has the bounds; the exchange is the direct one of J. Bruck and others, 1997.
 */
public final class SpreadReduceScatter {
  private SpreadReduceScatter() {}

  /**
   * Rank r's {@code recv} gets its {@code counts[r]} elements, which follow those of rank r−1, of
   * the reduction of all ranks' {@code send}.
   *
   * @param segmentBytes length of a segment; 0 for a block in one
   */
  public static void run(
      Channel channel, Data send, Data recv, int[] counts, Reducer reducer, int segmentBytes) {
    Contributions blocks =
        new Contributions(channel, send, counts, Displs.of(counts), reducer, segmentBytes);
    int length = SegmentLength.of(send.type(), segmentBytes, reducer.unit());
    for (int i = 0; i < blocks.steps() + Contributions.WINDOW; i++) {
      int done = i - Contributions.WINDOW;
      if (done >= 0 && done < blocks.segments(channel.rank())) {
        int count = blocks.segment(send, channel.rank(), done).count();
        blocks.finish(done, recv.slice(done * length, count));
      }
      blocks.start(i);
    }
    blocks.awaitSends();
  }
}

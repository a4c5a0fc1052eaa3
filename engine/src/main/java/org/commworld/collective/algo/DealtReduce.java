package org.commworld.collective.algo;

import static java.util.Objects.requireNonNull;

import org.commworld.data.Elements;
import org.commworld.data.Reducer;
import org.commworld.mpi.Data;
import org.jspecify.annotations.Nullable;

/**
 * Reduction of long data of few ranks, in the order of ranks: each rank but the root owns a block,
 * gets it from all others, combines it and hands it to the root, segment by segment while more
 * comes. 2 steps in the pipeline; n bytes sent by each rank and n received, which is the least
 * possible at the root; scratch for {@value Exchange#WINDOW} segments of each rank.
 *
 * <p>Source: the reduce-scatter and gather of E. Chan, M. Heimlich, A. Purkayastha, R. van de
 * Geijn, "Collective communication: theory, practice, and experience", Concurrency and Computation:
 * Practice and Experience 19(13), 2007, section 6.2, both in one step each and overlapped.
 */
public final class DealtReduce {
  private DealtReduce() {}

  /**
   * Sets root's {@code recv} to the reduction of all ranks' {@code send}.
   *
   * @param recv at root only; may be {@code send} itself
   * @param segmentBytes length of a segment; 0 for a block in one
   */
  public static void run(
      Channel channel,
      Data send,
      @Nullable Data recv,
      Reducer reducer,
      int root,
      int segmentBytes) {
    if (channel.size() == 1) {
      Elements.copy(send, requireNonNull(recv, "recv is null at root"));
      return;
    }
    Deal deal = Deal.without(root, channel.size(), send.count(), reducer.unit());
    Contributions blocks =
        new Contributions(channel, send, deal.counts(), deal.displs(), reducer, segmentBytes);
    if (channel.rank() == root) {
      collect(channel, blocks, requireNonNull(recv, "recv is null at root"));
    } else {
      combine(channel, blocks, send, root);
    }
  }

  private static void collect(Channel channel, Contributions blocks, Data recv) {
    Outstanding results = new Outstanding(Integer.MAX_VALUE);
    for (int r = 0; r < channel.size(); r++) {
      for (int i = 0; r != channel.rank() && i < blocks.segments(r); i++) {
        results.add(channel.iRecv(blocks.segment(recv, r, i), r));
      }
    }
    for (int i = 0; i < blocks.steps(); i++) {
      blocks.start(i);
    }
    blocks.awaitSends();
    results.await();
  }

  private static void combine(Channel channel, Contributions blocks, Data send, int root) {
    int self = channel.rank();
    int window = Contributions.WINDOW;
    for (int i = 0; i < blocks.steps() + window; i++) {
      int done = i - window;
      if (done >= 0 && done < blocks.segments(self)) {
        Data result = Elements.allocate(send.type(), blocks.segment(send, self, done).count());
        blocks.finish(done, result);
        blocks.track(channel.iSend(result, root));
      }
      if (i < blocks.steps()) {
        blocks.start(i);
      }
    }
    blocks.awaitSends();
  }
}

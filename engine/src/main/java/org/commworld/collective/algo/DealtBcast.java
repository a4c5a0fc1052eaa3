package org.commworld.collective.algo;

import org.commworld.collective.algo.Channel.Transfer;
import org.commworld.collective.topo.Ring;
import org.commworld.collective.topo.Segments;
import org.commworld.mpi.Data;

/**
 * Broadcast of long data to few ranks: the root deals it to the others in one block each, and they
 * hand their blocks on to each other, segment by segment while more comes. 2 steps in the pipeline;
 * n bytes sent by the root and received by each other rank, which is the least possible, and
 * n(p−2)/(p−1) sent by those; no scratch.
 *
 * <p>Source: the scatter and collect of E. Chan, M. Heimlich, A. Purkayastha, R. van de Geijn,
 * "Collective communication: theory, practice, and experience", Concurrency and Computation:
 * Practice and Experience 19(13), 2007, section 6.1, both in one step each and overlapped.
 */
public final class DealtBcast {
  private DealtBcast() {}

  /**
   * Gives every rank's {@code data} the elements of root's.
   *
   * @param segmentBytes length of a segment; 0 for a block in one
   */
  public static void run(Channel channel, Data data, int root, int segmentBytes) {
    Deal deal = Deal.without(root, channel.size(), data.count(), 1);
    int length = SegmentLength.of(data.type(), segmentBytes, 1);
    if (channel.rank() == root) {
      dealOut(channel, data, deal, length);
    } else {
      handOn(channel, data, deal, length, root);
    }
  }

  private static void dealOut(Channel channel, Data data, Deal deal, int length) {
    Ring ring = new Ring(channel.rank(), channel.size());
    Outstanding sends = new Outstanding(Exchange.WINDOW * channel.size());
    int steps = new Segments(deal.maxCount(), length).number();
    for (int i = 0; i < steps; i++) {
      for (int distance = 1; distance < channel.size(); distance++) {
        int dest = ring.ahead(distance);
        if (i < deal.segments(dest, length).number()) {
          sends.add(channel.iSend(deal.segment(data, dest, length, i), dest));
        }
      }
    }
    sends.await();
  }

  private static void handOn(Channel channel, Data data, Deal deal, int length, int root) {
    Ring ring = new Ring(channel.rank(), channel.size());
    int self = channel.rank();
    Transfer[] own = new Transfer[deal.segments(self, length).number()];
    Outstanding others = new Outstanding(Integer.MAX_VALUE);
    for (int i = 0; i < own.length; i++) {
      own[i] = channel.iRecv(deal.segment(data, self, length, i), root);
    }
    for (int r = 0; r < channel.size(); r++) {
      for (int i = 0; r != self && i < deal.segments(r, length).number(); i++) {
        others.add(channel.iRecv(deal.segment(data, r, length, i), r));
      }
    }
    Outstanding sends = new Outstanding(Exchange.WINDOW * channel.size());
    for (int i = 0; i < own.length; i++) {
      own[i].await();
      for (int distance = 1; distance < channel.size(); distance++) {
        int dest = ring.ahead(distance);
        if (dest != root) {
          sends.add(channel.iSend(deal.segment(data, self, length, i), dest));
        }
      }
    }
    sends.await();
    others.await();
  }
}

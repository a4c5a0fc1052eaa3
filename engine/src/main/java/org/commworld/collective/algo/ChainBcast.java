package org.commworld.collective.algo;

import org.commworld.collective.algo.Channel.Transfer;
import org.commworld.collective.topo.Ring;
import org.commworld.collective.topo.Segments;
import org.commworld.mpi.Data;

/**
 * Broadcast down a chain, segment by segment, for long data: each rank hands on a segment while the
 * next one comes. n bytes received by each rank but the root and sent by each but the last, which
 * is the least possible; p−2 segments more until the last rank has all.
 *
 * <p>Source: J. Pješivac-Grbović, T. Angskun, G. Bosilca, G. E. Fagg, E. Gabriel, J. J. Dongarra,
 * "Performance analysis of MPI collective operations", Cluster Computing 10, 2007, section 4.2.
 */
public final class ChainBcast {
  private ChainBcast() {}

  /**
   * Gives every rank's {@code data} the elements of root's.
   *
   * @param segmentBytes length of a segment; 0 for all in one
   */
  public static void run(Channel channel, Data data, int root, int segmentBytes) {
    Ring ring = new Ring(channel.rank(), channel.size());
    Segments segments = new Segments(data.count(), SegmentLength.of(data.type(), segmentBytes, 1));
    boolean isRoot = channel.rank() == root;
    Transfer[] receives = new Transfer[isRoot ? 0 : segments.number()];
    for (int i = 0; i < receives.length; i++) {
      receives[i] = channel.iRecv(segment(data, segments, i), ring.previous());
    }
    Outstanding sends = new Outstanding(Exchange.WINDOW);
    for (int i = 0; i < segments.number(); i++) {
      if (!isRoot) {
        receives[i].await();
      }
      if (ring.next() != root) {
        sends.add(channel.iSend(segment(data, segments, i), ring.next()));
      }
    }
    sends.await();
  }

  private static Data segment(Data data, Segments segments, int i) {
    return data.slice(segments.start(i), segments.count(i));
  }
}

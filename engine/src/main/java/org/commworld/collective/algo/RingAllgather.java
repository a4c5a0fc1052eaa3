package org.commworld.collective.algo;

import org.commworld.collective.topo.Ring;
import org.commworld.collective.topo.Segments;
import org.commworld.data.Elements;
import org.commworld.mpi.Data;

/**
 * Gather to all around the ring: p−1 steps, in each a rank hands on the block that it got in the
 * one before, segment by segment as they come; all bytes but one block sent and received, which is
 * the least possible; no scratch.
 *
 * <p>Source: R. Thakur, R. Rabenseifner, W. Gropp, "Optimization of Collective Communication
 * Operations in MPICH", International Journal of High Performance Computing Applications 19(1),
 * 2005, section 4.1.
 */
public final class RingAllgather {
  private RingAllgather() {}

  /**
   * Every rank's {@code recv} gets {@code counts[r]} elements of rank r at {@code displs[r]}; own
   * elements may be in their place already.
   *
   * @param segmentBytes length of a segment; 0 for a block in one
   */
  public static void run(
      Channel channel, Data send, Data recv, int[] counts, int[] displs, int segmentBytes) {
    Ring ring = new Ring(channel.rank(), channel.size());
    Elements.copy(send, recv.slice(displs[channel.rank()], counts[channel.rank()]));
    int length = SegmentLength.of(send.type(), segmentBytes, 1);
    Outstanding[] receives = new Outstanding[channel.size()];
    for (int step = 1; step < channel.size(); step++) {
      int block = ring.ahead(-step);
      receives[step] = new Outstanding(Integer.MAX_VALUE);
      for (int i = 0; i < messages(counts[block], length); i++) {
        Data into = segment(recv, displs[block], counts[block], length, i);
        receives[step].add(channel.iRecv(into, ring.previous()));
      }
    }
    Outstanding sends = new Outstanding(Exchange.WINDOW);
    for (int step = 0; step < channel.size() - 1; step++) {
      int block = ring.ahead(-step);
      for (int i = 0; i < messages(counts[block], length); i++) {
        if (step > 0) {
          receives[step].awaitNext();
        }
        Data part = segment(recv, displs[block], counts[block], length, i);
        sends.add(channel.iSend(part, ring.next()));
      }
    }
    sends.await();
    if (channel.size() > 1) {
      receives[channel.size() - 1].await();
    }
  }

  private static int messages(int count, int length) {
    return Math.max(1, new Segments(count, length).number());
  }

  private static Data segment(Data whole, int displ, int count, int length, int i) {
    Segments segments = new Segments(count, length);
    return whole.slice(displ + segments.start(i), segments.count(i));
  }
}

package org.commworld.collective.algo;

import org.commworld.collective.topo.Ring;
import org.commworld.collective.topo.Segments;
import org.commworld.mpi.Data;
import org.jspecify.annotations.Nullable;

/**
 * Everybody's messages to everybody at once, cut into segments. All receives are posted first, so
 * what comes goes to its place at once; sends go round the peers segment by segment, so that no
 * rank is the goal of all others at the same time, and a bounded number is under way.
 */
final class Exchange {
  /** Segments to each peer under way; at 64 KiB, half a MiB: more than a fast link holds. */
  static final int WINDOW = 8;

  private Exchange() {}

  /**
   * Sends {@code out[r]} to each rank r, and receives {@code in[r]} from it. Null for ranks that
   * there is nothing for, or from; the caller's own are not looked at.
   */
  static void run(Channel channel, @Nullable Data[] out, @Nullable Data[] in, int segmentBytes) {
    Ring ring = new Ring(channel.rank(), channel.size());
    Outstanding receives = new Outstanding(Integer.MAX_VALUE);
    int steps = 0;
    for (int distance = 1; distance < channel.size(); distance++) {
      int source = ring.ahead(-distance);
      Data into = in[source];
      for (int i = 0; into != null && i < messages(into, segmentBytes); i++) {
        receives.add(channel.iRecv(message(into, segmentBytes, i), source));
      }
      Data from = out[ring.ahead(distance)];
      steps = Math.max(steps, from == null ? 0 : messages(from, segmentBytes));
    }
    Outstanding sends = new Outstanding(WINDOW * Math.max(1, channel.size() - 1));
    for (int i = 0; i < steps; i++) {
      for (int distance = 1; distance < channel.size(); distance++) {
        int dest = ring.ahead(distance);
        Data from = out[dest];
        if (from != null && i < messages(from, segmentBytes)) {
          sends.add(channel.iSend(message(from, segmentBytes, i), dest));
        }
      }
    }
    sends.await();
    receives.await();
  }

  /** Nothing is a message too: it tells the peer that this rank has come. */
  private static int messages(Data data, int segmentBytes) {
    return Math.max(1, segments(data, segmentBytes).number());
  }

  private static Data message(Data data, int segmentBytes, int i) {
    Segments segments = segments(data, segmentBytes);
    return data.slice(segments.start(i), segments.count(i));
  }

  private static Segments segments(Data data, int segmentBytes) {
    return new Segments(data.count(), SegmentLength.of(data.type(), segmentBytes, 1));
  }
}

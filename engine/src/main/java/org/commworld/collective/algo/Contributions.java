package org.commworld.collective.algo;

import org.commworld.collective.algo.Channel.Transfer;
import org.commworld.collective.topo.Ring;
import org.commworld.collective.topo.Segments;
import org.commworld.data.Elements;
import org.commworld.data.Reducer;
import org.commworld.mpi.Data;
import org.jspecify.annotations.Nullable;

/**
 * A vector cut into one block a rank, each of which goes from all ranks straight to its owner, who
 * combines the operands in the order of ranks. Blocks go segment by segment, so that an owner
 * combines one while the next ones come; scratch for {@value Exchange#WINDOW} segments of each
 * rank.
 */
final class Contributions {
  /** Segments of each peer that may be under way. */
  static final int WINDOW = Exchange.WINDOW;

  private final Channel channel;
  private final Data send;
  private final int[] displs;
  private final Segments[] segments;
  private final Reducer reducer;
  private final Data[][] scratch;
  private final @Nullable Transfer[][] receives;
  private final Outstanding sends;
  private final Ring ring;

  /**
   * Begins.
   *
   * @param counts elements of each rank's block
   * @param displs where each begins in {@code send}
   */
  Contributions(
      Channel channel, Data send, int[] counts, int[] displs, Reducer reducer, int segmentBytes) {
    int p = channel.size();
    int length = SegmentLength.of(send.type(), segmentBytes, reducer.unit());
    this.channel = channel;
    this.send = send;
    this.displs = displs;
    this.reducer = reducer;
    this.ring = new Ring(channel.rank(), p);
    this.segments = new Segments[p];
    for (int r = 0; r < p; r++) {
      segments[r] = new Segments(counts[r], length);
    }
    int slots = Math.min(WINDOW, own().number());
    this.scratch = new Data[slots][p];
    for (Data[] slot : scratch) {
      for (int r = 0; r < p; r++) {
        if (r != channel.rank()) {
          slot[r] = Elements.allocate(send.type(), own().count(0));
        }
      }
    }
    this.receives = new @Nullable Transfer[slots][p];
    this.sends = new Outstanding(2 * WINDOW * p);
  }

  private Segments own() {
    return segments[channel.rank()];
  }

  /** Number of segments of {@code rank}'s block. */
  int segments(int rank) {
    return segments[rank].number();
  }

  /** Number of segments of the longest block. */
  int steps() {
    int steps = 0;
    for (Segments each : segments) {
      steps = Math.max(steps, each.number());
    }
    return steps;
  }

  /**
   * Segment {@code i} of {@code rank}'s block of {@code whole}, which is laid out as the vector.
   */
  Data segment(Data whole, int rank, int i) {
    return whole.slice(displs[rank] + segments[rank].start(i), segments[rank].count(i));
  }

  /** Sends segment {@code i} of all others' blocks, and begins to receive that of the own one. */
  void start(int i) {
    for (int distance = 1; distance < channel.size(); distance++) {
      int source = ring.ahead(-distance);
      if (i < own().number()) {
        Data into = scratch[i % scratch.length][source].slice(0, own().count(i));
        receives[i % scratch.length][source] = channel.iRecv(into, source);
      }
      int dest = ring.ahead(distance);
      if (i < segments[dest].number()) {
        sends.add(channel.iSend(segment(send, dest, i), dest));
      }
    }
  }

  /** Sets {@code target} to the reduction of segment {@code i} of the own block. */
  void finish(int i, Data target) {
    int slot = i % scratch.length;
    int self = channel.rank();
    Data[] operands = new Data[channel.size()];
    for (int r = 0; r < operands.length; r++) {
      Transfer receive = receives[slot][r];
      if (r == self || receive == null) {
        operands[r] = segment(send, self, i);
      } else {
        receive.await();
        operands[r] = scratch[slot][r].slice(0, own().count(i));
      }
    }
    OrderedReduction.combine(operands, self, target, reducer);
  }

  /** Bounds what is under way together with the blocks' segments. */
  void track(Transfer anotherSend) {
    sends.add(anotherSend);
  }

  /** Waits until all is sent. */
  void awaitSends() {
    sends.await();
  }
}

package org.commworld.collective.algo;

import java.util.function.IntFunction;
import org.commworld.collective.algo.Channel.Transfer;
import org.commworld.collective.topo.Ring;
import org.commworld.collective.topo.Segments;
import org.commworld.data.Reducer;
import org.commworld.mpi.Data;

/**
 * Blocks on their way around the ring, in segments. In each step a rank sends to the next one what
 * it got, or combined, in the step before, and it does so with each segment as soon as that one is
 * there.
 */
final class RingPass {
  private final Channel channel;
  private final Ring ring;
  private final int length;
  private final int perStep;

  /**
   * A pass.
   *
   * @param maxCount elements of the longest block
   * @param length elements of a segment
   */
  RingPass(Channel channel, int maxCount, int length) {
    this.channel = channel;
    this.ring = new Ring(channel.rank(), channel.size());
    this.length = length;
    this.perStep = Math.max(1, new Segments(maxCount, length).number());
  }

  /**
   * Runs {@code steps} steps.
   *
   * @param combining in how many of them, the first ones, what comes is combined with what is here;
   *     in the others it takes its place
   * @param blockOf the block that step s sends; what it receives is that of step s + 1
   */
  void run(int steps, int combining, IntFunction<Data> blockOf, Reducer reducer) {
    int items = steps * perStep;
    Transfer[] receives = new Transfer[perStep];
    Outstanding sends = new Outstanding(2 * perStep);
    for (int i = 0; i < Math.min(items, perStep); i++) {
      receives[i] = receive(i, combining, blockOf, reducer);
      sends.add(channel.iSend(segment(blockOf.apply(0), i), ring.next()));
    }
    for (int i = 0; i < items; i++) {
      int slot = i % perStep;
      int step = i / perStep;
      receives[slot].await();
      if (step < steps - 1) {
        Data here = segment(blockOf.apply(step + 1), slot);
        receives[slot] = receive(i + perStep, combining, blockOf, reducer);
        sends.add(channel.iSend(here, ring.next()));
      }
    }
    sends.await();
  }

  private Transfer receive(int item, int combining, IntFunction<Data> blockOf, Reducer reducer) {
    int slot = item % perStep;
    int step = item / perStep;
    Data into = segment(blockOf.apply(step + 1), slot);
    return step < combining
        ? channel.iRecvReduce(into, into, ring.previous(), reducer)
        : channel.iRecv(into, ring.previous());
  }

  private Data segment(Data block, int i) {
    int start = (int) Math.min(block.count(), (long) i * length);
    return block.slice(start, Math.min(length, block.count() - start));
  }
}

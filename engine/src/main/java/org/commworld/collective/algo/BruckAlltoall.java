package org.commworld.collective.algo;

import org.commworld.collective.topo.Dissemination;
import org.commworld.collective.topo.Ring;
import org.commworld.data.Elements;
import org.commworld.mpi.Data;

/**
 * All-to-all of short blocks of one length and many ranks: ⌈log₂ p⌉ steps of about half of all
 * blocks, so each block moves up to ⌈log₂ p⌉ times; scratch for twice all blocks. A block that goes
 * j ranks further does so in as many hops as j has bits.
 *
 * <p>Source: J. Bruck, C.-T. Ho, S. Kipnis, E. Upfal, D. Weathersby, "Efficient algorithms for
 * all-to-all communications in multiport message-passing systems", IEEE Transactions on Parallel
 * and Distributed Systems 8(11), 1997, index operation.
 */
public final class BruckAlltoall {
  private BruckAlltoall() {}

  /** Block r of {@code send}, of {@code count} elements, goes to rank r. */
  public static void run(
      Channel channel, Data send, int[] sendDispls, Data recv, int[] recvDispls, int count) {
    int p = channel.size();
    Ring ring = new Ring(channel.rank(), p);
    Data blocks = Elements.allocate(send.type(), Math.multiplyExact(p, count));
    Data out = Elements.allocate(send.type(), (p + 1) / 2 * count);
    Data in = Elements.allocate(send.type(), (p + 1) / 2 * count);
    for (int j = 0; j < p; j++) {
      Elements.copy(send.slice(sendDispls[ring.ahead(j)], count), blocks.slice(j * count, count));
    }
    for (int round = 0; round < new Dissemination(channel.rank(), p).rounds(); round++) {
      int n = pack(blocks, out, p, count, round);
      int distance = 1 << round;
      channel.sendRecv(
          out.slice(0, n), ring.ahead(distance), in.slice(0, n), ring.ahead(-distance));
      unpack(in, blocks, p, count, round);
    }
    for (int j = 0; j < p; j++) {
      Elements.copy(blocks.slice(j * count, count), recv.slice(recvDispls[ring.ahead(-j)], count));
    }
  }

  private static int pack(Data blocks, Data out, int p, int count, int round) {
    int n = 0;
    for (int j = 0; j < p; j++) {
      if ((j >> round & 1) == 1) {
        Elements.copy(blocks.slice(j * count, count), out.slice(n, count));
        n += count;
      }
    }
    return n;
  }

  private static void unpack(Data in, Data blocks, int p, int count, int round) {
    int n = 0;
    for (int j = 0; j < p; j++) {
      if ((j >> round & 1) == 1) {
        Elements.copy(in.slice(n, count), blocks.slice(j * count, count));
        n += count;
      }
    }
  }
}

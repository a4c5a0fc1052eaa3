package org.commworld.collective.algo;

import org.commworld.collective.topo.Dissemination;
import org.commworld.mpi.Data;

/**
 * Barrier by dissemination: ⌈log₂ p⌉ rounds of one empty message a rank.
 *
 * <p>Source: D. Hensgen, R. Finkel, U. Manber, "Two algorithms for barrier synchronization",
 * International Journal of Parallel Programming 17(1), 1988.
 */
public final class DisseminationBarrier {
  private DisseminationBarrier() {}

  /** Returns when all ranks have called it. */
  public static void run(Channel channel) {
    Dissemination rounds = new Dissemination(channel.rank(), channel.size());
    Data nothing = Data.of(new byte[0]);
    for (int round = 0; round < rounds.rounds(); round++) {
      channel.sendRecv(nothing, rounds.dest(round), nothing, rounds.source(round));
    }
  }
}

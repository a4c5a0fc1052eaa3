package org.commworld.pt2pt;

import java.util.ArrayList;
import java.util.List;
import org.commworld.stats.RankStatistics;

/** Reads what a rank has counted of each other rank. */
final class PeerCounts {
  private final Endpoint endpoint;
  private final LocalRanks world;
  private final Links links;
  private final BriefLock lock;

  /**
   * Of {@code endpoint}.
   *
   * @param lock the endpoint's
   */
  PeerCounts(Endpoint endpoint, LocalRanks world, Links links, BriefLock lock) {
    this.endpoint = endpoint;
    this.world = world;
    this.links = links;
    this.lock = lock;
  }

  /** All that is known; ranks that there was nothing to do with are left out. */
  RankStatistics read() {
    List<RankStatistics.Peer> peers = new ArrayList<>();
    for (int peer = 0; peer < world.worldSize(); peer++) {
      RankStatistics.Peer counted = of(peer);
      if (counted.sentMessages() + counted.receivedMessages() + counted.waitedNanos() > 0) {
        peers.add(counted);
      }
    }
    return endpoint.meter().read(endpoint.rank(), peers);
  }

  private RankStatistics.Peer of(int peer) {
    long waited = endpoint.meter().waitedNanos(peer);
    Endpoint local = world.find(peer);
    if (local != null) {
      long[] sent = local.mailboxes().arrivedFrom(endpoint.rank());
      long[] received = endpoint.mailboxes().arrivedFrom(peer);
      return new RankStatistics.Peer(peer, sent[0], sent[1], received[0], received[1], waited);
    }
    PairCounts counts = links.counts(peer);
    if (counts == null) {
      return new RankStatistics.Peer(peer, 0, 0, 0, 0, waited);
    }
    lock.lock();
    try {
      return new RankStatistics.Peer(
          peer,
          counts.sentMessages(),
          counts.sentBytes(),
          counts.receivedMessages(),
          counts.receivedBytes(),
          waited);
    } finally {
      lock.unlock();
    }
  }
}

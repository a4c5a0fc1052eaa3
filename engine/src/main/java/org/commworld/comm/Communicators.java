package org.commworld.comm;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.commworld.collective.CollectivePaths;
import org.commworld.collective.Collectives;
import org.commworld.mpi.Comm;
import org.commworld.pt2pt.Endpoint;
import org.commworld.pt2pt.LocalRanks;
import org.commworld.spi.ObjectSerializer;

/**
 * Makes the communicators of one world for the ranks of this JVM. Used by all of them.
 *
 * <p>Context ids: each rank keeps the least id that it has not used. The ranks of a new
 * communicator take the greatest of theirs, found with a collective on the parent, so no rank has
 * used it; disjoint communicators may share an id, because no rank is in both.
 */
public final class Communicators {
  private final LocalRanks ranks;
  private final Objects objects;
  private final CollectivePaths paths;
  private final Map<Integer, AtomicInteger> nextContext = new ConcurrentHashMap<>();

  /** The communicators of the world of {@code ranks}. */
  public Communicators(
      LocalRanks ranks, ObjectSerializer serializer, CollectivePaths.Settings settings) {
    this.ranks = ranks;
    this.objects = new Objects(serializer);
    this.paths = new CollectivePaths(ranks, settings);
  }

  /** The world as {@code rank} sees it. */
  public EngineComm world(int rank) {
    int[] all = IntStream.range(0, ranks.worldSize()).toArray();
    nextContext.put(rank, new AtomicInteger(1));
    return make(ranks.endpoint(rank), 0, all, "world");
  }

  /** A communicator of {@code worldRanks}, the endpoint's among them. */
  EngineComm make(Endpoint endpoint, int contextId, int[] worldRanks, String name) {
    int rank =
        IntStream.range(0, worldRanks.length)
            .filter(r -> worldRanks[r] == endpoint.rank())
            .findFirst()
            .orElse(Comm.UNDEFINED);
    int context = CommCore.collectiveContext(contextId);
    CommCore core =
        new CommCore(
            endpoint,
            contextId,
            rank,
            worldRanks,
            name,
            objects,
            CountedCollectives.blocking(
                paths.of(endpoint, context, rank, worldRanks), endpoint, worldRanks, name));
    NonblockingCollectives nonblocking =
        new NonblockingCollectives(
            core, () -> nonblocking(endpoint, contextId, rank, worldRanks, name));
    return new EngineComm(core, nonblocking, this);
  }

  /** The same communicator for its nonblocking collectives, which queue up. */
  private CommCore nonblocking(
      Endpoint endpoint, int contextId, int rank, int[] worldRanks, String name) {
    Collectives direct =
        paths.of(endpoint, CommCore.nonblockingContext(contextId), rank, worldRanks);
    QueuedCollectives queued = new QueuedCollectives(direct, endpoint, name);
    Collectives counted = CountedCollectives.nonblocking(queued, endpoint, worldRanks, name);
    return new CommCore(endpoint, contextId, rank, worldRanks, name, objects, counted);
  }

  /** The least context id that {@code endpoint}'s rank has not used. */
  int unused(Endpoint endpoint) {
    return counter(endpoint).get();
  }

  /** Takes {@code contextId} as used. */
  void use(Endpoint endpoint, int contextId) {
    counter(endpoint).accumulateAndGet(contextId + 1, Math::max);
  }

  private AtomicInteger counter(Endpoint endpoint) {
    return java.util.Objects.requireNonNull(nextContext.get(endpoint.rank()));
  }
}

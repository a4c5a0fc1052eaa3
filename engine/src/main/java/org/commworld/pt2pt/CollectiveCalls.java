package org.commworld.pt2pt;

import java.util.HashMap;
import java.util.Map;
import org.commworld.mpi.MpiException;
import org.commworld.spi.Failure;
import org.commworld.wire.Envelope;
import org.commworld.wire.Fingerprint;
import org.jspecify.annotations.Nullable;

/**
 * The collectives that one rank calls, held against those that its peers say they are in. A
 * difference fails the world. Guarded by the endpoint's lock, which it takes itself.
 */
final class CollectiveCalls {
  private final int rank;
  private final LocalRanks world;
  private final BriefLock lock;
  private final Map<Integer, CollectiveLog> logs = new HashMap<>();

  CollectiveCalls(int rank, LocalRanks world, BriefLock lock) {
    this.rank = rank;
    this.world = world;
    this.lock = lock;
  }

  /** This rank calls a collective on {@code context}. */
  void begin(int context, Fingerprint call) {
    CollectiveLog.Difference difference;
    lock.lock();
    try {
      difference = log(context).begin(call);
    } finally {
      lock.unlock();
    }
    if (difference != null) {
      throw mismatch(describe(difference.own(), difference.peer(), difference.ofPeer()));
    }
  }

  /** A peer waits for this rank in the call that {@code question} carries. */
  void asked(Envelope question) {
    Fingerprint call = question.fingerprint();
    if (call == null) {
      return;
    }
    CollectiveLog.Difference difference = compare(question.context(), question.source(), call);
    if (difference != null) {
      fail(describe(difference.own(), difference.peer(), difference.ofPeer()));
    }
  }

  /**
   * What to throw when a message of {@code ofPeer} has come where one of {@code own} was expected.
   */
  MpiException mismatch(int context, int peer, Fingerprint own, @Nullable Fingerprint ofPeer) {
    if (ofPeer == null) {
      return mismatch(
          "rank %d of the world received a message of no collective in %s".formatted(rank, own));
    }
    // A message of an earlier call that this rank has finished differs from that call, not from
    // this one.
    CollectiveLog.Difference earlier = compare(context, peer, ofPeer);
    return mismatch(describe(earlier == null ? own : earlier.own(), peer, ofPeer));
  }

  /** What to throw when a message of the right call has the wrong count. */
  MpiException mismatch(int peer, Fingerprint own, int expected, int actual) {
    return mismatch(
        "counts differ in %s: rank %d of the world receives count=%d, rank %d of the communicator sends count=%d"
            .formatted(own, rank, expected, peer, actual));
  }

  /** Forgets {@code context}; the lock is held. */
  void forget(int context) {
    logs.remove(context);
  }

  private CollectiveLog.@Nullable Difference compare(int context, int peer, Fingerprint ofPeer) {
    lock.lock();
    try {
      return log(context).asked(peer, ofPeer);
    } finally {
      lock.unlock();
    }
  }

  private CollectiveLog log(int context) {
    return logs.computeIfAbsent(context, c -> new CollectiveLog());
  }

  private String describe(Fingerprint own, int peer, Fingerprint ofPeer) {
    return "ranks called different collectives: rank %d of the world %s, rank %d of the communicator %s"
        .formatted(rank, own, peer, ofPeer);
  }

  private MpiException mismatch(String message) {
    return fail(message).toException(null);
  }

  /** Fails the world, unless it has failed; its first failure. */
  private Failure fail(String message) {
    Failure own = new Failure(Failure.Kind.MISMATCH, rank, world.host(rank), 1, message, "");
    world.fate().fail(own, null);
    return world.fate().failure().orElse(own);
  }
}

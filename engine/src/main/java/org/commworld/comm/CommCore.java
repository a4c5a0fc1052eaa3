package org.commworld.comm;

import java.util.concurrent.atomic.AtomicInteger;
import org.commworld.collective.Collectives;
import org.commworld.mpi.Data;
import org.commworld.mpi.Datatype;
import org.commworld.mpi.ErrorClass;
import org.commworld.mpi.MpiException;
import org.commworld.mpi.Op;
import org.commworld.pt2pt.Endpoint;
import org.commworld.wire.CollectiveKind;
import org.commworld.wire.Fingerprint;
import org.jspecify.annotations.Nullable;

/** What all operations of one communicator share, as one rank sees it. */
final class CommCore {
  private final Endpoint endpoint;
  private final int contextId;
  private final int rank;
  private final int[] worldRanks;
  private final String name;
  private final Objects objects;
  private final Collectives collectives;
  private final AtomicInteger sequence = new AtomicInteger();
  private volatile boolean freed;

  CommCore(
      Endpoint endpoint,
      int contextId,
      int rank,
      int[] worldRanks,
      String name,
      Objects objects,
      Collectives collectives) {
    this.endpoint = endpoint;
    this.contextId = contextId;
    this.rank = rank;
    this.worldRanks = worldRanks;
    this.name = name;
    this.objects = objects;
    this.collectives = collectives;
  }

  Endpoint endpoint() {
    return endpoint;
  }

  int rank() {
    return rank;
  }

  int size() {
    return worldRanks.length;
  }

  int[] worldRanks() {
    return worldRanks;
  }

  String name() {
    return name;
  }

  Objects objects() {
    return objects;
  }

  Collectives collectives() {
    return collectives;
  }

  /** Point-to-point messages have the even context ids, collective ones the odd. */
  int pointToPointContext() {
    return 2 * contextId;
  }

  static int collectiveContext(int contextId) {
    return 2 * contextId + 1;
  }

  void checkUsable() {
    if (freed) {
      throw new MpiException(
          ErrorClass.COMM, "communicator was freed: comm=%s, rank=%d".formatted(name, rank));
    }
    endpoint.world().fate().check();
  }

  void close() {
    freed = true;
    collectives.close();
    endpoint.forget(pointToPointContext());
    endpoint.forget(collectiveContext(contextId));
  }

  /** The next collective call, of which only the kind is compared. */
  Fingerprint call(CollectiveKind kind) {
    return Fingerprint.of(next(), kind);
  }

  /** The next collective call, of which kind and root are compared. */
  Fingerprint call(CollectiveKind kind, int root) {
    return new Fingerprint(next(), kind, root, null, null, -1);
  }

  /** The next collective call on {@code data}; {@code count} −1 if it may differ. */
  Fingerprint call(CollectiveKind kind, int root, @Nullable Op op, Data data, int count) {
    Datatype type = data.type();
    return new Fingerprint(next(), kind, root, op == null ? null : op.kind(), type, count);
  }

  private int next() {
    checkUsable();
    return sequence.getAndIncrement();
  }
}

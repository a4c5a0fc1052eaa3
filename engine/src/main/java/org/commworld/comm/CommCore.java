package org.commworld.comm;

import java.util.concurrent.atomic.AtomicInteger;
import org.commworld.collective.Collectives;
import org.commworld.mpi.Data;
import org.commworld.mpi.Datatype;
import org.commworld.mpi.ErrorClass;
import org.commworld.mpi.MpiException;
import org.commworld.mpi.Op;
import org.commworld.pt2pt.Endpoint;
import org.commworld.stats.CallMeter;
import org.commworld.stats.RankMeter;
import org.commworld.wire.CollectiveKind;
import org.commworld.wire.Fingerprint;
import org.jspecify.annotations.Nullable;

/** What all operations of one communicator share, as one rank sees it. */
final class CommCore {
  private final Endpoint endpoint;
  private final RankMeter meter;
  private final int contextId;
  private final int rank;
  private final int[] worldRanks;
  private final String name;
  private final Objects objects;
  private final Collectives collectives;
  private final AtomicInteger sequence = new AtomicInteger();
  private final RecentBuffers recent = new RecentBuffers();
  private final @Nullable Fingerprint[] lastCalls =
      new @Nullable Fingerprint[CollectiveKind.values().length];
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
    this.meter = endpoint.meter();
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

  /** What counts the calls of the calling thread. */
  CallMeter calls() {
    return meter.calls();
  }

  /** For {@link CallMeter#begin}; what an object will take is not known, but it takes time. */
  static long bytesOf(@Nullable Data buffer) {
    return buffer == null ? Long.MAX_VALUE : buffer.lengthBytes();
  }

  /** Each communicator has three contexts, so that what they carry cannot be mixed up. */
  int pointToPointContext() {
    return 3 * contextId;
  }

  static int collectiveContext(int contextId) {
    return 3 * contextId + 1;
  }

  static int nonblockingContext(int contextId) {
    return 3 * contextId + 2;
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
    endpoint.forget(nonblockingContext(contextId));
  }

  /** The buffers that this communicator's calls are given. */
  RecentBuffers buffers() {
    return recent;
  }

  /** The next collective call, of which only the kind is compared. */
  Fingerprint call(CollectiveKind kind) {
    return begin(kind, -1, null, null, -1);
  }

  /** The next collective call, of which kind and root are compared. */
  Fingerprint call(CollectiveKind kind, int root) {
    return begin(kind, root, null, null, -1);
  }

  /** The next collective call on {@code data}; {@code count} −1 if it may differ. */
  Fingerprint call(CollectiveKind kind, int root, @Nullable Op op, Data data, int count) {
    return begin(kind, root, op == null ? null : op.kind(), data.type(), count);
  }

  /**
   * The same object as for the call of this kind before, if nothing differs: most calls are in a
   * loop.
   */
  @SuppressWarnings("EnumOrdinal") // An index of this object's own array.
  private Fingerprint begin(
      CollectiveKind kind, int root, Op.@Nullable Kind op, @Nullable Datatype type, int count) {
    checkUsable();
    int number = collectives.areNumbered() ? sequence.getAndIncrement() : Fingerprint.UNNUMBERED;
    Fingerprint last = lastCalls[kind.ordinal()];
    if (last != null
        && last.sequence() == number
        && last.kind() == kind
        && last.root() == root
        && last.op() == op
        && last.type() == type
        && last.count() == count) {
      return last;
    }
    Fingerprint call = new Fingerprint(number, kind, root, op, type, count);
    lastCalls[kind.ordinal()] = call;
    return call;
  }
}

package org.commworld.zookeeper;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.curator.framework.api.transaction.CuratorOp;
import org.apache.zookeeper.KeeperException;
import org.commworld.mpi.MpiException;
import org.commworld.spi.Failure;
import org.commworld.spi.WorldId;

/**
 * The newest epoch of a job: a register that only grows. It needs no call-back from the driver,
 * because Spark gives none before the tasks of a retried stage start: whoever comes with a greater
 * epoch moves it forward.
 */
final class EpochRegister {
  private static final byte[] EMPTY = new byte[0];

  private final Znodes nodes;
  private final ZkPaths.Job job;
  private final WorldId world;

  EpochRegister(Znodes nodes, ZkPaths.Job job, WorldId world) {
    this.nodes = nodes;
    this.job = job;
    this.world = world;
  }

  /**
   * The fence of this world's epoch, which becomes the newest if it is not.
   *
   * @throws MpiException of class WORLD if a newer epoch exists or the job has ended
   */
  Fence enter() throws Exception {
    while (true) {
      Optional<Znodes.Znode> found = nodes.find(job.epoch());
      if (found.isEmpty()) {
        throw ended().toException(null);
      }
      long newest = decode(found.get().data());
      int version = found.get().version();
      if (world.epoch() < newest) {
        throw stale(newest).toException(null);
      }
      if (world.epoch() == newest) {
        return new Fence(job.epoch(), version);
      }
      try {
        List<CuratorOp> ops = new ArrayList<>();
        ops.add(nodes.set(job.epoch(), encode(world.epoch()), version));
        addEpoch(ops);
        nodes.multi(ops);
        closeOlder(newest, new Fence(job.epoch(), version + 1));
      } catch (KeeperException.BadVersionException e) {
        // Somebody else moved it, or we did and the answer was lost: the next round tells.
      }
    }
  }

  /** Makes the job's znodes, or opens a later attempt of a job that exists: the driver's part. */
  Fence open(String name, byte[] spec) throws Exception {
    try {
      List<CuratorOp> ops = new ArrayList<>();
      ops.add(nodes.create(job.path(), JobRecord.open(name).encode()));
      addRegister(ops, spec, 0);
      nodes.multi(ops);
      return new Fence(job.epoch(), 0);
    } catch (KeeperException.NodeExistsException e) {
      Znodes.Znode node = nodes.read(job.path());
      JobRecord record = JobRecord.decode(node.data());
      return record.state() == JobRecord.State.OPEN ? enter() : reopen(record, node, spec);
    }
  }

  private Fence reopen(JobRecord record, Znodes.Znode node, byte[] spec) throws Exception {
    if (record.epoch() >= world.epoch()) {
      throw ended(record).toException(null);
    }
    nodes.deleteTree(job.epochs());
    int version = record.fence() + 1;
    List<CuratorOp> ops = new ArrayList<>();
    ops.add(nodes.set(job.path(), record.reopened().encode(), node.version()));
    addRegister(ops, spec, version);
    try {
      nodes.multi(ops);
    } catch (KeeperException.BadVersionException e) {
      return enter();
    }
    return new Fence(job.epoch(), version);
  }

  /** A new znode has version 0: writing it often enough is the way to a greater one. */
  private void addRegister(List<CuratorOp> ops, byte[] spec, int version) throws Exception {
    ops.add(nodes.create(job.spec(), spec));
    ops.add(nodes.create(job.epoch(), encode(world.epoch())));
    for (int i = 0; i < version; i++) {
      ops.add(nodes.set(job.epoch(), encode(world.epoch()), i));
    }
    ops.add(nodes.create(job.epochs(), EMPTY));
    addEpoch(ops);
  }

  private void addEpoch(List<CuratorOp> ops) throws Exception {
    ZkPaths.Epoch paths = job.at(world.epoch());
    ops.add(nodes.create(paths.path(), EMPTY));
    ops.add(nodes.create(paths.members(), EMPTY));
    ops.add(nodes.create(paths.ctl(), new ControlState.Forming().encode()));
  }

  /**
   * Tells the members of an older epoch; their writes fail already, whether this arrives or not.
   */
  private void closeOlder(long epoch, Fence fence) throws Exception {
    String ctl = job.at(epoch).ctl();
    try {
      Znodes.Znode node = nodes.read(ctl);
      if (!ControlState.decode(node.data()).isTerminal()) {
        byte[] closed = new ControlState.Closed(world.epoch()).encode();
        nodes.multi(fence.check(nodes), nodes.set(ctl, closed, node.version()));
      }
    } catch (KeeperException.NoNodeException | KeeperException.BadVersionException e) {
      // It has ended otherwise, or an even newer epoch closes it.
    }
  }

  /** Why an epoch whose znodes are gone has ended; empty if all its ranks were done. */
  Optional<Failure> whyGone() throws Exception {
    Optional<Znodes.Znode> register = nodes.find(job.epoch());
    if (register.isPresent() && decode(register.get().data()) > world.epoch()) {
      return Optional.of(stale(decode(register.get().data())));
    }
    Optional<JobRecord> record = nodes.find(job.path()).map(node -> JobRecord.decode(node.data()));
    if (record.isPresent() && record.get().epoch() == world.epoch()) {
      JobRecord.State state = record.get().state();
      return state == JobRecord.State.DONE
          ? Optional.empty()
          : Optional.of(Optional.ofNullable(record.get().failure()).orElseGet(this::closed));
    }
    return Optional.of(record.map(this::ended).orElseGet(this::unknown));
  }

  /** What a member is told that comes when the job is over. */
  private Failure ended() throws Exception {
    Optional<Znodes.Znode> node = nodes.find(job.path());
    return node.map(found -> ended(JobRecord.decode(found.data()))).orElseGet(this::unknown);
  }

  private Failure ended(JobRecord record) {
    return failure(
        Failure.Kind.STALE_EPOCH,
        "the job has ended: state=%s, endedEpoch=%d".formatted(record.state(), record.epoch()));
  }

  private Failure unknown() {
    return failure(Failure.Kind.STALE_EPOCH, "the job is not known (any more)");
  }

  Failure stale(long newest) {
    return failure(
        Failure.Kind.STALE_EPOCH, "a newer attempt has taken its place: newestEpoch=" + newest);
  }

  private Failure closed() {
    return failure(Failure.Kind.KILLED, "the driver ended the job before its ranks were done");
  }

  private Failure failure(Failure.Kind kind, String why) {
    String message = "%s (job=%s, epoch=%d)".formatted(why, world.jobUid(), world.epoch());
    return new Failure(kind, -1, "unknown", 1, message, "");
  }

  private static byte[] encode(long epoch) {
    return ByteBuffer.allocate(Long.BYTES).putLong(epoch).array();
  }

  static long decode(byte[] data) {
    if (data.length != Long.BYTES) {
      throw new IllegalArgumentException("malformed epoch: bytes=" + data.length + ", expected=8");
    }
    return ByteBuffer.wrap(data).getLong();
  }
}

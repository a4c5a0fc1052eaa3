package org.commworld.zookeeper;

import java.util.Optional;
import org.apache.zookeeper.KeeperException;

/**
 * Leaves of a job nothing but its record. The record is written and the fence taken away in one
 * transaction, so that whoever comes later finds either the job or its end, and no write of a
 * member succeeds after it.
 */
final class JobEnd {
  private static final int ANY_VERSION = -1;

  private final Znodes nodes;
  private final ZkPaths.Job job;

  JobEnd(Znodes nodes, ZkPaths.Job job) {
    this.nodes = nodes;
    this.job = job;
  }

  /**
   * Ends the job with {@code record}; if a newer epoch holds the job, deletes only what is left of
   * this one.
   */
  void settle(JobRecord record) throws Exception {
    try {
      nodes.multi(
          nodes.set(job.path(), record.encode(), ANY_VERSION),
          nodes.delete(job.epoch(), record.fence()),
          nodes.delete(job.spec(), ANY_VERSION));
    } catch (KeeperException.BadVersionException | KeeperException.NoNodeException e) {
      if (!isEndedBy(record)) {
        nodes.deleteTree(job.at(record.epoch()).path());
        return;
      }
    }
    nodes.deleteTree(job.epochs());
  }

  /** Whether an earlier try succeeded and only its answer was lost. */
  private boolean isEndedBy(JobRecord record) throws Exception {
    Optional<Znodes.Znode> found = nodes.find(job.path());
    if (found.isEmpty()) {
      return true;
    }
    JobRecord there = JobRecord.decode(found.get().data());
    return there.state() != JobRecord.State.OPEN && there.epoch() == record.epoch();
  }
}

package org.commworld.zookeeper;

import org.apache.curator.framework.api.transaction.CuratorOp;

/**
 * What every write of an epoch carries: once a newer epoch has moved the register, the check fails
 * and with it the whole write, whatever the writer believes.
 *
 * @param path the epoch znode
 * @param version the version it has while the epoch is the newest
 */
record Fence(String path, int version) {
  CuratorOp check(Znodes nodes) throws Exception {
    return nodes.check(path, version);
  }

  /** Whether a newer epoch has been opened, or the job has ended. */
  boolean isBroken(Znodes nodes) throws Exception {
    return nodes.find(path).map(node -> node.version() != version).orElse(true);
  }
}

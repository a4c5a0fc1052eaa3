package org.commworld.zookeeper;

import java.util.List;
import java.util.Optional;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.api.transaction.CuratorOp;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.data.Stat;

/**
 * Reads and writes of znodes, each bounded in time by the session's retry policy. A write whose
 * answer was lost is repeated, so it may fail because it has succeeded: callers read again and
 * recognise what they wrote.
 */
final class Znodes {
  /**
   * Longest data of one request. At 1 MiB the server does not refuse a request but drops the
   * connection, and the client would retry for ever.
   */
  static final int MAX_BYTES = 512 * 1024;

  private final CuratorFramework client;

  Znodes(CuratorFramework client) {
    this.client = client;
  }

  /** The data of a znode, not copied and never compared as a whole, and its state. */
  @SuppressWarnings("ArrayRecordComponent")
  record Znode(byte[] data, Stat stat) {
    int version() {
      return stat.getVersion();
    }
  }

  Znode read(String path) throws Exception {
    Stat stat = new Stat();
    return new Znode(client.getData().storingStatIn(stat).forPath(path), stat);
  }

  Znode read(String path, Watcher watcher) throws Exception {
    Stat stat = new Stat();
    byte[] data = client.getData().storingStatIn(stat).usingWatcher(watcher).forPath(path);
    return new Znode(data, stat);
  }

  Optional<Znode> find(String path) throws Exception {
    try {
      return Optional.of(read(path));
    } catch (KeeperException.NoNodeException e) {
      return Optional.empty();
    }
  }

  List<String> children(String path) throws Exception {
    return client.getChildren().forPath(path);
  }

  List<String> children(String path, Watcher watcher) throws Exception {
    return client.getChildren().usingWatcher(watcher).forPath(path);
  }

  /** All or none of {@code ops}; throws the error of the first that failed. */
  void multi(List<CuratorOp> ops) throws Exception {
    client.transaction().forOperations(ops);
  }

  void multi(CuratorOp... ops) throws Exception {
    multi(List.of(ops));
  }

  CuratorOp create(String path, byte[] data) throws Exception {
    return create(path, data, CreateMode.PERSISTENT);
  }

  CuratorOp create(String path, byte[] data, CreateMode mode) throws Exception {
    return client.transactionOp().create().withMode(mode).forPath(path, checked(path, data));
  }

  CuratorOp set(String path, byte[] data, int version) throws Exception {
    return client.transactionOp().setData().withVersion(version).forPath(path, checked(path, data));
  }

  CuratorOp delete(String path, int version) throws Exception {
    return client.transactionOp().delete().withVersion(version).forPath(path);
  }

  CuratorOp check(String path, int version) throws Exception {
    return client.transactionOp().check().withVersion(version).forPath(path);
  }

  /** Creates a persistent znode and what is missing above it, unless it exists. */
  void ensure(String path) throws Exception {
    try {
      client.create().creatingParentsIfNeeded().forPath(path, new byte[0]);
    } catch (KeeperException.NodeExistsException e) {
      // It is there, which is all that was asked for.
    }
  }

  /** Deletes a znode and all below it, also if others delete or add there at the same time. */
  void deleteTree(String path) throws Exception {
    client.delete().quietly().deletingChildrenIfNeeded().forPath(path);
  }

  /** Deletes a znode, if it exists, without waiting for it. */
  void deleteSoon(String path) throws Exception {
    client.delete().quietly().inBackground().forPath(path);
  }

  private static byte[] checked(String path, byte[] data) {
    if (data.length > MAX_BYTES) {
      throw new IllegalArgumentException(
          "znode too big: path=%s, bytes=%d, limit=%d".formatted(path, data.length, MAX_BYTES));
    }
    return data;
  }
}

package org.commworld.spark;

import java.util.HashMap;
import java.util.Map;
import org.commworld.spi.Bootstrap;
import org.commworld.zookeeper.ZkBootstrap;
import org.commworld.zookeeper.ZkConfig;
import org.commworld.zookeeper.ZkSession;

/**
 * The ZooKeeper sessions of this JVM, one a configuration, shared by its jobs. The last one stays
 * open when its last user leaves, for the next job of the same application, until another
 * configuration is asked for or {@link #closeIdle()} is called.
 *
 * <p>Static, because tasks come and go and have nothing else in common; with it, one session a JVM
 * holds for each class loader that has loaded this library.
 */
final class ZkSessions {
  private static final Map<ZkConfig, Shared> OPEN = new HashMap<>();

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(ZkSessions::closeIdle, "commworld-zk-close"));
  }

  private ZkSessions() {}

  /** One user's hold on a session. */
  static final class Lease implements AutoCloseable {
    private final Shared shared;
    private boolean closed;

    private Lease(Shared shared) {
      this.shared = shared;
    }

    ZkSession session() {
      return shared.session;
    }

    Bootstrap bootstrap(String appId) {
      return new ZkBootstrap(shared.session, appId);
    }

    @Override
    public void close() {
      synchronized (OPEN) {
        if (!closed) {
          closed = true;
          shared.users--;
        }
      }
    }
  }

  private static final class Shared {
    private final ZkSession session;
    private int users;

    Shared(ZkSession session) {
      this.session = session;
    }
  }

  /**
   * A session for {@code config}, which may have to be opened: blocks up to its connection timeout.
   *
   * @throws org.commworld.mpi.MpiException of class WORLD if ZooKeeper cannot be reached
   */
  static Lease acquire(ZkConfig config) {
    synchronized (OPEN) {
      Shared shared = OPEN.get(config);
      if (shared != null) {
        shared.users++;
        return new Lease(shared);
      }
    }
    // Opened outside the lock, which must not be held while ZooKeeper is waited for.
    closeIdle();
    Shared opened = new Shared(ZkSession.open(config));
    Shared shared;
    synchronized (OPEN) {
      Shared other = OPEN.putIfAbsent(config, opened);
      shared = other == null ? opened : other;
      shared.users++;
    }
    if (shared != opened) {
      opened.session.close();
    }
    return new Lease(shared);
  }

  /** Closes the sessions that nobody uses. */
  static void closeIdle() {
    Map<ZkConfig, Shared> idle = new HashMap<>();
    synchronized (OPEN) {
      OPEN.forEach(
          (config, shared) -> {
            if (shared.users == 0) {
              idle.put(config, shared);
            }
          });
      idle.keySet().forEach(OPEN::remove);
    }
    idle.values().forEach(shared -> shared.session.close());
  }
}

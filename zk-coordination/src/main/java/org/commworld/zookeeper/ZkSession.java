package org.commworld.zookeeper;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.framework.api.ACLProvider;
import org.apache.curator.framework.state.ConnectionStateListener;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.ACL;
import org.commworld.mpi.ErrorClass;
import org.commworld.mpi.MpiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection of this JVM to ZooKeeper, shared by all that coordinate in it; used by any thread.
 *
 * <p>Two threads of its own: one talks to ZooKeeper and may wait for it, and owns the mutable state
 * of everything that watches; one only counts time, so that a time-out fires while the other waits.
 */
public final class ZkSession implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ZkSession.class);

  /** Less than this tolerates no pause worth the name, so a server that grants less is refused. */
  private static final Duration SHORTEST_SESSION = Duration.ofSeconds(10);

  /** Curator believes in a session for the whole time-out after silence; the server does not. */
  private static final int EXPIRATION_PERCENT = 33;

  private static final Duration AWAY_LIMIT = Duration.ofSeconds(3);
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(2);
  private static final long CLOSE_POLL_MILLIS = 2;

  private final ZkConfig config;
  private final CuratorFramework client;
  private final ExecutorService worker;
  private final ScheduledExecutorService timer;
  private final ExecutorService notifier;
  private final AtomicBoolean closed = new AtomicBoolean();

  private ZkSession(ZkConfig config) {
    this.config = config;
    worker = Executors.newSingleThreadExecutor(daemon("commworld-zk"));
    timer = Executors.newSingleThreadScheduledExecutor(daemon("commworld-zk-timer"));
    // Curator would make one of its own for each client and never end it.
    notifier = Executors.newSingleThreadExecutor(daemon("commworld-zk-notifier"));
    client = client(config, notifier);
  }

  /**
   * Connects, waiting for a session up to the connect time-out.
   *
   * @throws MpiException of class WORLD if there is none by then, naming the connect string, the
   *     time and what each server answered; or if the server grants too short a session
   */
  public static ZkSession open(ZkConfig config) {
    long start = System.nanoTime();
    ZkSession session = new ZkSession(config);
    try {
      session.client.start();
      int millis = (int) config.connectTimeout().toMillis();
      if (!session.client.blockUntilConnected(millis, TimeUnit.MILLISECONDS)) {
        throw unreachable(config, Duration.ofNanos(System.nanoTime() - start));
      }
      session.checkGranted();
      return session;
    } catch (Exception e) {
      session.close();
      throw ZkErrors.world("connect to ZooKeeper", config, e);
    }
  }

  private static CuratorFramework client(ZkConfig config, ExecutorService notifier) {
    CuratorFrameworkFactory.Builder builder =
        CuratorFrameworkFactory.builder()
            .connectString(config.connect())
            .sessionTimeoutMs((int) config.sessionTimeout().toMillis())
            .connectionTimeoutMs((int) config.connectTimeout().toMillis())
            .retryPolicy(new BoundedBackoff(config.connectTimeout()))
            .threadFactory(daemon("commworld-zk-curator"))
            .runSafeService(notifier)
            .simulatedSessionExpirationPercent(EXPIRATION_PERCENT)
            // It follows the servers' own idea of their addresses, which NAT makes wrong.
            .ensembleTracker(false)
            // Nobody collects containers in an embedded server.
            .dontUseContainerParents()
            .defaultData(new byte[0]);
    String digest = config.digest();
    if (digest != null) {
      builder.authorization("digest", ZkConfig.digestBytes(digest)).aclProvider(new CreatorOnly());
    }
    return builder.build();
  }

  private static MpiException unreachable(ZkConfig config, Duration waited) {
    return new MpiException(
        ErrorClass.WORLD,
        "ZooKeeper cannot be reached: connect=%s, waited=%d ms, servers=[%s]"
            .formatted(
                config.connect(), waited.toMillis(), ServerProbe.describe(config.connect())));
  }

  private void checkGranted() throws Exception {
    int granted = client.getZookeeperClient().getZooKeeper().getSessionTimeout();
    long least = Math.min(SHORTEST_SESSION.toMillis(), config.sessionTimeout().toMillis());
    if (granted < least) {
      throw new MpiException(
          ErrorClass.WORLD,
          "ZooKeeper grants too short a session: granted=%d ms, least=%d ms, asked=%d ms, connect=%s"
              .formatted(granted, least, config.sessionTimeout().toMillis(), config.connect()));
    }
    LOG.debug("connected to ZooKeeper: connect={}, session={} ms", config.connect(), granted);
  }

  ZkConfig config() {
    return config;
  }

  Znodes nodes() {
    return new Znodes(client);
  }

  CuratorFramework client() {
    return client;
  }

  /** The id of the session, if there is one at the moment. */
  Optional<Long> id() {
    return handle().map(ZooKeeper::getSessionId).filter(id -> id != 0);
  }

  /** The session time-out that the server granted. */
  Duration timeout() {
    return Duration.ofMillis(client.getZookeeperClient().getLastNegotiatedSessionTimeoutMs());
  }

  /** Calls {@code listener} on the worker thread. */
  void addListener(ConnectionStateListener listener) {
    client.getConnectionStateListenable().addListener(listener, this::execute);
  }

  void removeListener(ConnectionStateListener listener) {
    client.getConnectionStateListenable().removeListener(listener);
  }

  /** Runs {@code task} on the worker thread, unless the session is closed. */
  void execute(Runnable task) {
    try {
      worker.execute(task);
    } catch (RejectedExecutionException e) {
      LOG.debug("session is closed: nothing is left to do", e);
    }
  }

  /**
   * Runs {@code task}, which must not wait, on the timer thread after {@code delay}.
   *
   * @return false if the session is closed, so that it will not run
   */
  boolean schedule(Runnable task, Duration delay) {
    if (closed.get()) {
      return false;
    }
    try {
      var unused = timer.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
      return true;
    } catch (RejectedExecutionException e) {
      LOG.debug("session was closed just now", e);
      return false;
    }
  }

  /**
   * Runs {@code task} on the worker thread and waits for it up to {@code limit}, or 3 s if the
   * connection is lost: longer than an election takes, shorter than people wait for Ctrl-C. A
   * failure is logged, not thrown: what this is for must not fail because ZooKeeper is away.
   */
  void attempt(String doing, Callable<?> task, Duration limit) {
    boolean isFull = client.getZookeeperClient().isConnected() || limit.compareTo(AWAY_LIMIT) < 0;
    Duration wait = isFull ? limit : AWAY_LIMIT;
    try {
      getUninterruptibly(worker.submit(task), wait);
    } catch (ExecutionException e) {
      LOG.warn("failed: doing={}, connect={}", doing, config.connect(), e.getCause());
    } catch (TimeoutException e) {
      LOG.warn(
          "no answer of ZooKeeper: doing={}, waited={}, connect={}", doing, wait, config.connect());
    } catch (RejectedExecutionException e) {
      LOG.debug("session is closed: doing={}", doing);
    }
  }

  /** Clearing up is not given up because the caller is being ended: that is when it is needed. */
  private static void getUninterruptibly(Future<?> result, Duration limit)
      throws ExecutionException, TimeoutException {
    long deadline = System.nanoTime() + limit.toNanos();
    boolean isInterrupted = false;
    try {
      while (true) {
        try {
          result.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
          return;
        } catch (InterruptedException e) {
          isInterrupted = true;
        }
      }
    } finally {
      if (isInterrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /**
   * Ends the session, and with it all registrations of this JVM. Waits up to 2 s for the server to
   * confirm. Closing twice is harmless.
   */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    worker.shutdownNow();
    timer.shutdownNow();
    // A server that accepts but does not answer holds ZooKeeper's close for the whole time-out.
    Thread closer = daemon("commworld-zk-close").newThread(client::close);
    Optional<ZooKeeper> handle = handle();
    closer.start();
    try {
      awaitClosed(closer, handle);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    notifier.shutdownNow();
  }

  /** The handle is closed when the server has confirmed; its threads take 100 ms more to end. */
  private static void awaitClosed(Thread closer, Optional<ZooKeeper> handle)
      throws InterruptedException {
    long start = System.nanoTime();
    while (closer.isAlive()
        && !handle.map(zk -> zk.getState() == ZooKeeper.States.CLOSED).orElse(false)
        && System.nanoTime() - start < CLOSE_LIMIT.toNanos()) {
      closer.join(CLOSE_POLL_MILLIS);
    }
  }

  private Optional<ZooKeeper> handle() {
    try {
      return Optional.of(client.getZookeeperClient().getZooKeeper());
    } catch (Exception e) {
      LOG.debug("no handle at the moment", e);
      return Optional.empty();
    }
  }

  private static ThreadFactory daemon(String name) {
    return task -> {
      Thread thread = new Thread(task, name);
      thread.setDaemon(true);
      return thread;
    };
  }

  /** Everything, parents too: who may write a parent may delete its children. */
  private static final class CreatorOnly implements ACLProvider {
    @Override
    public List<ACL> getDefaultAcl() {
      return ZooDefs.Ids.CREATOR_ALL_ACL;
    }

    @Override
    public List<ACL> getAclForPath(String path) {
      return ZooDefs.Ids.CREATOR_ALL_ACL;
    }
  }
}

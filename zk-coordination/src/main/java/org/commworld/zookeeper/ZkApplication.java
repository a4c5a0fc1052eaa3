package org.commworld.zookeeper;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.curator.framework.state.ConnectionState;
import org.apache.curator.framework.state.ConnectionStateListener;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.commworld.mpi.ErrorClass;
import org.commworld.mpi.MpiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One Spark application in ZooKeeper, as its driver registers it; all its jobs are kept below. Used
 * by any thread.
 */
public final class ZkApplication implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ZkApplication.class);

  private static final int PROTOCOL_VERSION = 1;
  private static final int ANY_VERSION = -1;
  private static final Duration END_LIMIT = Duration.ofSeconds(10);

  /** How much longer than its session a dead driver's znode may be there. */
  private static final Duration EXPIRY_SLACK = Duration.ofSeconds(5);

  private final ZkSession session;
  private final Znodes nodes;
  private final ZkPaths.App app;
  private final String description;
  private final String uid = UUID.randomUUID().toString();
  private final ConnectionStateListener listener = (client, state) -> connection(state);
  private final AtomicBoolean closed = new AtomicBoolean();

  private ZkApplication(ZkSession session, String appId, String description) {
    this.session = session;
    this.nodes = session.nodes();
    this.app = ZkPaths.app(session.config().root(), appId);
    this.description = description;
  }

  /**
   * Registers an application. If a driver of the same application died just now (the resource
   * manager started another), waits until its session has expired.
   *
   * @param description for people who look into ZooKeeper
   * @throws MpiException of class WORLD if another living driver holds {@code appId}, or ZooKeeper
   *     cannot be reached
   */
  public static ZkApplication register(ZkSession session, String appId, String description) {
    ZkApplication application = new ZkApplication(session, appId, description);
    try {
      application.nodes.ensure(application.app.jobs());
      application.registerDriver();
      session.addListener(application.listener);
      Janitor.start(session, application.app);
      return application;
    } catch (Exception e) {
      throw ZkErrors.world("register the application " + appId, session.config(), e);
    }
  }

  private void registerDriver() throws Exception {
    long deadline = System.nanoTime() + session.timeout().plus(EXPIRY_SLACK).toNanos();
    while (true) {
      try {
        create();
        return;
      } catch (KeeperException.NodeExistsException e) {
        CountDownLatch changed = new CountDownLatch(1);
        Optional<String> holder = holder(changed);
        if (holder.equals(Optional.of(uid))) {
          return;
        }
        long left = Math.max(deadline - System.nanoTime(), 0);
        if (holder.isPresent() && !changed.await(left, TimeUnit.NANOSECONDS)) {
          throw new MpiException(
              ErrorClass.WORLD,
              "application has another driver: app=%s, driver=%s"
                  .formatted(app.path(), holder.get()),
              e);
        }
      }
    }
  }

  private void create() throws Exception {
    byte[] driver =
        Json.bytes(
            Json.object()
                .put("uid", uid)
                .put("description", description)
                .put("protocol", PROTOCOL_VERSION));
    // The application's own data too: it takes away the mark of a janitor.
    nodes.multi(
        nodes.set(app.path(), description(description, false), ANY_VERSION),
        nodes.create(app.driver(), driver, CreateMode.EPHEMERAL));
  }

  /** Whose driver it is, if there is one; {@code changed} tells when that changes. */
  private Optional<String> holder(CountDownLatch changed) throws Exception {
    try {
      return Optional.of(uidOf(nodes.read(app.driver(), event -> changed.countDown())));
    } catch (KeeperException.NoNodeException e) {
      return Optional.empty();
    }
  }

  private static String uidOf(Znodes.Znode driver) {
    return Json.text("driver", Json.tree("driver", driver.data()), "uid");
  }

  private void connection(ConnectionState state) {
    if (state == ConnectionState.RECONNECTED && !closed.get()) {
      try {
        renew();
      } catch (Exception e) {
        LOG.warn("application is not registered any more: app={}", app.path(), e);
      }
    }
  }

  /** After an expiry the znode is gone, or still there under the old session. */
  private void renew() throws Exception {
    Optional<Znodes.Znode> driver = nodes.find(app.driver());
    if (driver.isPresent()) {
      long owner = driver.get().stat().getEphemeralOwner();
      if (session.id().equals(Optional.of(owner))) {
        return;
      }
      if (!uidOf(driver.get()).equals(uid)) {
        throw new IllegalStateException("another driver holds it: " + uidOf(driver.get()));
      }
      nodes.deleteTree(app.driver());
    }
    create();
    LOG.info("registered again in a new session: app={}", app.path());
  }

  static byte[] description(String description, boolean isOrphan) {
    return Json.bytes(Json.object().put("description", description).put("orphan", isOrphan));
  }

  /**
   * Ends the application: jobs that are still open are ended, the driver's registration is deleted,
   * and the application too if no job has left a record. Waits for ZooKeeper up to 10 s and only
   * logs if it is away. Closing twice is harmless.
   */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      session.removeListener(listener);
      session.attempt("end the application " + app.path(), this::end, END_LIMIT);
    }
  }

  private boolean end() throws Exception {
    Optional<Znodes.Znode> driver = nodes.find(app.driver());
    if (driver.isPresent() && !uidOf(driver.get()).equals(uid)) {
      LOG.info("another driver has taken over: app={}", app.path());
      return false;
    }
    try {
      for (String jobUid : nodes.children(app.jobs())) {
        endJob(app.job(jobUid));
      }
      nodes.deleteTree(app.driver());
      nodes.multi(nodes.delete(app.jobs(), ANY_VERSION), nodes.delete(app.path(), ANY_VERSION));
      return true;
    } catch (KeeperException.NotEmptyException | KeeperException.NoNodeException e) {
      LOG.debug("records of jobs are left, or nothing at all: app={}", app.path(), e);
      return false;
    }
  }

  private void endJob(ZkPaths.Job job) throws Exception {
    Optional<Znodes.Znode> found = nodes.find(job.path());
    Optional<Znodes.Znode> epoch = nodes.find(job.epoch());
    if (found.isPresent() && epoch.isPresent()) {
      JobRecord open = JobRecord.decode(found.get().data());
      JobRecord ended =
          new JobRecord(
              open.name(),
              JobRecord.State.CLOSED,
              EpochRegister.decode(epoch.get().data()),
              epoch.get().version(),
              null,
              Instant.now().toString());
      new JobEnd(nodes, job).settle(ended);
    }
  }
}

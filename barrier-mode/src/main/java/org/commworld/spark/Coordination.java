package org.commworld.spark;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkEnv;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerApplicationEnd;
import org.commworld.spark.control.ControlServer;
import org.commworld.spark.stats.Runs;
import org.commworld.spark.ui.RanksTab;
import org.commworld.zookeeper.EmbeddedZooKeeper;
import org.commworld.zookeeper.ZkApplication;
import org.commworld.zookeeper.ZkConfig;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the jobs of one SparkContext share in the driver: the ZooKeeper server unless there is an
 * ensemble, the registration of the application, the control server, the secrets. Each part is made
 * when the first job needs it; all end with the application.
 */
final class Coordination extends SparkListener implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Coordination.class);

  // Static, because users hand us their SparkContext at each job and nothing else.
  private static final ConcurrentHashMap<SparkContext, Coordination> OPEN =
      new ConcurrentHashMap<>();

  private final SparkContext context;
  private final StageEvents events = new StageEvents();
  private final Runs runs = new Runs();
  private final Optional<EarlyStart> early;
  private final byte @Nullable [] travellingKey;
  private final byte[] applicationKey;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Ensemble> ensembles = new HashMap<>();
  private volatile @Nullable EmbeddedZooKeeper server;
  private @Nullable ControlServer control;

  /** A ZooKeeper that this application is registered at. */
  record Ensemble(ZkConfig config, ZkSessions.Lease session, ZkApplication application) {}

  private Coordination(SparkContext context) {
    this.context = context;
    this.early = context.isLocal() && !JobKeys.areDerived() ? EarlyStart.take() : Optional.empty();
    this.travellingKey = early.isPresent() ? early.get().travellingKey() : JobKeys.travelling();
    this.applicationKey = JobKeys.applicationKey(travellingKey, context.applicationId());
  }

  /** That of {@code context}. */
  static Coordination of(SparkContext context) {
    return OPEN.computeIfAbsent(
        context,
        c -> {
          Coordination made = new Coordination(c);
          c.addSparkListener(made);
          c.addSparkListener(made.events);
          StageRequirements.warn(c.master(), c.conf());
          RanksTab.attach(c, made.runs);
          return made;
        });
  }

  /** The attempts of all jobs. */
  Runs runs() {
    return runs;
  }

  StageEvents events() {
    return events;
  }

  byte[] jobKey(String jobUid) {
    return JobKeys.jobKey(applicationKey, jobUid);
  }

  /**
   * The ZooKeeper to use.
   *
   * @param connect an ensemble, or null for the driver's own server
   * @throws JobNotStartedException if it cannot be reached or started
   */
  Ensemble ensemble(@Nullable String connect) {
    lock.lock();
    try {
      String target = connect == null ? ownServer() : connect;
      Ensemble known = ensembles.get(target);
      if (known == null) {
        known = register(target, connect == null);
        ensembles.put(target, known);
      }
      return known;
    } catch (IOException e) {
      throw new JobNotStartedException("ZooKeeper server of the driver does not start", e);
    } finally {
      lock.unlock();
    }
  }

  private Ensemble register(String connect, boolean ownServer) {
    try {
      ZkConfig config = zkConfig(connect, ownServer);
      ZkSessions.Lease lease = ZkSessions.acquire(config);
      try {
        return new Ensemble(
            config,
            lease,
            ZkApplication.register(lease.session(), context.applicationId(), context.appName()));
      } catch (RuntimeException e) {
        lease.close();
        throw e;
      }
    } catch (RuntimeException e) {
      throw new JobNotStartedException("no coordination through ZooKeeper: " + e.getMessage(), e);
    }
  }

  private ZkConfig zkConfig(String connect, boolean ownServer) {
    SparkConf conf = context.conf();
    ZkConfig defaults = ZkConfig.of(connect);
    String digest =
        ownServer
            ? JobKeys.zookeeperDigest(applicationKey)
            : BarrierConf.string(conf, BarrierConf.ZOOKEEPER_PASSWORD).orElse(null);
    return new ZkConfig(
        defaults.connect(),
        defaults.root(),
        BarrierConf.duration(conf, BarrierConf.ZOOKEEPER_SESSION_TIMEOUT),
        defaults.connectTimeout(),
        digest);
  }

  private String ownServer() throws IOException {
    EmbeddedZooKeeper running = server;
    if (running == null) {
      Path localDir = SparkEnv.get().blockManager().diskBlockManager().localDirs()[0].toPath();
      running =
          early.isPresent()
              ? early.get().server()
              : EmbeddedZooKeeper.start(bindAddress(), localDir);
      server = running;
      LOG.info("ZooKeeper server started in the driver: connect={}", running.connectString());
    }
    String bound = running.connectString();
    // Executors reach the driver by its name even where it listens on all addresses.
    return context.isLocal() ? bound : driverHost() + bound.substring(bound.lastIndexOf(':'));
  }

  /** What has happened to the driver's own ZooKeeper server, if it is no longer there. */
  Optional<String> serverLoss() {
    EmbeddedZooKeeper started = server;
    return started == null || started.isRunning()
        ? Optional.empty()
        : Optional.of(
            "the driver's ZooKeeper server has stopped: connect=" + started.connectString());
  }

  /** The control server, which a local driver does without. */
  ControlServer control() {
    lock.lock();
    try {
      if (control == null) {
        int port = BarrierConf.integer(context.conf(), BarrierConf.CONTROL_PORT);
        control = ControlServer.start(bindAddress(), port);
      }
      return control;
    } catch (IOException e) {
      throw new JobNotStartedException("driver cannot listen for its executors", e);
    } finally {
      lock.unlock();
    }
  }

  /** What the executors of one attempt are told. */
  JobSpec spec(String jobUid, int attempt, JobOptions options, ZkConfig zookeeper) {
    boolean own = options.zookeeper() == null;
    return new JobSpec(
        context.applicationId(),
        jobUid,
        attempt,
        options.ranks(),
        context.isLocal() ? null : driverHost(),
        context.isLocal() ? 0 : control().port(),
        options.joinTimeout(),
        options.algorithms().text(),
        JobSpec.Reports.of(
            options.ranks(),
            options.trace() == null
                ? 0
                : BarrierConf.positive(context.conf(), BarrierConf.TRACE_CALLS)),
        JobSpec.ZooKeeper.of(zookeeper),
        new JobSpec.Secrets(travellingKey, own ? null : zookeeper.digest(), own));
  }

  private static String driverHost() {
    return SparkEnv.get().blockManager().blockManagerId().host();
  }

  private InetAddress bindAddress() throws IOException {
    if (context.isLocal()) {
      return InetAddress.getLoopbackAddress();
    }
    return InetAddress.getByName(context.conf().get("spark.driver.bindAddress", driverHost()));
  }

  @Override
  public void onApplicationEnd(SparkListenerApplicationEnd end) {
    close();
  }

  @Override
  public void close() {
    OPEN.remove(context, this);
    lock.lock();
    try {
      for (Ensemble ensemble : ensembles.values()) {
        ensemble.application().close();
        ensemble.session().close();
      }
      ensembles.clear();
      ZkSessions.closeIdle();
      if (control != null) {
        control.close();
      }
      if (server != null) {
        server.close();
      }
    } finally {
      lock.unlock();
    }
  }
}

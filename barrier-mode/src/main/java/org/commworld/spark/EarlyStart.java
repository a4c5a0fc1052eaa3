package org.commworld.spark;

import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import org.commworld.zookeeper.EmbeddedZooKeeper;
import org.commworld.zookeeper.ZkConfig;

/**
 * The ZooKeeper server of a local application, and a session with it, started on a thread of its
 * own before there is a SparkContext: both take their time in a cold JVM, mostly apart from what
 * Spark waits for.
 */
final class EarlyStart {
  private static final AtomicReference<Optional<EarlyStart>> PREPARED =
      new AtomicReference<>(Optional.empty());

  private final byte[] travellingKey = JobKeys.random();
  private final CompletableFuture<EmbeddedZooKeeper> server = new CompletableFuture<>();

  private EarlyStart() {}

  /** Begins, unless that has been done and nobody has taken it yet. */
  static void begin() {
    EarlyStart early = new EarlyStart();
    if (PREPARED.compareAndSet(Optional.empty(), Optional.of(early))) {
      Thread thread = new Thread(early::run, "commworld-early-start");
      thread.setDaemon(true);
      thread.start();
    }
  }

  /** What has begun, for one taker. */
  static Optional<EarlyStart> take() {
    return PREPARED.getAndSet(Optional.empty());
  }

  private void run() {
    try {
      Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
      EmbeddedZooKeeper started =
          EmbeddedZooKeeper.start(InetAddress.getLoopbackAddress(), temporary);
      server.complete(started);
      String digest = JobKeys.zookeeperDigest(travellingKey);
      ZkConfig defaults = ZkConfig.of(started.connectString());
      // The session stays open for the first job, which asks for the same configuration.
      ZkSessions.acquire(
              new ZkConfig(
                  defaults.connect(),
                  defaults.root(),
                  defaults.sessionTimeout(),
                  defaults.connectTimeout(),
                  digest))
          .close();
    } catch (RuntimeException e) {
      server.completeExceptionally(e);
    }
  }

  /** The secret from which the server's identity is derived. */
  byte[] travellingKey() {
    return travellingKey.clone();
  }

  /** The server, waited for. */
  EmbeddedZooKeeper server() {
    try {
      return server.join();
    } catch (CompletionException e) {
      throw new JobNotStartedException(
          "ZooKeeper server of the driver does not start", e.getCause());
    }
  }
}

package org.commworld.spark;

import java.io.Serializable;
import java.time.Duration;
import org.commworld.spi.WorldId;
import org.commworld.zookeeper.ZkConfig;
import org.jspecify.annotations.Nullable;

/**
 * What the driver tells the executors of one attempt of a job, in the closure of its tasks.
 *
 * @param appId Spark's application
 * @param jobUid the job, the same in all attempts
 * @param attempt from 0
 * @param size ranks
 * @param controlHost where the driver listens, or null if the executors share its JVM
 * @param controlPort the port there
 * @param joinTimeout for the world to form
 * @param algorithms the text of the table of collective algorithms
 * @param reports what executors tell of their ranks
 * @param zookeeper how to reach ZooKeeper
 * @param secrets what only these executors may know
 */
record JobSpec(
    String appId,
    String jobUid,
    int attempt,
    int size,
    @Nullable String controlHost,
    int controlPort,
    Duration joinTimeout,
    String algorithms,
    Reports reports,
    ZooKeeper zookeeper,
    Secrets secrets)
    implements Serializable {

  private static final int STAGE_ATTEMPT_BITS = 16;

  /**
   * What executors tell of their ranks while they run.
   *
   * @param intervalMillis between two reports of counters
   * @param traceCalls how many calls of each rank are traced, 0 for no trace
   */
  record Reports(long intervalMillis, int traceCalls) implements Serializable {
    /** With many ranks they report less often, so that the driver hears a thousand a second. */
    static Reports of(int ranks, int traceCalls) {
      return new Reports(Math.max(1_000, ranks), traceCalls);
    }
  }

  /** Where ZooKeeper is; as a {@link ZkConfig}, which is not serializable, but for its secret. */
  record ZooKeeper(String connect, String root, Duration sessionTimeout, Duration connectTimeout)
      implements Serializable {
    static ZooKeeper of(ZkConfig config) {
      return new ZooKeeper(
          config.connect(), config.root(), config.sessionTimeout(), config.connectTimeout());
    }
  }

  /**
   * The secrets; a type of its own so that no other's toString shows them.
   *
   * @param applicationKey see {@link JobKeys#travelling()}
   * @param digest identity at an ensemble of the user's; null for one of the application's own,
   *     which {@link JobKeys} derives, or for none
   * @param ownServer whether the ZooKeeper server is the driver's
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Secrets(byte @Nullable [] applicationKey, @Nullable String digest, boolean ownServer)
      implements Serializable {
    @Override
    public String toString() {
      return "Secrets[…]";
    }
  }

  /** The world of this attempt, in the given attempt of its stage. */
  WorldId world(int stageAttempt) {
    return new WorldId(jobUid, (long) attempt << STAGE_ATTEMPT_BITS | stageAttempt, size);
  }

  byte[] jobKey() {
    return JobKeys.jobKey(applicationKey(), jobUid);
  }

  ZkConfig zkConfig() {
    String digest =
        secrets.ownServer() ? JobKeys.zookeeperDigest(applicationKey()) : secrets.digest();
    return new ZkConfig(
        zookeeper.connect(),
        zookeeper.root(),
        zookeeper.sessionTimeout(),
        zookeeper.connectTimeout(),
        digest);
  }

  private byte[] applicationKey() {
    return JobKeys.applicationKey(secrets.applicationKey(), appId);
  }
}

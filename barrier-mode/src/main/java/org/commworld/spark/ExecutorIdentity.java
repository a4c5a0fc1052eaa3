package org.commworld.spark;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import org.apache.spark.SparkEnv;
import org.apache.spark.storage.BlockManagerId;
import org.commworld.runtime.Engine;

/** Who this executor JVM is, to Spark and to its peers. */
final class ExecutorIdentity {
  private static final SecureRandom RANDOM = new SecureRandom();

  private ExecutorIdentity() {}

  /**
   * This JVM as the host of {@code ranks}.
   *
   * @param alone whether these are all ranks, so that nobody will connect
   */
  static Engine.Self self(List<Integer> ranks, boolean alone) throws IOException {
    BlockManagerId id = SparkEnv.get().blockManager().blockManagerId();
    byte[] incarnation = new byte[8];
    RANDOM.nextBytes(incarnation);
    String key = id.executorId() + "-" + HexFormat.of().formatHex(incarnation);
    InetAddress bind = alone ? InetAddress.getLoopbackAddress() : bindAddress(id.host());
    return new Engine.Self(key, id.host(), bind, ranks);
  }

  /** This host, as Spark knows it. */
  static String host() {
    return SparkEnv.get().blockManager().blockManagerId().host();
  }

  /** The executor's id in a key that {@link #self} has made. */
  static String executorId(String key) {
    return key.substring(0, key.lastIndexOf('-'));
  }

  /**
   * The address that Spark's own peers use; all addresses if that one is not this host's (behind
   * address translation).
   */
  static InetAddress bindAddress(String host) throws IOException {
    InetAddress address = InetAddress.getByName(host);
    return NetworkInterface.getByInetAddress(address) != null
        ? address
        : InetAddress.getByAddress(new byte[4]);
  }
}

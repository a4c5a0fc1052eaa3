package org.commworld.zookeeper;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Pattern;
import org.apache.zookeeper.common.PathUtils;
import org.jspecify.annotations.Nullable;

/**
 * How to reach ZooKeeper. A chroot in the connect string becomes the front of {@code root}.
 *
 * @param connect the servers, {@code host:port,host:port…}
 * @param root the znode below which everything is kept
 * @param sessionTimeout asked of the server; it also bounds the pause of a JVM that is tolerated,
 *     about two thirds of it
 * @param connectTimeout how long to wait for a session, and for an answer while the connection is
 *     lost
 * @param digest {@code user:password}: all znodes are then readable and writable by that identity
 *     only; null leaves them open to everyone who reaches the servers
 */
public record ZkConfig(
    String connect,
    String root,
    Duration sessionTimeout,
    Duration connectTimeout,
    @Nullable String digest) {

  static final String DEFAULT_ROOT = "/commworld/v1";

  private static final Pattern SERVER =
      Pattern.compile("([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+(%[A-Za-z0-9]+)?])(:([0-9]{1,5}))?");

  /** Checks the values and moves a chroot from {@code connect} to {@code root}. */
  public ZkConfig {
    int slash = connect.indexOf('/');
    String servers = slash < 0 ? connect : connect.substring(0, slash);
    String chroot = slash < 0 ? "" : connect.substring(slash);
    for (String server : servers.split(",", -1)) {
      if (!isServer(server)) {
        throw new IllegalArgumentException(
            "malformed ZooKeeper connect string: connect=%s, expected=host:port,…[/chroot]"
                .formatted(connect));
      }
    }
    connect = servers;
    root = (chroot.equals("/") ? "" : chroot) + root;
    checkPath(root);
    checkPositive("sessionTimeout", sessionTimeout);
    checkPositive("connectTimeout", connectTimeout);
    if (digest != null && (digest.indexOf(':') < 1 || digest.endsWith(":"))) {
      throw new IllegalArgumentException("ZooKeeper digest is not of the form user:password");
    }
  }

  /**
   * The configuration for {@code connect} with a session of 30 s, 15 s to connect, open ACLs and
   * {@code /commworld/v1} as root (below the chroot, if {@code connect} has one).
   *
   * @throws IllegalArgumentException if {@code connect} is malformed
   */
  public static ZkConfig of(String connect) {
    return new ZkConfig(
        connect, DEFAULT_ROOT, Duration.ofSeconds(30), Duration.ofSeconds(15), null);
  }

  /** The same with this session time-out. */
  public ZkConfig withSessionTimeout(Duration timeout) {
    return new ZkConfig(connect, root, timeout, connectTimeout, digest);
  }

  /** The same with this time to connect. */
  public ZkConfig withConnectTimeout(Duration timeout) {
    return new ZkConfig(connect, root, sessionTimeout, timeout, digest);
  }

  /** The same with this identity, {@code user:password}, as the only one that has access. */
  public ZkConfig withDigest(@Nullable String identity) {
    return new ZkConfig(connect, root, sessionTimeout, connectTimeout, identity);
  }

  static byte[] digestBytes(String digest) {
    return digest.getBytes(StandardCharsets.UTF_8);
  }

  private static boolean isServer(String server) {
    var matcher = SERVER.matcher(server);
    if (!matcher.matches()) {
      return false;
    }
    String port = matcher.group(4);
    return port == null || (Integer.parseInt(port) > 0 && Integer.parseInt(port) <= 65535);
  }

  private static void checkPath(String root) {
    try {
      PathUtils.validatePath(root);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("invalid ZooKeeper root: root=" + root, e);
    }
    if (root.equals("/")) {
      throw new IllegalArgumentException("ZooKeeper root must be below /: root=" + root);
    }
  }

  private static void checkPositive(String name, Duration value) {
    if (value.toMillis() <= 0 || value.toMillis() > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("invalid time-out: " + name + "=" + value);
    }
  }

  @Override
  public String toString() {
    return "ZkConfig[connect=%s, root=%s, sessionTimeout=%s, connectTimeout=%s, digest=%s]"
        .formatted(
            connect, root, sessionTimeout, connectTimeout, digest == null ? "none" : "(hidden)");
  }
}

package org.commworld.zookeeper;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.apache.zookeeper.server.NIOServerCnxnFactory;
import org.apache.zookeeper.server.ZooKeeperServer;
import org.apache.zookeeper.server.persistence.FileTxnSnapLog;
import org.apache.zookeeper.util.ServiceUtils;
import org.commworld.mpi.ErrorClass;
import org.commworld.mpi.MpiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A ZooKeeper server inside this JVM, on a free port, whose state is not meant to survive it: the
 * driver's, when no ensemble is given. Used by any thread.
 *
 * <p>ZooKeeper's own embedded server cannot tell a port it chose itself (ZOOKEEPER-4962) and would
 * end the JVM on severe errors; this one does neither. A full disk stops it without a sign: poll
 * {@link #isRunning()}. Its port is for the cluster's network only: ZooKeeper does not defend it
 * against those who connect and say little.
 */
public final class EmbeddedZooKeeper implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedZooKeeper.class);

  private static final int TICK_MILLIS = 500;
  private static final int SHORTEST_SESSION_MILLIS = 1_000;
  private static final int LONGEST_SESSION_MILLIS = 120_000;
  private static final int DEFAULT_BACKLOG = -1;

  /** Executors of one host share its address, so connections are not limited by address. */
  private static final int UNLIMITED_PER_ADDRESS = 0;

  /**
   * ZooKeeper reads these once a JVM. The log need not be forced to disk, as it does not outlive
   * us; 64 MiB of preallocated log would be written for nothing; connections are bounded in all.
   */
  private static final Map<String, String> PROPERTIES =
      Map.of(
          "zookeeper.forceSync", "no",
          "zookeeper.preAllocSize", "1024",
          "zookeeper.maxCnxns", "4096");

  private final Path directory;
  private final ZooKeeperServer server;
  private final NIOServerCnxnFactory connections;
  private final String connectString;
  private final Thread hook;
  private final AtomicBoolean closed = new AtomicBoolean();

  private EmbeddedZooKeeper(InetAddress bind, Path directory)
      throws IOException, InterruptedException {
    this.directory = directory;
    File data = directory.toFile();
    server = new QuietServer(new FileTxnSnapLog(data, data));
    connections = new NIOServerCnxnFactory();
    connections.configure(
        new InetSocketAddress(bind, 0), UNLIMITED_PER_ADDRESS, DEFAULT_BACKLOG, false);
    try {
      connections.startup(server);
    } catch (IOException | InterruptedException e) {
      connections.shutdown();
      throw e;
    }
    connectString = host(bind) + ":" + connections.getLocalPort();
    hook = new Thread(() -> deleteTree(directory), "commworld-zookeeper-cleanup");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /**
   * Starts a server.
   *
   * @param bind the address to listen on
   * @param parentDir where to make a directory of its own, which only this user can read and which
   *     is deleted on close and when the JVM ends
   * @throws MpiException of class WORLD if it cannot start
   */
  public static EmbeddedZooKeeper start(InetAddress bind, Path parentDir) {
    PROPERTIES.forEach(EmbeddedZooKeeper::setUnlessSet);
    ServiceUtils.setSystemExitProcedure(ServiceUtils.LOG_ONLY);
    Path directory = null;
    try {
      Files.createDirectories(parentDir);
      // Mode 0700, where the file system has modes.
      directory = Files.createTempDirectory(parentDir, "commworld-zookeeper-");
      return new EmbeddedZooKeeper(bind, directory);
    } catch (IOException | InterruptedException e) {
      if (directory != null) {
        deleteTree(directory);
      }
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      throw new MpiException(
          ErrorClass.WORLD,
          "cannot start a ZooKeeper server: bind=%s, parentDir=%s, cause=%s"
              .formatted(bind.getHostAddress(), parentDir, e),
          e);
    }
  }

  /** What members connect with: {@code host:port}. */
  public String connectString() {
    return connectString;
  }

  /** Whether it serves; false after close, and after an error that stopped it. */
  public boolean isRunning() {
    return !closed.get() && server.isRunning();
  }

  /** The server, for tests that count what it holds. */
  ZooKeeperServer server() {
    return server;
  }

  Path directory() {
    return directory;
  }

  /** Stops the server and deletes its directory. Closing twice is harmless. */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    connections.shutdown();
    server.shutdown();
    try {
      server.getTxnLogFactory().close();
    } catch (IOException e) {
      LOG.debug("log of the embedded ZooKeeper did not close: directory={}", directory, e);
    }
    deleteTree(directory);
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      LOG.debug("the JVM is ending already: the hook runs or has run", e);
    }
  }

  private static void setUnlessSet(String key, String value) {
    if (System.getProperty(key) == null) {
      System.setProperty(key, value);
      LOG.debug("set for the embedded ZooKeeper: {}={}", key, value);
    }
  }

  private static String host(InetAddress bind) throws IOException {
    InetAddress reachable = bind.isAnyLocalAddress() ? InetAddress.getLocalHost() : bind;
    String address = reachable.getHostAddress();
    return reachable instanceof Inet6Address ? "[" + address + "]" : address;
  }

  private static void deleteTree(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : deepestFirst) {
        Files.deleteIfExists(file);
      }
    } catch (NoSuchFileException e) {
      LOG.debug("deleted already: directory={}", directory);
    } catch (IOException | UncheckedIOException e) {
      LOG.warn("cannot delete: directory={}", directory, e);
    }
  }

  /** Without management beans, which nobody asks for and which cost time at the start. */
  private static final class QuietServer extends ZooKeeperServer {
    QuietServer(FileTxnSnapLog log) {
      super(
          log,
          TICK_MILLIS,
          SHORTEST_SESSION_MILLIS,
          LONGEST_SESSION_MILLIS,
          DEFAULT_BACKLOG,
          null,
          "");
    }

    @Override
    protected void registerJMX() {}

    @Override
    protected void unregisterJMX() {}
  }
}

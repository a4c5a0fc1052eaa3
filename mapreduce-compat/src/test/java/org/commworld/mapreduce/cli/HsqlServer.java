package org.commworld.mapreduce.cli;

import java.io.File;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Arrays;

/** A database in memory, for the example program that counts in one. */
final class HsqlServer implements AutoCloseable {
  /** Not the name by which the program would start a database of its own, on a fixed port. */
  static final String DRIVER = "org.hsqldb.jdbcDriver";

  private final Object server;
  private final int port;

  private HsqlServer(Object server, int port) {
    this.server = server;
    this.port = port;
  }

  /** Blocks until connections are taken. By reflection: only one profile has the database. */
  static HsqlServer start() throws Exception {
    Class<?> type = Class.forName("org.hsqldb.server.Server");
    Object server = type.getConstructor().newInstance();
    int port = freePort();
    type.getMethod("setDatabaseName", int.class, String.class).invoke(server, 0, "count");
    type.getMethod("setDatabasePath", int.class, String.class).invoke(server, 0, "mem:count");
    type.getMethod("setAddress", String.class).invoke(server, "127.0.0.1");
    type.getMethod("setPort", int.class).invoke(server, port);
    type.getMethod("setSilent", boolean.class).invoke(server, true);
    type.getMethod("start").invoke(server);
    return new HsqlServer(server, port);
  }

  private static int freePort() throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  String url() {
    return "jdbc:hsqldb:hsql://127.0.0.1:" + port + "/count";
  }

  static Path jar() {
    return Arrays.stream(
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
                .split(File.pathSeparator))
        .map(Path::of)
        .filter(jar -> jar.getFileName().toString().startsWith("hsqldb-"))
        .findAny()
        .orElseThrow();
  }

  @Override
  public void close() throws ReflectiveOperationException {
    server.getClass().getMethod("stop").invoke(server);
  }
}

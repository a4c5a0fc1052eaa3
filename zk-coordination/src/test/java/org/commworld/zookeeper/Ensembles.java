package org.commworld.zookeeper;

import java.io.IOException;
import java.net.BindException;
import java.net.ServerSocket;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.curator.test.InstanceSpec;
import org.apache.curator.test.TestingCluster;

/**
 * Ensembles of ZooKeeper servers in this JVM. Their ports are below those that Linux gives outgoing
 * connections: one of these, of the ensemble's own among them, may take a port between its choice
 * and its use, and a server whose port is taken ends the JVM.
 */
public final class Ensembles {
  private static final int FIRST_PORT = 10_000;
  private static final int FIRST_OUTGOING_PORT = 32_768;
  private static final int ATTEMPTS = 100;

  private Ensembles() {}

  /** Three servers, not started. */
  public static TestingCluster ofThree(int tickMillis) throws IOException {
    InstanceSpec[] specs = new InstanceSpec[3];
    for (int i = 0; i < specs.length; i++) {
      specs[i] =
          new InstanceSpec(
              null, freePort(), freePort(), freePort(), true, -1, tickMillis, -1, Map.of());
    }
    return new TestingCluster(specs);
  }

  private static int freePort() throws IOException {
    for (int i = 0; ; i++) {
      int port = ThreadLocalRandom.current().nextInt(FIRST_PORT, FIRST_OUTGOING_PORT);
      try (ServerSocket free = new ServerSocket(port)) {
        return free.getLocalPort();
      } catch (BindException e) {
        if (i == ATTEMPTS) {
          throw e;
        }
      }
    }
  }
}

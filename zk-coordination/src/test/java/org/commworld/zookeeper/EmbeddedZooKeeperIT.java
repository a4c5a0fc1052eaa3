package org.commworld.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.zookeeper.util.ServiceUtils;
import org.commworld.mpi.ErrorClass;
import org.commworld.mpi.MpiException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class EmbeddedZooKeeperIT {
  @TempDir Path parent;

  @Test
  void itsDirectoryIsForItsUserOnlyAndIsDeletedOnClose() throws Exception {
    EmbeddedZooKeeper server = Lab.server(parent.resolve("not/there/yet"));
    Path directory = server.directory();

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)))
        .isEqualTo("rwx------");
    server.close();
    server.close();
    assertThat(directory).doesNotExist();
    assertThat(server.isRunning()).isFalse();
  }

  @Test
  void itListensOnlyOnTheAddressItWasGiven() throws Exception {
    try (EmbeddedZooKeeper server = Lab.server(parent)) {
      int port = Integer.parseInt(server.connectString().replaceFirst(".*:", ""));

      assertThat(server.connectString()).isEqualTo("127.0.0.1:" + port);
      // Another loopback address is free to bind, so the server does not hold all of them.
      try (ServerSocket other = new ServerSocket()) {
        other.bind(new InetSocketAddress("127.0.0.2", port));
        assertThat(other.isBound()).isTrue();
      }
    }
  }

  @Test
  void serversOfOneJvmDoNotDisturbEachOther() throws Exception {
    try (EmbeddedZooKeeper two = Lab.server(parent);
        ZkSession session = ZkSession.open(Lab.config(two.connectString()))) {
      Lab.server(parent).close();

      session.nodes().ensure("/still/here");

      assertThat(two.isRunning()).isTrue();
      assertThat(session.nodes().children("/still")).containsExactly("here");
    }
  }

  @Test
  void itDoesNotMakePropertiesItsOwnThatSomebodySet() {
    String before = System.setProperty("zookeeper.maxCnxns", "77");
    try (EmbeddedZooKeeper server = Lab.server(parent)) {
      assertThat(server.isRunning()).isTrue();
      assertThat(System.getProperty("zookeeper.maxCnxns")).isEqualTo("77");
    } finally {
      if (before == null) {
        System.clearProperty("zookeeper.maxCnxns");
      } else {
        System.setProperty("zookeeper.maxCnxns", before);
      }
    }
  }

  @Test
  void zooKeeperCannotEndTheJvm() {
    try (EmbeddedZooKeeper server = Lab.server(parent)) {
      // With ZooKeeper's own procedure this call would end the test's JVM.
      ServiceUtils.requestSystemExit(1);

      assertThat(server.isRunning()).isTrue();
    }
  }

  @Test
  void anAddressThatIsNotHereIsNamed() throws Exception {
    InetAddress elsewhere = InetAddress.getByName("192.0.2.1");

    assertThatThrownBy(() -> EmbeddedZooKeeper.start(elsewhere, parent))
        .isInstanceOfSatisfying(
            MpiException.class, e -> assertThat(e.errorClass()).isEqualTo(ErrorClass.WORLD))
        .hasMessageContaining("bind=192.0.2.1");
    try (Stream<Path> left = Files.list(parent)) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void aFullDiskStopsTheServerButNotTheJvm() throws Exception {
    assumeThat(run("mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", parent.toString()))
        .as("mounting needs root")
        .isTrue();
    try {
      try (EmbeddedZooKeeper server = Lab.server(parent)) {
        ZkConfig config =
            Lab.config(server.connectString()).withConnectTimeout(Duration.ofSeconds(2));
        try (ZkSession session = ZkSession.open(config)) {
          assertThatThrownBy(() -> fill(session)).isNotInstanceOf(AssertionError.class);
        }
        Lab.eventually("the server has stopped", () -> !server.isRunning());
      }
      try (Stream<Path> left = Files.list(parent)) {
        assertThat(left).isEmpty();
      }
    } finally {
      assertThat(run("umount", "-l", parent.toString())).isTrue();
    }
  }

  private static void fill(ZkSession session) throws Exception {
    Znodes nodes = session.nodes();
    for (int i = 0; i < 100; i++) {
      nodes.multi(nodes.create("/big" + i, new byte[256 * 1024]));
    }
    throw new AssertionError("25 MB went into 3 MB");
  }

  private static boolean run(String... command) throws IOException, InterruptedException {
    try {
      Process process = new ProcessBuilder(command).start();
      return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    }
  }
}

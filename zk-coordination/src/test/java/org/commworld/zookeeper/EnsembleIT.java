package org.commworld.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.curator.test.InstanceSpec;
import org.apache.curator.test.TestingCluster;
import org.apache.curator.test.TestingZooKeeperServer;
import org.commworld.spi.Failure;
import org.commworld.spi.Membership;
import org.commworld.spi.WorldId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class EnsembleIT {
  private static final int TICK_MILLIS = 1_000;

  private TestingCluster cluster;
  private Lab lab;

  @BeforeEach
  void start() throws Exception {
    cluster = Ensembles.ofThree(TICK_MILLIS);
    cluster.start();
    lab = new Lab(Lab.config(cluster.getConnectString()));
  }

  @AfterEach
  void stop() throws Exception {
    lab.close();
    cluster.close();
  }

  @Test
  void aRunningWorldDoesNotMindTheLossOfTheLeader() throws Exception {
    WorldId world = Lab.world(1, 3);
    ZkWorld opened = lab.open(world);
    List<Membership> members = lab.joinAll(world);

    killLeader();

    // A write that is acknowledged proves that the new leader serves.
    Lab.eventually("the ensemble serves again", () -> writes(world));
    assertThat(members.get(0).awaitFailure(Duration.ofSeconds(1))).isEmpty();
    assertThat(opened.failure()).isEmpty();
    members.get(1).fail(Lab.failure(1));
    for (Membership member : members) {
      assertThat(member.awaitFailure(Lab.SOON)).contains(Lab.failure(1));
    }
    assertThat(opened.awaitFailure(Lab.SOON)).contains(Lab.failure(1));
  }

  @Test
  void aFailureProposedWhileThereIsNoLeaderReachesEverybody() throws Exception {
    WorldId world = Lab.world(1, 3);
    ZkWorld opened = lab.open(world);
    List<Membership> members = lab.joinAll(world);

    killLeader();
    members.get(2).fail(Lab.failure(2));

    for (Membership member : members) {
      assertThat(member.awaitFailure(Lab.SOON)).contains(Lab.failure(2));
    }
    assertThat(opened.awaitFailure(Lab.SOON)).contains(Lab.failure(2));
  }

  @Test
  void aWorldFormsThoughTheLeaderIsLostMeanwhile() throws Exception {
    WorldId world = Lab.world(1, 3);
    ZkWorld opened = lab.open(world);
    CompletableFuture<Membership> one = lab.join(lab.session(), world, Lab.card("a", 0));
    ZkSession second = lab.session();
    ZkSession third = lab.session();

    killLeader();
    CompletableFuture<Membership> two = lab.join(second, world, Lab.card("b", 1));
    CompletableFuture<Membership> three = lab.join(third, world, Lab.card("c", 2));

    for (CompletableFuture<Membership> member : List.of(one, two, three)) {
      assertThat(member.get(60, TimeUnit.SECONDS).roster().processes()).hasSize(3);
    }
    assertThat(opened.failure()).isEmpty();
  }

  @Test
  void aRunningWorldGoesOnWithoutAnyServerUnlessStrict() throws Exception {
    WorldId world = Lab.world(1, 2);
    ZkWorld opened = lab.open(world);
    ZkSession strictSession =
        lab.closing(
            ZkSession.open(
                Lab.config(cluster.getConnectString()).withSessionTimeout(Duration.ofSeconds(6))));
    CompletableFuture<Membership> lax = lab.join(lab.session(), world, Lab.card("a", 0));
    CompletableFuture<Membership> strict =
        CompletableFuture.supplyAsync(
            () ->
                new ZkBootstrap(strictSession, Lab.APP, true)
                    .join(world, Lab.card("b", 1), Lab.SOON),
            lab.threads());
    Membership going = lax.get(20, TimeUnit.SECONDS);
    Membership leased = strict.get(20, TimeUnit.SECONDS);

    cluster.stop();

    Failure failure = leased.awaitFailure(Lab.SOON).orElseThrow();
    assertThat(failure.kind()).isEqualTo(Failure.Kind.COORDINATION_LOST);
    assertThat(failure.message()).contains("lease", "ranks=1", "host-b");
    assertThat(going.awaitFailure(Duration.ZERO)).isEmpty();
    assertThat(opened.failure()).isEmpty();
    going.fail(Lab.failure(0));
    assertThat(going.awaitFailure(Duration.ofSeconds(3))).contains(Lab.failure(0));
  }

  @Test
  void theJoinDeadlineHoldsWithoutAnyServer() throws Exception {
    ZkWorld opened = lab.open(Lab.world(1, 2), Duration.ofSeconds(4));

    cluster.stop();

    Failure failure = opened.awaitFailure(Lab.SOON).orElseThrow();
    assertThat(failure.kind()).isEqualTo(Failure.Kind.JOIN_TIMEOUT);
    assertThat(failure.message()).contains("missingRanks=0-1");
  }

  private boolean writes(WorldId world) {
    try {
      lab.nodes().multi(lab.nodes().check(lab.job(world).epoch(), -1));
      return true;
    } catch (Exception e) {
      return false;
    }
  }

  private void killLeader() throws Exception {
    for (TestingZooKeeperServer server : cluster.getServers()) {
      if (isLeader(server.getInstanceSpec())) {
        assertThat(cluster.killServer(server.getInstanceSpec())).isTrue();
        return;
      }
    }
    throw new AssertionError("no leader");
  }

  private static boolean isLeader(InstanceSpec server) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.getPort())) {
      socket.getOutputStream().write("srvr".getBytes(StandardCharsets.US_ASCII));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      return answer.contains("Mode: leader");
    }
  }
}

package org.commworld.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.curator.test.InstanceSpec;
import org.apache.curator.test.TestingServer;
import org.apache.zookeeper.KeeperException;
import org.commworld.mpi.ErrorClass;
import org.commworld.mpi.MpiException;
import org.commworld.spi.Failure;
import org.commworld.spi.Membership;
import org.commworld.spi.WorldId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class SessionIT {
  private EmbeddedZooKeeper server;
  private Lab lab;

  @BeforeEach
  void start(@TempDir Path directory) {
    server = Lab.server(directory);
    lab = new Lab(Lab.config(server.connectString()));
  }

  @AfterEach
  void stop() throws Exception {
    lab.close();
    server.close();
  }

  @Test
  void aServerThatIsNotThereIsNamedWithTheTimeWaitedAndTheCause() throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    ZkConfig nowhere = ZkConfig.of("127.0.0.1:" + port).withConnectTimeout(Duration.ofMillis(700));

    assertThatThrownBy(() -> ZkSession.open(nowhere))
        .isInstanceOfSatisfying(
            MpiException.class, e -> assertThat(e.errorClass()).isEqualTo(ErrorClass.WORLD))
        .hasMessageContaining("connect=127.0.0.1:" + port)
        .hasMessageContaining("waited=")
        .hasMessageContaining("Connection refused");
  }

  @Test
  void aServerThatSaysNothingIsTold() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      ZkConfig config =
          ZkConfig.of("127.0.0.1:" + silent.getLocalPort())
              .withConnectTimeout(Duration.ofMillis(700));

      assertThatThrownBy(() -> ZkSession.open(config))
          .hasMessageContaining("accepts connections but gave no session");
    }
  }

  @Test
  void aServerThatGrantsTooShortASessionIsRefused() throws Exception {
    InstanceSpec spec = new InstanceSpec(null, -1, -1, -1, true, -1, 200, -1, Map.of());
    try (TestingServer shortSessions = new TestingServer(spec, true)) {
      ZkConfig config = ZkConfig.of(shortSessions.getConnectString());

      assertThatThrownBy(() -> ZkSession.open(config))
          .isInstanceOf(MpiException.class)
          .hasMessageContaining("granted=4000 ms, least=10000 ms, asked=30000 ms");
    }
  }

  @Test
  void aClosedSessionLeavesNoThread() throws Exception {
    ZkSession session = lab.session();
    assertThat(threadsOf("commworld-zk")).isNotEmpty();
    lab.close();

    session.close();

    Lab.eventually("no thread is left", () -> threadsOf("commworld-zk").isEmpty());
  }

  @Test
  void anExpiredSessionFailsTheWorldForAll() throws Exception {
    WorldId world = Lab.world(1, 2);
    ZkWorld opened = lab.open(world);
    ZkSession expiring = lab.session();
    CompletableFuture<Membership> one = lab.join(lab.session(), world, Lab.card("a", 0));
    CompletableFuture<Membership> two = lab.join(expiring, world, Lab.card("b", 1));
    Membership other = one.get(20, TimeUnit.SECONDS);
    Membership expired = two.get(20, TimeUnit.SECONDS);

    Lab.expire(expiring);

    Failure failure = expired.awaitFailure(Lab.SOON).orElseThrow();
    assertThat(failure.kind()).isEqualTo(Failure.Kind.COORDINATION_LOST);
    assertThat(failure.message()).contains("session expired", "ranks=1", "host-b");
    assertThat(other.awaitFailure(Lab.SOON)).contains(failure);
    assertThat(opened.awaitFailure(Lab.SOON)).contains(failure);
  }

  @Test
  void anExpiryWhileFormingEndsTheJoin() throws Exception {
    WorldId world = Lab.world(1, 2);
    lab.open(world);
    ZkSession expiring = lab.session();
    CompletableFuture<Membership> member = lab.join(expiring, world, Lab.card("a", 0));
    String registered = lab.job(world).at(1).member("a");
    Lab.eventually("a has registered", () -> exists(registered));

    Lab.expire(expiring);

    assertThatThrownBy(() -> member.get(20, TimeUnit.SECONDS))
        .hasMessageContaining("session expired");
  }

  @Test
  void theDriverSurvivesAnExpiryOfItsOwnSession() throws Exception {
    WorldId world = Lab.world(1, 1);
    ZkWorld opened = lab.open(world);
    long before = lab.driver.id().orElseThrow();

    Lab.expire(lab.driver);
    Lab.eventually("a new session", () -> !lab.driver.id().orElse(before).equals(before));
    String driver = ZkPaths.app(lab.driver.config().root(), Lab.APP).driver();
    Lab.eventually("registered again", () -> owner(driver) == lab.driver.id().orElse(0L));
    Membership member = lab.join(lab.session(), world, Lab.card("a", 0)).get(20, TimeUnit.SECONDS);

    member.fail(Lab.failure(0));
    assertThat(opened.awaitFailure(Lab.SOON)).contains(Lab.failure(0));
  }

  @Test
  void aRegistrationWhoseAnswerWasLostIsRecognised() throws Exception {
    WorldId world = Lab.world(1, 1);
    lab.open(world);
    try (AnswerDropper dropper = new AnswerDropper(server.connectString());
        ZkSession session = ZkSession.open(Lab.config(dropper.connectString()))) {
      dropper.dropAnswerTo("/m/lost");

      Membership member = lab.join(session, world, Lab.card("lost", 0)).get(20, TimeUnit.SECONDS);

      assertThat(dropper.awaitDropped()).isTrue();
      assertThat(member.roster().processes()).containsExactly(Lab.card("lost", 0));
      assertThat(lab.nodes().children(lab.job(world).at(1).members())).containsExactly("lost");
    }
  }

  @Test
  void anAbortWhoseAnswerWasLostIsTheFirstCauseAllTheSame() throws Exception {
    WorldId world = Lab.world(1, 1);
    ZkWorld opened = lab.open(world);
    try (AnswerDropper dropper = new AnswerDropper(server.connectString());
        ZkSession session = ZkSession.open(Lab.config(dropper.connectString()))) {
      Membership member = lab.join(session, world, Lab.card("a", 0)).get(20, TimeUnit.SECONDS);
      dropper.dropAnswerTo("ABORTING");

      member.fail(Lab.failure(0));

      assertThat(dropper.awaitDropped()).isTrue();
      assertThat(member.awaitFailure(Lab.SOON)).contains(Lab.failure(0));
      assertThat(opened.awaitFailure(Lab.SOON)).contains(Lab.failure(0));
    }
  }

  @Test
  void aWorldRosterAndEndWhoseAnswersWereLostAreWrittenOnce() throws Exception {
    List<String> requests = List.of("FORMING", "READY", "DONE", "finished");
    for (String lost : requests) {
      WorldId other = new WorldId("%032x".formatted(requests.indexOf(lost)), 1, 1);
      try (AnswerDropper dropper = new AnswerDropper(server.connectString());
          ZkSession driver = ZkSession.open(Lab.config(dropper.connectString()))) {
        dropper.dropAnswerTo(lost);

        ZkWorld opened =
            ZkWorld.open(driver, Lab.APP, other, "job", Duration.ofSeconds(30), Lab.GRACE);
        lab.join(lab.session(), other, Lab.card("a", 0)).get(20, TimeUnit.SECONDS).close();
        opened.done();
        opened.close();

        assertThat(dropper.awaitDropped()).as(lost).isTrue();
        assertThat(lab.record(other).state()).as(lost).isEqualTo(JobRecord.State.DONE);
        assertThat(lab.tree(lab.job(other).path())).as(lost).hasSize(1);
      }
    }
  }

  @Test
  void aDigestKeepsStrangersOut() throws Exception {
    ZkConfig open = Lab.config(server.connectString());
    ZkConfig digest =
        new ZkConfig(
            open.connect(),
            "/private/v1",
            open.sessionTimeout(),
            open.connectTimeout(),
            "app:secret");
    WorldId world = Lab.world(1, 1);
    try (ZkSession session = ZkSession.open(digest);
        ZkApplication application = ZkApplication.register(session, Lab.APP, "private");
        ZkWorld opened = ZkWorld.open(session, Lab.APP, world, "job", Lab.SOON)) {
      assertThat(application).isNotNull();
      Membership member = new ZkBootstrap(session, Lab.APP).join(world, Lab.card("a", 0), Lab.SOON);

      ZkPaths.Job job = ZkPaths.app(digest.root(), Lab.APP).job(world.jobUid());
      for (ZkConfig stranger : List.of(open, digest.withDigest("app:guess"))) {
        try (ZkSession foreign = ZkSession.open(stranger)) {
          Znodes nodes = foreign.nodes();
          assertDenied(() -> nodes.read(job.at(1).ctl()));
          assertDenied(() -> nodes.children(digest.root()));
          assertDenied(() -> nodes.multi(nodes.delete(job.at(1).ctl(), -1)));
          assertDenied(() -> nodes.multi(nodes.delete(job.at(1).member("a"), -1)));
          assertDenied(() -> nodes.multi(nodes.create("/private/x", new byte[0])));
          assertDenied(() -> nodes.multi(nodes.create(job.at(1).member("b"), new byte[0])));
        }
      }
      assertThat(opened.failure()).isEmpty();
      member.close();
    }
  }

  private interface Access {
    void run() throws Exception;
  }

  private static void assertDenied(Access access) {
    assertThatThrownBy(access::run).isInstanceOf(KeeperException.NoAuthException.class);
  }

  private long owner(String path) {
    try {
      return lab.nodes().find(path).map(n -> n.stat().getEphemeralOwner()).orElse(-1L);
    } catch (Exception e) {
      return -1;
    }
  }

  private boolean exists(String path) {
    return owner(path) != -1;
  }

  private static List<String> threadsOf(String prefix) {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith(prefix))
        .toList();
  }
}

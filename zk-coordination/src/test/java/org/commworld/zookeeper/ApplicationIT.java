package org.commworld.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.commworld.mpi.MpiException;
import org.commworld.spi.WorldId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class ApplicationIT {
  private static final WorldId WORLD = Lab.world(1, 1);

  private EmbeddedZooKeeper server;
  private Lab lab;
  private String apps;

  @BeforeEach
  void start(@TempDir Path directory) {
    server = Lab.server(directory);
    lab = new Lab(Lab.config(server.connectString()));
    apps = ZkPaths.apps(lab.driver.config().root());
  }

  @AfterEach
  void stop() throws Exception {
    lab.close();
    server.close();
  }

  @Test
  void anApplicationWithoutJobsLeavesNothing() throws Exception {
    lab.application.close();

    assertThat(lab.nodes().children(apps)).isEmpty();
  }

  @Test
  void anApplicationLeavesItsJobsRecordsAndEndsOpenJobs() throws Exception {
    lab.open(WORLD);

    lab.application.close();

    String app = apps + "/" + Lab.APP;
    assertThat(lab.tree(app)).containsExactly(app, app + "/jobs", app + "/jobs/" + WORLD.jobUid());
    assertThat(lab.record(WORLD).state()).isEqualTo(JobRecord.State.CLOSED);
  }

  @Test
  void aWorldOfAnApplicationThatIsNotRegisteredIsRefused() {
    assertThatThrownBy(
            () -> ZkWorld.open(lab.driver, "unknown", WORLD, "job", Duration.ofSeconds(1)))
        .isInstanceOf(MpiException.class)
        .hasMessageContaining("application unknown");
  }

  @Test
  void aSecondDriverWaitsForTheFirstToBeGone() throws Exception {
    ZkSession second = lab.session();

    CompletableFuture<ZkApplication> waiting =
        CompletableFuture.supplyAsync(
            () -> ZkApplication.register(second, Lab.APP, "second"), lab.threads());
    Lab.eventually(
        "the second driver waits",
        () -> server.server().getZKDatabase().getDataTree().getWatchCount() == 1);
    assertThat(waiting).isNotDone();
    lab.driver.close();

    try (ZkApplication application = waiting.get(20, TimeUnit.SECONDS)) {
      assertThat(second.nodes().find(apps + "/" + Lab.APP + "/driver")).isPresent();
      assertThat(application).isNotNull();
    }
  }

  @Test
  void theJanitorMarksFirstAndRemovesWhatWasMarkedLongAgo() throws Exception {
    lab.open(WORLD);
    ZkSession later = lab.session();
    ZkPaths.App own = ZkPaths.app(later.config().root(), "app-2");
    lab.driver.close();
    try (ZkApplication application = ZkApplication.register(later, "app-2", "later")) {
      assertThat(application).isNotNull();
      Znodes nodes = later.nodes();
      Lab.eventually("marked by the new driver's janitor", () -> isOrphan(nodes));

      new Janitor(nodes, later.config().root(), own, Duration.ofDays(1)).run();
      assertThat(nodes.children(apps)).contains(Lab.APP);
      // The mark is younger than this driver, so it is long ago only by a negative time.
      new Janitor(nodes, later.config().root(), own, Duration.ofDays(-1)).run();

      assertThat(nodes.children(apps)).containsExactly("app-2");
    }
  }

  @Test
  void theJanitorLeavesLivingApplicationsAlone() throws Exception {
    ZkSession other = lab.session();
    ZkPaths.App own = ZkPaths.app(other.config().root(), "app-2");
    try (ZkApplication application = ZkApplication.register(other, "app-2", "other")) {
      assertThat(application).isNotNull();
      Janitor janitor = new Janitor(other.nodes(), other.config().root(), own, Duration.ofDays(-1));

      janitor.run();
      janitor.run();

      assertThat(lab.nodes().children(apps)).containsExactlyInAnyOrder(Lab.APP, "app-2");
    }
  }

  @Test
  void aDriverThatComesBackTakesTheMarkAway() throws Exception {
    ZkSession other = lab.session();
    lab.driver.close();
    try (ZkApplication marker = ZkApplication.register(other, "app-2", "marker")) {
      assertThat(marker).isNotNull();
      Lab.eventually("marked", () -> isOrphan(other.nodes()));

      try (ZkApplication back = ZkApplication.register(other, Lab.APP, "back")) {
        assertThat(back).isNotNull();
        assertThat(isOrphan(other.nodes())).isFalse();
        assertThat(other.nodes().children(apps)).contains(Lab.APP);
      }
    }
  }

  private boolean isOrphan(Znodes nodes) {
    try {
      return nodes
          .find(apps + "/" + Lab.APP)
          .map(node -> Json.tree("application", node.data()).path("orphan").asBoolean())
          .orElse(false);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}

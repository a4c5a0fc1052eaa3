package org.commworld.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.commworld.mpi.AbortException;
import org.commworld.spi.Failure;
import org.commworld.spi.Membership;
import org.commworld.spi.WorldId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class FailureIT {
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
  void aRankThatThrowsReachesAllMembersAndTheDriver() throws Exception {
    WorldId world = Lab.world(1, 3);
    ZkWorld opened = lab.open(world);
    List<Membership> members = lab.joinAll(world);

    members.get(2).fail(Lab.failure(2));

    for (Membership member : members) {
      assertThat(member.awaitFailure(Lab.SOON)).contains(Lab.failure(2));
    }
    assertThat(opened.awaitFailure(Lab.SOON)).contains(Lab.failure(2));
  }

  @Test
  void anAbortKeepsItsCode() throws Exception {
    WorldId world = Lab.world(1, 2);
    ZkWorld opened = lab.open(world);
    List<Membership> members = lab.joinAll(world);

    members.get(1).fail(new Failure(Failure.Kind.ABORTED, 1, "host", 7, "rank 1 aborted", ""));

    assertThat(opened.awaitFailure(Lab.SOON).orElseThrow().toException(null))
        .isInstanceOfSatisfying(AbortException.class, e -> assertThat(e.code()).isEqualTo(7));
  }

  @Test
  void fiftyFailuresAtOnceHaveOneFirstCause() throws Exception {
    WorldId world = Lab.world(1, 4);
    ZkWorld opened = lab.open(world);
    List<Membership> members = lab.joinAll(world);
    CountDownLatch go = new CountDownLatch(1);
    CountDownLatch proposed = new CountDownLatch(50);
    for (int i = 0; i < 50; i++) {
      int rank = i;
      lab.threads()
          .execute(
              () -> {
                await(go);
                if (rank % 5 == 4) {
                  opened.fail(Lab.failure(rank));
                } else {
                  members.get(rank % 5).fail(Lab.failure(rank));
                }
                proposed.countDown();
              });
    }

    go.countDown();
    await(proposed);

    Set<Failure> causes = new HashSet<>();
    for (Membership member : members) {
      causes.add(member.awaitFailure(Lab.SOON).orElseThrow());
    }
    causes.add(opened.awaitFailure(Lab.SOON).orElseThrow());
    causes.add(((ControlState.Aborting) lab.ctl(world)).failure());
    assertThat(causes).hasSize(1);
  }

  @Test
  void listenersAreCalledOnceWhetherTheyComeEarlyOrLate() throws Exception {
    WorldId world = Lab.world(1, 1);
    lab.open(world);
    Membership member = lab.joinAll(world).get(0);
    List<Failure> early = new CopyOnWriteArrayList<>();
    List<Failure> late = new CopyOnWriteArrayList<>();
    member.onFailure(early::add);

    member.fail(Lab.failure(0));
    member.awaitFailure(Lab.SOON);
    member.fail(Lab.failure(9));
    member.onFailure(late::add);

    assertThat(late).containsExactly(Lab.failure(0));
    assertThat(early).containsExactly(Lab.failure(0));
  }

  @Test
  void aFailureWhileFormingEndsThoseWhoWait() throws Exception {
    WorldId world = Lab.world(1, 2);
    ZkWorld opened = lab.open(world);
    CompletableFuture<Membership> member = lab.join(lab.session(), world, Lab.card("a", 0));

    opened.fail(new Failure(Failure.Kind.KILLED, -1, "unknown", 130, "interrupted", ""));

    assertThatThrownBy(() -> member.get(20, TimeUnit.SECONDS)).hasMessageContaining("interrupted");
    Lab.eventually("the registration is gone", () -> members(world).isEmpty());
  }

  @Test
  void aLostJvmIsNamedWithItsRanksAndHost() throws Exception {
    WorldId world = Lab.world(1, 3);
    ZkWorld opened = lab.open(world);
    CompletableFuture<Membership> one = lab.join(lab.session(), world, Lab.card("a", 0));
    CompletableFuture<Membership> two = lab.join(lab.session(), world, Lab.card("b", 1, 2));
    Membership survivor = one.get(20, TimeUnit.SECONDS);
    two.get(20, TimeUnit.SECONDS);

    opened.processLost("b", "control connection closed");

    Failure failure = survivor.awaitFailure(Lab.SOON).orElseThrow();
    assertThat(failure.kind()).isEqualTo(Failure.Kind.RANK_LOST);
    assertThat(failure.rank()).isEqualTo(1);
    assertThat(failure.host()).isEqualTo("host-b");
    assertThat(failure.message()).contains("ranks=1-2", "host-b", "control connection closed");
  }

  @Test
  void aVanishedRegistrationIsDeclaredLostAfterTheGrace() throws Exception {
    WorldId world = Lab.world(1, 2);
    ZkWorld opened = lab.open(world);
    ZkSession dying = lab.session();
    CompletableFuture<Membership> one = lab.join(lab.session(), world, Lab.card("a", 0));
    CompletableFuture<Membership> two = lab.join(dying, world, Lab.card("b", 1));
    one.get(20, TimeUnit.SECONDS);
    two.get(20, TimeUnit.SECONDS);

    dying.close();

    Failure failure = opened.awaitFailure(Lab.SOON).orElseThrow();
    assertThat(failure.kind()).isEqualTo(Failure.Kind.RANK_LOST);
    assertThat(failure.message()).contains("ranks=1", "registration is gone");
  }

  @Test
  void aJvmThatHasLeftInGoodOrderIsNotLost() throws Exception {
    WorldId world = Lab.world(1, 2);
    ZkWorld opened = lab.open(world);
    List<Membership> members = lab.joinAll(world);

    members.get(1).close();
    opened.processLost("x1", "control connection closed");

    assertThat(members(world)).containsExactlyInAnyOrder("x0", "x1+left");
    // Longer than the grace and than the time in which a loss is judged.
    assertThat(opened.awaitFailure(Duration.ofSeconds(3))).isEmpty();
  }

  @Test
  void aDoneWorldDoesNotMissAnybody() throws Exception {
    WorldId world = Lab.world(1, 2);
    ZkWorld opened = lab.open(world);
    ZkSession ending = lab.session();
    CompletableFuture<Membership> one = lab.join(lab.session(), world, Lab.card("a", 0));
    CompletableFuture<Membership> two = lab.join(ending, world, Lab.card("b", 1));
    one.get(20, TimeUnit.SECONDS);
    two.get(20, TimeUnit.SECONDS);

    opened.done();
    ending.close();
    opened.processLost("b", "executor is gone");

    assertThat(opened.awaitFailure(Duration.ofSeconds(3))).isEmpty();
    assertThat(lab.ctl(world)).isEqualTo(new ControlState.Done());
  }

  @Test
  void aFailureTooBigForAZnodeIsCutNotRefused() throws Exception {
    WorldId world = Lab.world(1, 2);
    ZkWorld opened = lab.open(world);
    List<Membership> members = lab.joinAll(world);
    String text = "世".repeat(100_000);

    members.get(0).fail(new Failure(Failure.Kind.RANK_THREW, 0, "host", 1, text, text));

    Failure failure = members.get(1).awaitFailure(Lab.SOON).orElseThrow();
    assertThat(failure.message()).startsWith("世世").endsWith("…");
    assertThat(opened.awaitFailure(Lab.SOON)).contains(failure);
  }

  private List<String> members(WorldId world) {
    try {
      return lab.nodes().children(lab.job(world).at(world.epoch()).members());
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}

package org.commworld.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.commworld.mpi.ErrorClass;
import org.commworld.mpi.MpiException;
import org.commworld.spi.Failure;
import org.commworld.spi.Membership;
import org.commworld.spi.ProcessCard;
import org.commworld.spi.Roster;
import org.commworld.spi.WorldId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class FormationIT {
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

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void allMembersSeeTheSameRosterOrderedByRank(int jvms) throws Exception {
    WorldId world = Lab.world(1, 2 * jvms);
    lab.open(world);
    List<CompletableFuture<Membership>> joining = new ArrayList<>();
    List<ProcessCard> cards = new ArrayList<>();
    for (int i = 0; i < jvms; i++) {
      cards.add(Lab.card("x" + (jvms - i), i, jvms + i));
      joining.add(lab.join(lab.session(), world, cards.get(i)));
    }

    for (CompletableFuture<Membership> member : joining) {
      Membership membership = member.get(20, TimeUnit.SECONDS);
      assertThat(membership.roster().world()).isEqualTo(world);
      assertThat(membership.roster().processes()).isEqualTo(cards);
    }
    assertThat(lab.ctl(world)).isInstanceOf(ControlState.Ready.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4, 8})
  void aWorldHasOneZnodeAndOneWatchForEachJvm(int jvms) throws Exception {
    WorldId world = Lab.world(1, jvms);
    int watchesBefore = server.server().getZKDatabase().getDataTree().getWatchCount();
    lab.open(world);

    lab.joinAll(world);

    List<String> job = lab.tree(lab.job(world).path());
    assertThat(job).hasSize(jvms + 1 + 7);
    // The driver watches ctl and m.
    Lab.eventually(
        "watches=" + (watchesBefore + jvms + 2),
        () ->
            server.server().getZKDatabase().getDataTree().getWatchCount()
                == watchesBefore + jvms + 2);
    assertThat(server.server().getZKDatabase().getDataTree().getEphemeralsCount())
        .isEqualTo(jvms + 1);
  }

  @Test
  void membersAndDriverMayShareOneSession() throws Exception {
    WorldId world = Lab.world(1, 2);
    lab.open(world);

    CompletableFuture<Membership> one = lab.join(lab.driver, world, Lab.card("a", 0));
    CompletableFuture<Membership> two = lab.join(lab.driver, world, Lab.card("b", 1));

    assertThat(one.get(20, TimeUnit.SECONDS).roster())
        .isEqualTo(two.get(20, TimeUnit.SECONDS).roster());
  }

  @Test
  void joinTimeoutNamesTheMissingRanksAndWhoHasRegistered() throws Exception {
    WorldId world = Lab.world(1, 8);
    ZkWorld opened = lab.open(world, Duration.ofSeconds(1));
    CompletableFuture<Membership> member = lab.join(lab.session(), world, Lab.card("a", 0, 1, 4));

    Failure failure = opened.awaitFailure(Lab.SOON).orElseThrow();

    assertThat(failure.kind()).isEqualTo(Failure.Kind.JOIN_TIMEOUT);
    assertThat(failure.message()).contains("5 of 8", "missingRanks=2-3,5-7", "timeout=PT1S");
    assertThat(failure.detail()).contains("ranks=0-1,4", "host=host-a", "key=a");
    assertThatThrownBy(() -> member.get(20, TimeUnit.SECONDS))
        .cause()
        .isInstanceOfSatisfying(
            MpiException.class, e -> assertThat(e.errorClass()).isEqualTo(ErrorClass.TIMEOUT))
        .hasMessageContaining("missingRanks=2-3,5-7");
  }

  @Test
  void membersTimeOutByThemselvesAndOneNamesTheMissing() throws Exception {
    WorldId world = Lab.world(1, 4);
    lab.open(world);
    Duration timeout = Duration.ofSeconds(1);
    CompletableFuture<Membership> one = lab.join(lab.session(), world, Lab.card("a", 0), timeout);
    CompletableFuture<Membership> two = lab.join(lab.session(), world, Lab.card("b", 2), timeout);

    for (CompletableFuture<Membership> member : List.of(one, two)) {
      assertThatThrownBy(() -> member.get(20, TimeUnit.SECONDS))
          .isInstanceOf(ExecutionException.class)
          .hasMessageContaining("missingRanks=1,3");
    }
    String members = lab.job(world).at(1).members();
    Lab.eventually("both registrations are gone", () -> isEmpty(members));
  }

  @Test
  void aRankLaunchedTwiceInOneEpochIsRefusedAndTheFirstGoesOn() throws Exception {
    WorldId world = Lab.world(1, 2);
    ZkWorld opened = lab.open(world);
    CompletableFuture<Membership> first = lab.join(lab.session(), world, Lab.card("first", 0));
    String registered = lab.job(world).at(1).member("first");
    Lab.eventually("first has registered", () -> exists(registered));
    CompletableFuture<Membership> second = lab.join(lab.session(), world, Lab.card("second", 0));
    String repeated = lab.job(world).at(1).member("second");
    Lab.eventually("second has registered", () -> exists(repeated));

    CompletableFuture<Membership> other = lab.join(lab.session(), world, Lab.card("other", 1));

    assertThat(first.get(20, TimeUnit.SECONDS).roster().processes())
        .extracting(ProcessCard::key)
        .containsExactly("first", "other");
    assertThat(other.get(20, TimeUnit.SECONDS).roster().processes()).hasSize(2);
    assertThatThrownBy(() -> second.get(20, TimeUnit.SECONDS))
        .hasMessageContaining("hosted by another JVM")
        .hasMessageContaining("key=first");
    opened.processLost("second", "its connection broke");
    assertThat(opened.awaitFailure(Duration.ofSeconds(3))).isEmpty();
  }

  @Test
  void theLossOfARefusedJvmDoesNotConcernAWorldThatStillForms() throws Exception {
    WorldId world = Lab.world(1, 2);
    ZkWorld opened = lab.open(world);
    var first = lab.join(lab.session(), world, Lab.card("first", 0));
    Lab.eventually("first has registered", () -> exists(lab.job(world).at(1).member("first")));
    ZkSession dying = lab.session();
    var second = lab.join(dying, world, Lab.card("second", 0));
    Lab.eventually("second has registered", () -> exists(lab.job(world).at(1).member("second")));

    opened.processLost("second", "its connection broke");
    dying.close();

    assertThat(opened.awaitFailure(Duration.ofSeconds(3))).isEmpty();
    assertThat(first).isNotDone();
    assertThat(second).isNotDone();
  }

  @Test
  void aJvmThatIsLostBeforeItRegistersFailsTheWorld() throws Exception {
    ZkWorld opened = lab.open(Lab.world(1, 2));

    opened.processLost("early", "its connection broke");

    Failure failure = opened.awaitFailure(Lab.SOON).orElseThrow();
    assertThat(failure.kind()).isEqualTo(Failure.Kind.RANK_LOST);
    assertThat(failure.message()).contains("ranks=not registered", "key=early");
  }

  @Test
  void anInterruptEndsTheJoinAndTheRegistration() throws Exception {
    WorldId world = Lab.world(1, 2);
    lab.open(world);
    ZkBootstrap bootstrap = new ZkBootstrap(lab.session(), Lab.APP);
    CompletableFuture<Throwable> thrown = new CompletableFuture<>();
    Thread joining =
        new Thread(
            () -> {
              try {
                bootstrap.join(world, Lab.card("a", 0), Lab.SOON);
              } catch (MpiException e) {
                thrown.complete(Thread.currentThread().isInterrupted() ? e : null);
              }
            });
    joining.start();
    String registered = lab.job(world).at(1).member("a");
    Lab.eventually("a has registered", () -> exists(registered));

    joining.interrupt();

    assertThat(thrown.get(20, TimeUnit.SECONDS))
        .isInstanceOfSatisfying(
            MpiException.class, e -> assertThat(e.errorClass()).isEqualTo(ErrorClass.INTERRUPTED));
    Lab.eventually("the registration is gone", () -> !exists(registered));
  }

  @Test
  void jobsOfTheSameNameAreSeparate() throws Exception {
    WorldId one = new WorldId("0".repeat(32), 1, 1);
    WorldId two = new WorldId("1".repeat(32), 1, 1);
    ZkWorld worldOne = lab.open(one);
    lab.open(two);
    List<Membership> members = new ArrayList<>(lab.joinAll(one));
    members.addAll(lab.joinAll(two));

    members.get(0).fail(Lab.failure(0));

    assertThat(worldOne.awaitFailure(Lab.SOON)).isPresent();
    assertThat(lab.ctl(two)).isInstanceOf(ControlState.Ready.class);
    assertThat(members.get(1).awaitFailure(Duration.ofMillis(100))).isEmpty();
  }

  @Test
  void aWorldWhoseDriverNeverCommitsIsNotJoined() throws Exception {
    WorldId world = Lab.world(1, 1);
    ZkPaths.Job job = lab.job(world);
    // What a driver leaves that dies between opening the world and committing its roster.
    new EpochRegister(lab.nodes(), job, world).open("job", new byte[0]);
    lab.nodes().multi(lab.nodes().create(job.at(1).roster(0), new byte[] {'['}));

    CompletableFuture<Membership> member =
        lab.join(lab.session(), world, Lab.card("a", 0), Duration.ofSeconds(1));

    assertThatThrownBy(() -> member.get(20, TimeUnit.SECONDS))
        .cause()
        .isInstanceOfSatisfying(
            MpiException.class, e -> assertThat(e.errorClass()).isEqualTo(ErrorClass.TIMEOUT));
  }

  @Test
  void aRosterOfManyChunksIsCommittedAndRead() throws Exception {
    int jvms = 1_500;
    WorldId world = Lab.world(1, jvms);
    ZkPaths.Job job = lab.job(world);
    Fence fence = new EpochRegister(lab.nodes(), job, world).open("job", new byte[0]);
    List<ProcessCard> cards = new ArrayList<>();
    for (int rank = 0; rank < jvms; rank++) {
      ProcessCard card =
          new ProcessCard("x" + rank, "host-" + "h".repeat(300) + rank, 1, List.of(rank));
      cards.add(card);
      lab.nodes()
          .multi(lab.nodes().create(job.at(1).member(card.key()), RosterCodec.encodeCard(card)));
    }
    RosterStore store = new RosterStore(lab.nodes(), job.at(1));

    store.commit(new Roster(world, cards), fence, 0);

    ControlState.Ready ready = (ControlState.Ready) lab.ctl(world);
    assertThat(ready.chunks()).isGreaterThan(1);
    assertThat(store.read(world, ready).processes()).isEqualTo(cards);
  }

  private boolean exists(String path) {
    try {
      return lab.nodes().find(path).isPresent();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private boolean isEmpty(String path) {
    try {
      return lab.nodes().children(path).isEmpty();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}

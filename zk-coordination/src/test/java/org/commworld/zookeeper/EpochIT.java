package org.commworld.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
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
class EpochIT {
  private static final WorldId OLD = Lab.world(1, 1);
  private static final WorldId NEW = Lab.world(1 << 16, 1);

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
  void aLaterAttemptClosesTheOlderEpochForItsMembersAndDriver() throws Exception {
    ZkWorld older = lab.open(OLD);
    Membership zombie = lab.joinAll(OLD).get(0);

    lab.open(NEW);

    assertThat(zombie.awaitFailure(Lab.SOON))
        .hasValueSatisfying(f -> assertThat(f.kind()).isEqualTo(Failure.Kind.STALE_EPOCH));
    assertThat(older.awaitFailure(Lab.SOON))
        .hasValueSatisfying(f -> assertThat(f.kind()).isEqualTo(Failure.Kind.STALE_EPOCH));
    assertThat(lab.ctl(OLD)).isEqualTo(new ControlState.Closed(NEW.epoch()));
  }

  @Test
  void aZombieOfAnOlderEpochCannotJoin() throws Exception {
    lab.open(OLD);
    lab.open(NEW);

    assertRefused(lab.join(lab.session(), OLD, Lab.card("zombie", 0)), "newestEpoch=65536");
    assertThat(lab.joinAll(NEW)).hasSize(1);
  }

  @Test
  void aZombiesWritesFailAndItsFailureDoesNotReachTheNewEpoch() throws Exception {
    lab.open(OLD);
    Membership zombie = lab.joinAll(OLD).get(0);
    ZkWorld newer = lab.open(NEW);
    Membership member = lab.join(lab.session(), NEW, Lab.card("new", 0)).get(20, TimeUnit.SECONDS);

    zombie.fail(Lab.failure(0));

    assertThat(zombie.awaitFailure(Lab.SOON))
        .hasValueSatisfying(f -> assertThat(f.kind()).isEqualTo(Failure.Kind.STALE_EPOCH));
    assertThat(lab.ctl(NEW)).isInstanceOf(ControlState.Ready.class);
    assertThat(newer.failure()).isEmpty();
    member.close();
  }

  @Test
  void aFencedWriteOfAnOlderEpochIsRefusedByTheServer() throws Exception {
    Fence old = new EpochRegister(lab.nodes(), lab.job(OLD), OLD).open("job", new byte[0]);
    new EpochRegister(lab.nodes(), lab.job(NEW), NEW).enter();
    String path = lab.job(OLD).at(OLD.epoch()).member("zombie");

    assertThatThrownBy(
            () -> lab.nodes().multi(old.check(lab.nodes()), lab.nodes().create(path, new byte[0])))
        .isInstanceOf(KeeperException.BadVersionException.class);
    assertThat(lab.nodes().find(path)).isEmpty();
  }

  @Test
  void aMemberOfANewerStageAttemptMovesTheEpochForwardAndTheDriverTakesItUp() throws Exception {
    ZkWorld older = lab.open(OLD);
    WorldId retry = Lab.world(2, 1);
    CompletableFuture<Membership> member = lab.join(lab.session(), retry, Lab.card("retry", 0));

    Failure failure = older.awaitFailure(Lab.SOON).orElseThrow();
    lab.open(retry);

    assertThat(failure.kind()).isEqualTo(Failure.Kind.STALE_EPOCH);
    assertThat(member.get(20, TimeUnit.SECONDS).roster().world()).isEqualTo(retry);
  }

  @Test
  void allThatIsLeftOfADoneJobIsItsRecord() throws Exception {
    ZkWorld world = lab.open(OLD);
    Membership member = lab.joinAll(OLD).get(0);
    member.close();

    world.done();
    world.close();

    assertThat(lab.tree(lab.job(OLD).path())).hasSize(1);
    JobRecord record = lab.record(OLD);
    assertThat(record.state()).isEqualTo(JobRecord.State.DONE);
    assertThat(record.epoch()).isEqualTo(OLD.epoch());
    assertThat(record.name()).isEqualTo("job");
    assertThat(record.finished()).isNotEmpty();
  }

  @Test
  void anInterruptedDriverClearsUpAllTheSame() throws Exception {
    ZkWorld world = lab.open(OLD);

    Thread.currentThread().interrupt();
    world.close();

    assertThat(Thread.interrupted()).isTrue();
    assertThat(lab.tree(lab.job(OLD).path())).hasSize(1);
  }

  @Test
  void theRecordOfAFailedJobHasItsFirstFailure() throws Exception {
    ZkWorld world = lab.open(OLD);
    lab.joinAll(OLD).get(0).fail(Lab.failure(0));
    world.awaitFailure(Lab.SOON);

    world.close();

    assertThat(lab.tree(lab.job(OLD).path())).hasSize(1);
    assertThat(lab.record(OLD).state()).isEqualTo(JobRecord.State.FAILED);
    assertThat(lab.record(OLD).failure()).isEqualTo(Lab.failure(0));
  }

  @Test
  void aZombieThatFindsOnlyTheRecordIsRefused() throws Exception {
    lab.open(OLD).close();

    assertRefused(lab.join(lab.session(), OLD, Lab.card("zombie", 0)), "state=CLOSED");
    assertThat(lab.tree(lab.job(OLD).path())).hasSize(1);
  }

  @Test
  void aMemberLearnsThatTheDriverEndedTheJobEarly() throws Exception {
    ZkWorld world = lab.open(OLD);
    Membership member = lab.joinAll(OLD).get(0);

    world.close();

    assertThat(member.awaitFailure(Lab.SOON))
        .hasValueSatisfying(f -> assertThat(f.kind()).isEqualTo(Failure.Kind.KILLED));
    assertThat(world.awaitFailure(Duration.ofSeconds(1))).isEmpty();
  }

  @Test
  void aMemberOfADoneJobSeesNoFailure() throws Exception {
    ZkWorld world = lab.open(OLD);
    Membership member = lab.joinAll(OLD).get(0);

    world.done();
    world.close();

    assertThat(member.awaitFailure(Lab.GRACE)).isEmpty();
    member.fail(Lab.failure(0));
    assertThat(member.awaitFailure(Duration.ofSeconds(1))).isEmpty();
  }

  @Test
  void anEndedJobMayHaveALaterAttemptWhoseFenceNoEarlierWriterHas() throws Exception {
    ZkWorld first = lab.open(OLD);
    int version = lab.nodes().read(lab.job(OLD).epoch()).version();
    first.close();

    ZkWorld second = lab.open(NEW);

    assertThat(lab.nodes().read(lab.job(NEW).epoch()).version()).isGreaterThan(version);
    assertThat(lab.joinAll(NEW)).hasSize(1);
    assertRefused(lab.join(lab.session(), OLD, Lab.card("zombie", 0)), "newestEpoch=65536");
    second.done();
    second.close();
    assertThat(lab.record(NEW).epoch()).isEqualTo(NEW.epoch());
    assertThat(lab.tree(lab.job(NEW).path())).hasSize(1);
  }

  @Test
  void closingAnOlderWorldLeavesTheNewerAlone() throws Exception {
    ZkWorld older = lab.open(OLD);
    lab.open(NEW);

    older.close();

    assertThat(lab.joinAll(NEW)).hasSize(1);
    assertThat(lab.nodes().find(lab.job(OLD).at(OLD.epoch()).path())).isEmpty();
    assertThat(lab.record(NEW).state()).isEqualTo(JobRecord.State.OPEN);
  }

  @Test
  void anOlderAttemptCannotBeOpenedAfterANewerOne() {
    lab.open(NEW).close();

    assertThatThrownBy(() -> lab.open(OLD))
        .isInstanceOf(MpiException.class)
        .hasMessageContaining("endedEpoch=65536");
  }

  private static void assertRefused(CompletableFuture<Membership> zombie, String why) {
    assertThatThrownBy(() -> zombie.get(20, TimeUnit.SECONDS))
        .cause()
        .isInstanceOfSatisfying(
            MpiException.class, e -> assertThat(e.errorClass()).isEqualTo(ErrorClass.WORLD))
        .hasMessageContaining(why);
  }
}

package org.commworld.zookeeper;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.apache.curator.framework.state.ConnectionState;
import org.apache.curator.framework.state.ConnectionStateListener;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.WatchedEvent;
import org.apache.zookeeper.Watcher;
import org.commworld.mpi.MpiException;
import org.commworld.spi.Failure;
import org.commworld.spi.ProcessCard;
import org.commworld.spi.Roster;
import org.commworld.spi.WorldId;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The driver's side of one epoch of one job: gathers the registrations, commits the roster,
 * declares who is lost, and clears up. Used by any thread.
 *
 * <p>All that it watches is handled on the session's worker thread, by one step that looks at ctl
 * and at the registrations and does what is due; events and timers only say "look".
 */
public final class ZkWorld implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ZkWorld.class);

  /** How long a registration may be gone before its ranks are lost. */
  static final Duration GRACE = Duration.ofSeconds(10);

  private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

  /** How long a lost JVM's own good-bye is looked for before the loss is declared without it. */
  private static final Duration LOSS_LIMIT = Duration.ofSeconds(2);

  /** How much later than its deadline a world is given up without asking ZooKeeper. */
  private static final Duration JOIN_SLACK = Duration.ofSeconds(2);

  private static final Duration END_LIMIT = Duration.ofSeconds(10);

  private final ZkSession session;
  private final Znodes nodes;
  private final ZkPaths.Job job;
  private final ZkPaths.Epoch paths;
  private final WorldId world;
  private final String jobName;
  private final Duration joinTimeout;
  private final Fence fence;
  private final WorldControl control;
  private final Registrations registrations;
  private final RosterStore rosters;
  private final Absences absences;
  private final Watcher watcher = this::changed;
  private final long openedNanos = System.nanoTime();
  private final ConnectionStateListener reconnection = (client, state) -> reconnected(state);
  private final AtomicBoolean looksAgain = new AtomicBoolean();
  private final AtomicBoolean closed = new AtomicBoolean();
  private volatile @Nullable Roster roster;

  private ZkWorld(
      ZkSession session,
      ZkPaths.Job job,
      WorldId world,
      String jobName,
      Duration joinTimeout,
      Duration grace)
      throws Exception {
    this.session = session;
    this.nodes = session.nodes();
    this.job = job;
    this.paths = job.at(world.epoch());
    this.world = world;
    this.jobName = jobName;
    this.joinTimeout = joinTimeout;
    EpochRegister register = new EpochRegister(nodes, job, world);
    fence = register.open(jobName, spec());
    control = new WorldControl(session, paths.ctl(), fence, register);
    registrations = new Registrations(nodes, paths, world);
    rosters = new RosterStore(nodes, paths);
    absences = new Absences(grace, session.timeout().dividedBy(2));
  }

  /**
   * Opens an epoch: the job's first, or a later attempt, which closes the older one.
   *
   * @param joinTimeout how long the ranks have to register, from now
   * @throws MpiException of class WORLD if a newer epoch exists, or ZooKeeper cannot be reached
   */
  public static ZkWorld open(
      ZkSession session, String appId, WorldId world, String jobName, Duration joinTimeout) {
    return open(session, appId, world, jobName, joinTimeout, GRACE);
  }

  static ZkWorld open(
      ZkSession session,
      String appId,
      WorldId world,
      String jobName,
      Duration joinTimeout,
      Duration grace) {
    ZkPaths.Job job = ZkPaths.app(session.config().root(), appId).job(world.jobUid());
    try {
      ZkWorld opened = new ZkWorld(session, job, world, jobName, joinTimeout, grace);
      opened.start();
      return opened;
    } catch (Exception e) {
      throw ZkErrors.world(
          "open the world %s of application %s".formatted(world, appId), session.config(), e);
    }
  }

  private byte[] spec() {
    return Json.bytes(
        Json.object()
            .put("size", world.size())
            .put("name", jobName)
            .put("joinTimeoutMillis", joinTimeout.toMillis()));
  }

  private void start() throws Exception {
    try {
      control.start();
    } catch (Exception e) {
      control.close();
      throw e;
    }
    session.addListener(reconnection);
    session.execute(this::look);
    session.schedule(() -> session.execute(this::look), joinTimeout);
    session.schedule(this::endJoining, joinTimeout.plus(JOIN_SLACK));
  }

  /** The deadline holds also if nobody can be asked at that time. */
  private void endJoining() {
    if (control.seen().state() instanceof ControlState.Forming) {
      fail(JoinTimeout.named(world, registrations.view().accepted(), joinTimeout));
    }
  }

  /**
   * Calls {@code listener} once when the world has failed; at once if it has. It must not block.
   */
  public void onFailure(Consumer<Failure> listener) {
    control.first().listen(listener);
  }

  /** The world's first failure, if it has one. */
  public Optional<Failure> failure() {
    return control.first().get();
  }

  /** The world's first failure, waiting for one up to {@code timeout}. */
  public Optional<Failure> awaitFailure(Duration timeout) throws InterruptedException {
    return control.first().await(timeout);
  }

  /** Proposes the world's first failure; the first proposal of any JVM wins. Returns at once. */
  public void fail(Failure failure) {
    if (!closed.get()) {
      control.fail(failure);
    }
  }

  /**
   * Tells that a JVM is gone, which fails the world unless that JVM had left in good order. Returns
   * at once.
   *
   * @param processKey its {@link ProcessCard#key()}
   * @param evidence how that is known, for the message
   */
  public void processLost(String processKey, String evidence) {
    session.execute(
        () -> {
          try {
            // A write goes through the leader: the read after it knows of all earlier leaves.
            nodes.multi(fence.check(nodes));
            registrations.update(watcher);
          } catch (Exception e) {
            LOG.debug("loss judged by what is known: world={}, key={}", world, processKey, e);
          }
          judge(processKey, evidence);
        });
    session.schedule(() -> judge(processKey, evidence), LOSS_LIMIT);
  }

  private void judge(String key, String evidence) {
    Registrations.View view = registrations.view();
    Optional<ProcessCard> card = view.card(key);
    Roster formed = roster;
    boolean isMember =
        formed != null
            ? formed.processes().stream().anyMatch(member -> member.key().equals(key))
            : !view.refused().contains(key);
    if (isMember && !view.left().contains(key)) {
      fail(lost(key, card, evidence));
    }
  }

  private static Failure lost(String key, Optional<ProcessCard> card, String evidence) {
    int rank = card.map(c -> c.ranks().get(0)).orElse(-1);
    String host = card.map(ProcessCard::host).orElse("unknown");
    String ranks = card.map(c -> RankRanges.format(c.ranks())).orElse("not registered");
    String message =
        "lost the JVM of ranks=%s, host=%s, key=%s: %s".formatted(ranks, host, key, evidence);
    return new Failure(Failure.Kind.RANK_LOST, rank, host, 1, message, "");
  }

  /**
   * Marks the world as done, so that registrations may vanish. Leaves a world as it is that is not
   * running any more, and only logs if ZooKeeper is away: the ranks are done all the same.
   */
  public void done() {
    session.attempt("mark the world as done: " + world, this::markDone, END_LIMIT);
  }

  private ControlState markDone() throws Exception {
    WorldControl.Seen now = control.read();
    while (now.state() instanceof ControlState.Ready) {
      control.advance(now, new ControlState.Done());
      now = control.read();
    }
    return now.state();
  }

  private void changed(WatchedEvent event) {
    if (event.getType() != Watcher.Event.EventType.None) {
      session.execute(this::look);
    }
  }

  private void reconnected(ConnectionState state) {
    if (state == ConnectionState.RECONNECTED) {
      look();
    }
  }

  private void look() {
    if (closed.get() || control.seen().state().isTerminal()) {
      return;
    }
    try {
      Registrations.View view = registrations.update(watcher);
      WorldControl.Seen now = control.seen();
      if (now.state() instanceof ControlState.Forming) {
        form(view, now);
      } else if (now.state() instanceof ControlState.Ready ready) {
        checkPresence(view, ready);
      }
    } catch (KeeperException.NoNodeException | KeeperException.BadVersionException e) {
      LOG.debug("changed under our hands, its event comes: world={}", world, e);
      lookAgain();
    } catch (Exception e) {
      LOG.debug("cannot look after the world: world={}", world, e);
      absences.forget();
      lookAgain();
    }
  }

  private void lookAgain() {
    if (looksAgain.compareAndSet(false, true)) {
      session.schedule(
          () -> {
            looksAgain.set(false);
            session.execute(this::look);
          },
          LOOK_AGAIN);
    }
  }

  private void form(Registrations.View view, WorldControl.Seen now) throws Exception {
    List<ProcessCard> accepted = view.accepted();
    int ranks = accepted.stream().mapToInt(card -> card.ranks().size()).sum();
    if (ranks == world.size()) {
      List<ProcessCard> byRank =
          accepted.stream().sorted(Comparator.comparing(card -> card.ranks().get(0))).toList();
      Roster forming = new Roster(world, byRank);
      rosters.commit(forming, fence, now.version());
      roster = forming;
      control.read();
      LOG.debug("world has formed: world={}, ranks={}, jvms={}", world, ranks, byRank.size());
    } else if (System.nanoTime() - openedNanos >= joinTimeout.toNanos()) {
      fail(JoinTimeout.named(world, accepted, joinTimeout));
    }
  }

  private void checkPresence(Registrations.View view, ControlState.Ready ready) throws Exception {
    Roster formed = roster;
    if (formed == null) {
      formed = rosters.read(world, ready);
      roster = formed;
    }
    List<String> missing =
        formed.processes().stream()
            .map(ProcessCard::key)
            .filter(key -> !view.present().contains(key) && !view.left().contains(key))
            .toList();
    for (String key : absences.overdue(missing, System.nanoTime())) {
      fail(lost(key, view.card(key), "its registration is gone for " + absences.grace()));
    }
    if (!missing.isEmpty()) {
      lookAgain();
    }
  }

  /**
   * Stops watching and leaves of the job only the record of how it ended, unless a newer attempt
   * holds it. Waits for ZooKeeper up to 10 s and only logs if it is away. Closing twice is
   * harmless.
   */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      session.removeListener(reconnection);
      // First: the end that is written now is no failure of the world for its own driver.
      control.close();
      session.attempt("clear up after the world " + world, this::settle, END_LIMIT);
    }
  }

  private JobRecord settle() throws Exception {
    Optional<ControlState> state =
        nodes.find(paths.ctl()).map(node -> ControlState.decode(node.data()));
    // What only this JVM knows, because ZooKeeper was away, is better than nothing.
    Failure failure = control.first().get().orElse(null);
    JobRecord.State end = failure == null ? JobRecord.State.CLOSED : JobRecord.State.FAILED;
    if (state.isPresent() && state.get() instanceof ControlState.Done) {
      end = JobRecord.State.DONE;
      failure = null;
    } else if (state.isPresent() && state.get() instanceof ControlState.Aborting aborting) {
      end = JobRecord.State.FAILED;
      failure = aborting.failure();
    }
    String now = Instant.now().toString();
    JobRecord record = new JobRecord(jobName, end, world.epoch(), fence.version(), failure, now);
    new JobEnd(nodes, job).settle(record);
    return record;
  }
}

package org.commworld.zookeeper;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.zookeeper.KeeperException;
import org.commworld.mpi.ErrorClass;
import org.commworld.mpi.MpiException;
import org.commworld.spi.Failure;
import org.commworld.spi.Membership;
import org.commworld.spi.ProcessCard;
import org.commworld.spi.Roster;
import org.commworld.spi.WorldId;
import org.jspecify.annotations.Nullable;

/**
 * One JVM's way into a world: enter the epoch, watch ctl, register, wait for the roster. The watch
 * comes first, so that no state is missed between registering and watching.
 */
final class Joining {
  /** How long the other members leave the naming of the missing to one of them. */
  private static final Duration REPORTER = Duration.ofSeconds(2);

  /** A proposed failure is decided sooner than this, with or without ZooKeeper. */
  private static final Duration DECISION = Duration.ofSeconds(5);

  private final ZkSession session;
  private final Znodes nodes;
  private final ZkPaths.Epoch paths;
  private final EpochRegister register;
  private final WorldId world;
  private final ProcessCard self;
  private final Duration timeout;
  private final long startNanos = System.nanoTime();

  Joining(ZkSession session, ZkPaths.Job job, WorldId world, ProcessCard self, Duration timeout) {
    this.session = session;
    this.nodes = session.nodes();
    this.paths = job.at(world.epoch());
    this.register = new EpochRegister(nodes, job, world);
    this.world = world;
    this.self = self;
    this.timeout = timeout;
  }

  Membership join(boolean strict) throws Exception {
    Fence fence = register.enter();
    WorldControl control = new WorldControl(session, paths.ctl(), fence, register);
    Registration registration = null;
    try {
      control.start();
      if (control.seen().state() instanceof ControlState.Forming) {
        registration = Registration.register(session, paths, fence, self, control);
      }
      Roster roster = roster(control);
      if (registration == null || !roster.processes().contains(self)) {
        throw refused(roster);
      }
      return new ZkMembership(session, paths.ctl(), control, registration, roster, strict);
    } catch (KeeperException.NoNodeException e) {
      leave(control, registration);
      throw ended(e);
    } catch (Exception e) {
      leave(control, registration);
      throw e;
    }
  }

  private static void leave(WorldControl control, @Nullable Registration registration) {
    control.close();
    if (registration != null) {
      registration.leave(false);
    }
  }

  private Roster roster(WorldControl control) throws Exception {
    ControlState state = awaitFormed(control);
    if (state instanceof ControlState.Ready ready) {
      return new RosterStore(nodes, paths).read(world, ready);
    }
    Optional<Failure> failure = control.first().get();
    if (failure.isPresent()) {
      throw failure.get().toException(null);
    }
    throw new MpiException(ErrorClass.WORLD, "the world is over: world=%s".formatted(world));
  }

  private ControlState awaitFormed(WorldControl control) throws Exception {
    Duration left = timeout.minusNanos(System.nanoTime() - startNanos);
    Optional<ControlState> state = control.awaitFormed(left.isNegative() ? Duration.ZERO : left);
    if (state.isPresent()) {
      return state.get();
    }
    // One member reads all registrations: if each did, it would be JVMs × JVMs reads at one moment.
    List<String> registered = nodes.children(paths.members());
    boolean isReporter = registered.stream().noneMatch(key -> key.compareTo(self.key()) < 0);
    if (!isReporter) {
      state = control.awaitFormed(REPORTER);
    }
    if (state.isEmpty()) {
      control.fail(
          isReporter
              ? JoinTimeout.named(world, cards(registered), timeout)
              : JoinTimeout.counted(world, registered.size(), timeout));
      state = control.awaitFormed(DECISION);
    }
    return state.orElseThrow(
        () -> JoinTimeout.counted(world, registered.size(), timeout).toException(null));
  }

  private List<ProcessCard> cards(List<String> registered) throws Exception {
    List<ProcessCard> cards = new ArrayList<>();
    for (String key : registered) {
      nodes
          .find(paths.members() + "/" + key)
          .filter(node -> node.stat().getEphemeralOwner() != 0)
          .ifPresent(node -> cards.add(RosterCodec.decodeCard(node.data(), world.size())));
    }
    return cards;
  }

  private MpiException refused(Roster roster) {
    List<ProcessCard> first =
        roster.processes().stream()
            .filter(card -> card.ranks().stream().anyMatch(self.ranks()::contains))
            .toList();
    return new MpiException(
        ErrorClass.WORLD,
        "ranks are hosted by another JVM of this epoch already: world=%s, self=%s, first=%s"
            .formatted(world, self, first));
  }

  /** The epoch's znodes vanished under our hands. */
  private MpiException ended(KeeperException.NoNodeException e) throws Exception {
    return register
        .whyGone()
        .map(failure -> failure.toException(e))
        .orElseGet(
            () -> new MpiException(ErrorClass.WORLD, "the world is over: world=" + world, e));
  }
}

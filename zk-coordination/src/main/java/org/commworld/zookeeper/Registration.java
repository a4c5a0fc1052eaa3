package org.commworld.zookeeper;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.apache.curator.framework.state.ConnectionState;
import org.apache.curator.framework.state.ConnectionStateListener;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.commworld.mpi.ErrorClass;
import org.commworld.mpi.MpiException;
import org.commworld.spi.Failure;
import org.commworld.spi.ProcessCard;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One JVM's ephemeral znode in an epoch, bound to the session that made it. After an expiry Curator
 * opens a new session without a word, in which the registration does not exist: the world fails
 * then, because others may have acted on its absence.
 */
final class Registration {
  private static final Logger LOG = LoggerFactory.getLogger(Registration.class);

  private static final Duration LEAVE_LIMIT = Duration.ofSeconds(2);
  private static final Duration RECHECK = Duration.ofMillis(200);
  private static final int ANY_VERSION = -1;

  private final ZkSession session;
  private final Znodes nodes;
  private final ZkPaths.Epoch paths;
  private final Fence fence;
  private final ProcessCard card;
  private final WorldControl control;
  private final long sessionId;
  private final ConnectionStateListener listener = (client, state) -> connection(state);
  private volatile boolean hasLeft;

  private Registration(
      ZkSession session, ZkPaths.Epoch paths, Fence fence, ProcessCard card, WorldControl control) {
    this.session = session;
    this.nodes = session.nodes();
    this.paths = paths;
    this.fence = fence;
    this.card = card;
    this.control = control;
    sessionId =
        session
            .id()
            .orElseThrow(
                () ->
                    new MpiException(
                        ErrorClass.WORLD,
                        "no ZooKeeper session: connect=" + session.config().connect()));
  }

  /**
   * Registers {@code card}.
   *
   * @throws KeeperException.NoNodeException if the epoch has ended
   */
  static Registration register(
      ZkSession session, ZkPaths.Epoch paths, Fence fence, ProcessCard card, WorldControl control)
      throws Exception {
    Registration registration = new Registration(session, paths, fence, card, control);
    session.addListener(registration.listener);
    try {
      registration.create();
      registration.checkSession();
      return registration;
    } catch (Exception e) {
      session.removeListener(registration.listener);
      throw e;
    }
  }

  private void create() throws Exception {
    String path = paths.member(card.key());
    byte[] data = RosterCodec.encodeCard(card);
    try {
      nodes.multi(fence.check(nodes), nodes.create(path, data, CreateMode.EPHEMERAL));
    } catch (KeeperException.BadVersionException e) {
      throw new KeeperException.NoNodeException(fence.path());
    } catch (KeeperException.NodeExistsException e) {
      // Ours, if an earlier try succeeded and only its answer was lost.
      Znodes.Znode existing = nodes.read(path);
      if (existing.stat().getEphemeralOwner() != sessionId
          || !Arrays.equals(existing.data(), data)) {
        throw new MpiException(
            ErrorClass.WORLD,
            "key is registered by another JVM: key=%s, ranks=%s"
                .formatted(card.key(), RankRanges.format(card.ranks())),
            e);
      }
    }
  }

  private void connection(ConnectionState state) {
    switch (state) {
      case SUSPENDED -> LOG.info("connection to ZooKeeper lost: key={}", card.key());
      case RECONNECTED -> checkSession();
      default -> LOG.debug("connection to ZooKeeper: key={}, state={}", card.key(), state);
    }
  }

  private void checkSession() {
    Optional<Long> now = session.id();
    if (hasLeft) {
      return;
    }
    if (now.isEmpty()) {
      session.schedule(() -> session.execute(this::checkSession), RECHECK);
    } else if (now.get() != sessionId) {
      control.fail(
          coordinationLost(
              "ZooKeeper session expired: session=0x%x, newSession=0x%x"
                  .formatted(sessionId, now.get())));
    }
  }

  /** The failure of a world in which this JVM can no longer be coordinated. */
  Failure coordinationLost(String why) {
    String ranks = RankRanges.format(card.ranks());
    return new Failure(
        Failure.Kind.COORDINATION_LOST,
        card.ranks().get(0),
        card.host(),
        1,
        "%s (ranks=%s, host=%s, key=%s)".formatted(why, ranks, card.host(), card.key()),
        "");
  }

  /**
   * Ends the registration.
   *
   * @param inGoodOrder the ranks are done: leaves a mark, so that the absence is not taken for a
   *     death before the driver has ended the world
   */
  void leave(boolean inGoodOrder) {
    hasLeft = true;
    session.removeListener(listener);
    if (inGoodOrder) {
      session.attempt("leave the world", this::replaceByMark, LEAVE_LIMIT);
    } else {
      deleteSoon();
    }
  }

  private boolean replaceByMark() throws Exception {
    String path = paths.member(card.key());
    try {
      nodes.multi(
          fence.check(nodes),
          nodes.delete(path, ANY_VERSION),
          nodes.create(paths.left(card.key()), new byte[0]));
      return true;
    } catch (KeeperException.NoNodeException | KeeperException.BadVersionException e) {
      // The epoch is over, or this is a repetition whose first try has succeeded.
      deleteSoon();
      return false;
    }
  }

  private void deleteSoon() {
    try {
      nodes.deleteSoon(paths.member(card.key()));
    } catch (Exception e) {
      LOG.debug("the end of the session will delete it: key={}", card.key(), e);
    }
  }
}

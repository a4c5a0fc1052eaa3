package org.commworld.zookeeper;

import java.time.Duration;
import org.commworld.spi.Bootstrap;
import org.commworld.spi.Membership;
import org.commworld.spi.ProcessCard;
import org.commworld.spi.WorldId;

/**
 * Joins worlds of one application through ZooKeeper: a member's side, one for each executor JVM.
 * Used by any thread.
 *
 * <p>When ZooKeeper is away while a world runs, the world goes on, because its ranks talk to each
 * other directly; when the session turns out to have expired, the world fails.
 */
public final class ZkBootstrap implements Bootstrap {
  private final ZkSession session;
  private final ZkPaths.App app;
  private final boolean strict;

  /** Joins worlds of {@code appId}; the session stays the caller's to close. */
  public ZkBootstrap(ZkSession session, String appId) {
    this(session, appId, false);
  }

  /**
   * As the other one.
   *
   * @param strict fail a running world when ZooKeeper has not answered for three quarters of the
   *     session time-out, rather than go on without it
   */
  public ZkBootstrap(ZkSession session, String appId, boolean strict) {
    this.session = session;
    this.app = ZkPaths.app(session.config().root(), appId);
    this.strict = strict;
  }

  /**
   * {@inheritDoc}
   *
   * <p>May take longer than {@code timeout} by the connect time-out if ZooKeeper is lost meanwhile.
   */
  @Override
  public Membership join(WorldId world, ProcessCard self, Duration timeout) {
    if (!self.ranks().stream().allMatch(rank -> rank >= 0 && rank < world.size())) {
      throw new IllegalArgumentException(
          "rank out of range: ranks=%s, size=%d".formatted(self.ranks(), world.size()));
    }
    ZkPaths.Job job = app.job(world.jobUid());
    try {
      return new Joining(session, job, world, self, timeout).join(strict);
    } catch (Exception e) {
      throw ZkErrors.world("join the world " + world, session.config(), e);
    }
  }
}

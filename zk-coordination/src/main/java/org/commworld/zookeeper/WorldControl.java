package org.commworld.zookeeper;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.curator.framework.state.ConnectionState;
import org.apache.curator.framework.state.ConnectionStateListener;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.WatchedEvent;
import org.apache.zookeeper.Watcher;
import org.commworld.spi.Failure;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One epoch's {@code ctl} as one JVM sees it: watches it, proposes failures to it and tells the
 * first. Used by any thread.
 *
 * <p>The one watch is a plain one, set anew by each read. A change that happens between event and
 * read is seen by the read, and a state that was missed does not matter, because the later one says
 * more. Events that were lost with the connection are made good by a read after each reconnection.
 *
 * <p>A proposal is a compare-and-set that is repeated until {@code ctl} is terminal, whoever made
 * it so: the loser of a race learns the winner's failure from the same read. If ZooKeeper gives no
 * verdict in {@link #VERDICT}, this JVM takes its own proposal for the first failure, so that its
 * ranks end; the proposal stays pending and is made when the connection is back.
 */
final class WorldControl implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WorldControl.class);

  /** How long a proposer waits to learn whether another failure was first. */
  private static final Duration VERDICT = Duration.ofMillis(500);

  private static final Duration RETRY = Duration.ofSeconds(1);

  private final ZkSession session;
  private final Znodes nodes;
  private final String ctl;
  private final Fence fence;
  private final EpochRegister register;
  private final FirstFailure first = new FirstFailure();
  private final CompletableFuture<ControlState> formed = new CompletableFuture<>();
  private final Watcher watcher = this::changed;
  private final ConnectionStateListener reconnection = (client, state) -> reconnected(state);
  private Seen seen = new Seen(new ControlState.Forming(), -1);
  private volatile @Nullable Failure pending;
  private volatile boolean closed;

  /** A state and the version of {@code ctl} that had it. */
  record Seen(ControlState state, int version) {}

  WorldControl(ZkSession session, String ctl, Fence fence, EpochRegister register) {
    this.session = session;
    this.nodes = session.nodes();
    this.ctl = ctl;
    this.fence = fence;
    this.register = register;
    first.listen(failure -> formed.complete(new ControlState.Aborting(failure)));
  }

  /** Reads the state for the first time and keeps watching. */
  void start() throws Exception {
    session.addListener(reconnection);
    read();
  }

  /** What is known without asking. */
  synchronized Seen seen() {
    return seen;
  }

  FirstFailure first() {
    return first;
  }

  /** The state that follows FORMING, or nothing if it is not known in time. */
  Optional<ControlState> awaitFormed(Duration timeout) throws InterruptedException {
    try {
      return Optional.of(formed.get(timeout.toNanos(), TimeUnit.NANOSECONDS));
    } catch (TimeoutException e) {
      return Optional.empty();
    } catch (ExecutionException e) {
      throw new IllegalStateException("never completed exceptionally", e);
    }
  }

  /** Proposes the world's first failure; returns at once. */
  void fail(Failure failure) {
    if (seen().state().isTerminal() || first.get().isPresent()) {
      return;
    }
    session.execute(() -> propose(failure));
    if (!session.schedule(() -> decideAlone(failure), VERDICT)) {
      decideAlone(failure);
    }
  }

  private void decideAlone(Failure failure) {
    if (!seen().state().isTerminal()) {
      first.set(failure);
    }
  }

  private void propose(Failure failure) {
    pending = failure;
    try {
      Seen now = read();
      while (!now.state().isTerminal()) {
        advance(now, new ControlState.Aborting(failure));
        now = read();
      }
      pending = null;
    } catch (KeeperException.NoNodeException e) {
      gone();
    } catch (Exception e) {
      LOG.debug("failure not written yet: ctl={}, failure={}", ctl, failure.message(), e);
      again();
    }
  }

  /**
   * Writes {@code next}, unless the state has changed meanwhile: the caller reads again and sees.
   *
   * @throws KeeperException.NoNodeException if the epoch is not the newest any more
   */
  void advance(Seen now, ControlState next) throws Exception {
    try {
      nodes.multi(fence.check(nodes), nodes.set(ctl, next.encode(), now.version()));
    } catch (KeeperException.BadVersionException e) {
      if (fence.isBroken(nodes)) {
        throw new KeeperException.NoNodeException(ctl);
      }
    }
  }

  /** Reads the state, sets the watch and tells whom it concerns. */
  Seen read() throws Exception {
    Znodes.Znode node = nodes.read(ctl, watcher);
    Seen now = new Seen(ControlState.decode(node.data()), node.version());
    accept(now);
    return now;
  }

  private void accept(Seen now) {
    synchronized (this) {
      if (now.version() <= seen.version()) {
        return;
      }
      seen = now;
    }
    if (now.state() instanceof ControlState.Aborting aborting) {
      first.set(aborting.failure());
    } else if (now.state() instanceof ControlState.Closed closedBy) {
      first.set(register.stale(closedBy.newerEpoch()));
    } else if (!(now.state() instanceof ControlState.Forming)) {
      formed.complete(now.state());
    }
  }

  /** The driver deletes {@code ctl} when the job is over; what it leaves tells how it ended. */
  private void gone() {
    try {
      ControlState end =
          register
              .whyGone()
              .<ControlState>map(ControlState.Aborting::new)
              .orElseGet(ControlState.Done::new);
      accept(new Seen(end, Integer.MAX_VALUE));
    } catch (Exception e) {
      LOG.debug("cannot tell why the epoch is gone: ctl={}", ctl, e);
      again();
    }
  }

  private void changed(WatchedEvent event) {
    if (event.getType() != Watcher.Event.EventType.None) {
      session.execute(this::refresh);
    }
  }

  private void reconnected(ConnectionState state) {
    if (state == ConnectionState.RECONNECTED) {
      refresh();
    }
  }

  private void again() {
    session.schedule(() -> session.execute(this::refresh), RETRY);
  }

  private void refresh() {
    if (closed || seen().state().isTerminal()) {
      return;
    }
    Failure proposal = pending;
    if (proposal != null) {
      propose(proposal);
      return;
    }
    try {
      read();
    } catch (KeeperException.NoNodeException e) {
      gone();
    } catch (Exception e) {
      LOG.debug("cannot read the state: ctl={}", ctl, e);
      again();
    }
  }

  /** Stops watching. */
  @Override
  public void close() {
    closed = true;
    session.removeListener(reconnection);
  }
}

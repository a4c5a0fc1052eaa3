package org.commworld.zookeeper;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.commworld.spi.Failure;
import org.commworld.spi.Membership;
import org.commworld.spi.Roster;
import org.jspecify.annotations.Nullable;

/** One JVM's part in a world that has formed. Used by any thread. */
final class ZkMembership implements Membership {
  private final WorldControl control;
  private final Registration registration;
  private final Roster roster;
  private final @Nullable Lease lease;
  private final AtomicBoolean closed = new AtomicBoolean();

  ZkMembership(
      ZkSession session,
      String ctl,
      WorldControl control,
      Registration registration,
      Roster roster,
      boolean strict) {
    this.control = control;
    this.registration = registration;
    this.roster = roster;
    this.lease = strict ? new Lease(session, ctl, this::leaseEnded) : null;
  }

  private void leaseEnded() {
    control.fail(registration.coordinationLost("ZooKeeper does not answer, lease is over"));
  }

  @Override
  public Roster roster() {
    return roster;
  }

  @Override
  public void onFailure(Consumer<Failure> listener) {
    control.first().listen(listener);
  }

  @Override
  public void fail(Failure failure) {
    control.fail(failure);
  }

  @Override
  public Optional<Failure> awaitFailure(Duration timeout) throws InterruptedException {
    return control.first().await(timeout);
  }

  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    if (lease != null) {
      lease.close();
    }
    boolean isOver = control.seen().state().isTerminal() || control.first().get().isPresent();
    control.close();
    registration.leave(!isOver);
  }
}

package org.commworld.zookeeper;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.zookeeper.KeeperException;

/**
 * Tells when this JVM should stop believing in its session: 0.75 of the time-out after the last
 * question that the server answered, by a monotonic clock, and so before the server gives it up.
 * The client's own time-out comes later than the server's and follows the wall clock.
 */
final class Lease implements AutoCloseable {
  private static final double SHARE = 0.75;
  private static final int QUESTIONS = 10;

  private final ZkSession session;
  private final String path;
  private final Runnable onEnd;
  private final AtomicBoolean asking = new AtomicBoolean();
  private volatile long answeredNanos = System.nanoTime();
  private volatile boolean closed;

  /**
   * Starts asking.
   *
   * @param path the znode to ask for
   * @param onEnd called once, on the timer thread, when the lease ends
   */
  Lease(ZkSession session, String path, Runnable onEnd) {
    this.session = session;
    this.path = path;
    this.onEnd = onEnd;
    tick();
  }

  private void tick() {
    if (closed) {
      return;
    }
    Duration timeout = session.timeout();
    if (System.nanoTime() - answeredNanos > (long) (SHARE * timeout.toNanos())) {
      closed = true;
      onEnd.run();
      return;
    }
    if (asking.compareAndSet(false, true)) {
      ask();
    }
    session.schedule(this::tick, timeout.dividedBy(QUESTIONS));
  }

  private void ask() {
    long askedNanos = System.nanoTime();
    try {
      session
          .client()
          .checkExists()
          .inBackground(
              (client, event) -> {
                int code = event.getResultCode();
                if (code == KeeperException.Code.OK.intValue()
                    || code == KeeperException.Code.NONODE.intValue()) {
                  answeredNanos = askedNanos;
                }
                asking.set(false);
              })
          .forPath(path);
    } catch (Exception e) {
      asking.set(false);
    }
  }

  @Override
  public void close() {
    closed = true;
  }
}

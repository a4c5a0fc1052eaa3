package org.commworld.spi;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One JVM's part in a world that has formed: the roster, and the one place where the first failure
 * is agreed upon.
 */
public interface Membership extends AutoCloseable {
  /** All JVMs of the world. */
  Roster roster();

  /**
   * Calls {@code listener} once, on some thread, when the world has failed; at once if it has. The
   * listener must not block.
   */
  void onFailure(Consumer<Failure> listener);

  /**
   * Proposes {@code failure} as the world's first. Returns soon, whether or not the proposal has
   * arrived; the first proposal of any JVM wins and reaches all listeners.
   */
  void fail(Failure failure);

  /**
   * The world's first failure, waiting for one up to {@code timeout}: a better witness than a
   * broken connection.
   */
  Optional<Failure> awaitFailure(Duration timeout) throws InterruptedException;

  /**
   * Leaves the world, after all local ranks are done with it. Closing twice is harmless; throws
   * nothing.
   */
  @Override
  void close();
}

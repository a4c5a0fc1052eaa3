package org.commworld.zookeeper;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.commworld.spi.Failure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What this JVM takes for the world's first failure, set once. Used by any thread. */
final class FirstFailure {
  private static final Logger LOG = LoggerFactory.getLogger(FirstFailure.class);

  private final CompletableFuture<Failure> first = new CompletableFuture<>();

  /** Sets it and calls the listeners, unless it is set. */
  void set(Failure failure) {
    first.complete(failure);
  }

  Optional<Failure> get() {
    return Optional.ofNullable(first.getNow(null));
  }

  /** Calls {@code listener} once: now, or on the thread that sets it. */
  void listen(Consumer<Failure> listener) {
    var unused =
        first.thenAccept(
            failure -> {
              try {
                listener.accept(failure);
              } catch (RuntimeException e) {
                LOG.warn("listener threw when told of a failure: {}", failure.message(), e);
              }
            });
  }

  Optional<Failure> await(Duration timeout) throws InterruptedException {
    try {
      return Optional.of(first.get(timeout.toNanos(), TimeUnit.NANOSECONDS));
    } catch (TimeoutException e) {
      return Optional.empty();
    } catch (ExecutionException e) {
      throw new IllegalStateException("never completed exceptionally", e);
    }
  }
}

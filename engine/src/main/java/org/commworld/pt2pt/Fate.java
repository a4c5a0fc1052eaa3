package org.commworld.pt2pt;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.commworld.spi.Failure;
import org.jspecify.annotations.Nullable;

/**
 * Whether the world still lives, as this JVM knows it: the first failure wins and stays. Used by
 * all threads.
 *
 * <p>A listener is called once, by whoever comes first: the thread that fails the world or the one
 * that adds the listener to a world that has failed.
 */
public final class Fate {
  /** Where the JVMs of a world agree on which failure was the first. */
  @FunctionalInterface
  public interface Arbiter {
    /**
     * The world's first failure, {@code proposed} if there is none yet, or nobody to ask. Waits for
     * a short time.
     */
    Failure agree(Failure proposed);
  }

  private record End(Failure failure, @Nullable Throwable cause) {}

  private static final class Listener {
    private final Consumer<Failure> consumer;
    private final AtomicBoolean called = new AtomicBoolean();

    Listener(Consumer<Failure> consumer) {
      this.consumer = consumer;
    }

    void call(Failure failure) {
      if (called.compareAndSet(false, true)) {
        consumer.accept(failure);
      }
    }
  }

  private final List<Listener> listeners = new CopyOnWriteArrayList<>();
  private final Arbiter arbiter;
  private volatile @Nullable End end;

  /** The fate of a world that lives. */
  public Fate(Arbiter arbiter) {
    this.arbiter = arbiter;
  }

  /**
   * Ends the world, unless it has ended, with the failure that its JVMs agree on. May wait for
   * their agreement.
   *
   * @param cause what a rank of this JVM threw, kept as the cause of what the others throw
   */
  public void fail(Failure failure, @Nullable Throwable cause) {
    end(end == null ? arbiter.agree(failure) : failure, failure, cause);
  }

  /** Ends the world, unless it has ended, with the failure that its JVMs have agreed on. */
  public void end(Failure agreed) {
    end(agreed, agreed, null);
  }

  private void end(Failure agreed, Failure own, @Nullable Throwable cause) {
    synchronized (this) {
      End before = end;
      if (before != null) {
        if (before.cause == null && before.failure.equals(own)) {
          end = new End(own, cause);
        }
        return;
      }
      end = new End(agreed, agreed.equals(own) ? cause : null);
    }
    listeners.forEach(listener -> listener.call(agreed));
  }

  /** Calls {@code consumer} once when the world fails; at once if it has. */
  public void onFailure(Consumer<Failure> consumer) {
    Listener listener = new Listener(consumer);
    listeners.add(listener);
    End now = end;
    if (now != null) {
      listener.call(now.failure);
    }
  }

  /** Throws the failure, if there is one. */
  public void check() {
    End now = end;
    if (now != null) {
      throw now.failure.toException(now.cause);
    }
  }

  /** Whether the world has failed. */
  public boolean isFailed() {
    return end != null;
  }

  /** The failure, if there is one. */
  public Optional<Failure> failure() {
    End now = end;
    return now == null ? Optional.empty() : Optional.of(now.failure);
  }
}

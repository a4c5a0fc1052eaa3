package org.commworld.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.commworld.mpi.ErrorClass;
import org.commworld.mpi.MpiException;
import org.commworld.spi.Bootstrap;
import org.commworld.spi.Failure;
import org.commworld.spi.Membership;
import org.commworld.spi.ProcessCard;
import org.commworld.spi.Roster;
import org.commworld.spi.WorldId;
import org.jspecify.annotations.Nullable;

/** One world whose processes meet in this object. Used by all of them; one lock guards it. */
public final class InMemoryBootstrap implements Bootstrap {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final List<ProcessCard> cards = new ArrayList<>();
  private final List<Consumer<Failure>> listeners = new ArrayList<>();
  private @Nullable WorldId world;
  private @Nullable Failure failure;

  @Override
  public Membership join(WorldId asked, ProcessCard self, Duration timeout) {
    lock.lock();
    try {
      if (world != null && !world.equals(asked)) {
        throw new MpiException(
            ErrorClass.WORLD, "another world: expected=%s, actual=%s".formatted(world, asked));
      }
      world = asked;
      cards.add(self);
      changed.signalAll();
      long left = timeout.toNanos();
      while (!missing(asked).isEmpty() && failure == null) {
        if (left <= 0) {
          throw new MpiException(
              ErrorClass.TIMEOUT, "ranks did not join in time: missing=" + missing(asked));
        }
        left = changed.awaitNanos(left);
      }
      if (failure != null) {
        throw failure.toException(null);
      }
      return new Member(rosterOf(asked));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MpiException(ErrorClass.INTERRUPTED, "interrupted while joining: " + self, e);
    } finally {
      lock.unlock();
    }
  }

  private List<Integer> missing(WorldId id) {
    return IntStream.range(0, id.size())
        .boxed()
        .filter(r -> cards.stream().noneMatch(card -> card.ranks().contains(r)))
        .toList();
  }

  private Roster rosterOf(WorldId id) {
    List<ProcessCard> sorted = new ArrayList<>(cards);
    sorted.sort(Comparator.comparing(card -> card.ranks().get(0)));
    return new Roster(id, sorted);
  }

  private final class Member implements Membership {
    private final Roster roster;

    Member(Roster roster) {
      this.roster = roster;
    }

    @Override
    public Roster roster() {
      return roster;
    }

    @Override
    public void onFailure(Consumer<Failure> listener) {
      Failure known;
      lock.lock();
      try {
        known = failure;
        if (known == null) {
          listeners.add(listener);
        }
      } finally {
        lock.unlock();
      }
      if (known != null) {
        listener.accept(known);
      }
    }

    @Override
    public void fail(Failure proposed) {
      List<Consumer<Failure>> toTell = List.of();
      lock.lock();
      try {
        if (failure == null) {
          failure = proposed;
          toTell = List.copyOf(listeners);
          changed.signalAll();
        }
      } finally {
        lock.unlock();
      }
      toTell.forEach(listener -> listener.accept(proposed));
    }

    @Override
    public Optional<Failure> awaitFailure(Duration timeout) throws InterruptedException {
      lock.lock();
      try {
        long left = timeout.toNanos();
        while (failure == null && left > 0) {
          left = changed.awaitNanos(left);
        }
        return Optional.ofNullable(failure);
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void close() {
      // Nothing is held: the world is garbage when its processes are.
    }
  }
}

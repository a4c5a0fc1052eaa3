package org.commworld.runtime;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.commworld.mpi.ErrorClass;
import org.commworld.mpi.MpiException;
import org.commworld.mpi.ProcessFailedException;
import org.commworld.spi.Failure;
import org.commworld.spi.Membership;
import org.commworld.spi.ProcessCard;
import org.commworld.spi.Roster;
import org.commworld.spi.WorldId;
import org.jspecify.annotations.Nullable;

/**
 * A world of ranks that are threads of this JVM, with no Spark and no ZooKeeper: for tests,
 * benchmarks, notebooks.
 */
public final class LocalWorld {
  private LocalWorld() {}

  /**
   * Runs {@code function} on {@code ranks} ranks and waits for all.
   *
   * @return the results, by rank
   * @throws MpiException the first failure; its cause is what the rank threw
   */
  public static <R extends @Nullable Object> List<R> run(int ranks, RankFunction<R> function) {
    return run(EngineConfig.defaults(), ranks, function);
  }

  /** As {@link #run(int, RankFunction)}, with other settings. */
  public static <R extends @Nullable Object> List<R> run(
      EngineConfig config, int ranks, RankFunction<R> function) {
    if (ranks < 1) {
      throw new MpiException(ErrorClass.ARG, "a world needs a rank: ranks=" + ranks);
    }
    List<Integer> all = IntStream.range(0, ranks).boxed().toList();
    InetAddress loopback = InetAddress.getLoopbackAddress();
    Engine.Self self = new Engine.Self("local", loopback.getHostName(), loopback, all);
    WorldId world = new WorldId(randomUid(), 0, ranks);
    try (Engine engine =
        Engine.start(config, world, self, new byte[32], (id, card, timeout) -> alone(id, card))) {
      return new Run<>(engine, function, ranks).results();
    }
  }

  private static String randomUid() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    return "%016x%016x".formatted(random.nextLong(), random.nextLong());
  }

  private static Membership alone(WorldId world, ProcessCard card) {
    Roster roster = new Roster(world, List.of(card));
    return new Membership() {
      @Override
      public Roster roster() {
        return roster;
      }

      @Override
      public void onFailure(Consumer<Failure> listener) {
        // No other JVM can fail this world; the engine knows of its own ranks' failures.
      }

      @Override
      public void fail(Failure failure) {
        // There is nobody else to tell.
      }

      @Override
      public Optional<Failure> awaitFailure(Duration timeout) {
        return Optional.empty();
      }

      @Override
      public void close() {
        // Nothing was opened.
      }
    };
  }

  /** One run: a thread a rank. */
  private static final class Run<R extends @Nullable Object> {
    private final Engine engine;
    private final List<Thread> threads = new ArrayList<>();
    private final @Nullable Object[] results;
    private final @Nullable Throwable[] thrown;

    Run(Engine engine, RankFunction<R> function, int ranks) {
      this.engine = engine;
      this.results = new @Nullable Object[ranks];
      this.thrown = new @Nullable Throwable[ranks];
      for (int rank = 0; rank < ranks; rank++) {
        int self = rank;
        Thread thread = new Thread(() -> runRank(self, function), "rank-" + rank);
        threads.add(thread);
      }
      engine.onFailure(failure -> threads.forEach(Thread::interrupt));
      threads.forEach(Thread::start);
    }

    private void runRank(int rank, RankFunction<R> function) {
      try {
        results[rank] = engine.runRank(rank, function);
      } catch (Throwable t) {
        thrown[rank] = t;
      }
    }

    List<R> results() {
      boolean interrupted = false;
      for (Thread thread : threads) {
        interrupted |= joinOrFail(thread);
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
      engine.failure().ifPresent(this::rethrow);
      List<R> list = new ArrayList<>(results.length);
      for (Object result : results) {
        list.add(cast(result));
      }
      return list;
    }

    @SuppressWarnings({"unchecked", "NullAway"}) // Only results of the function are kept.
    private static <R extends @Nullable Object> R cast(@Nullable Object result) {
      return (R) result;
    }

    /**
     * Waits for {@code thread}; an interrupt ends the world, but not the wait. Whether there was
     * one.
     */
    private boolean joinOrFail(Thread thread) {
      boolean interrupted = false;
      while (thread.isAlive()) {
        try {
          thread.join();
        } catch (InterruptedException e) {
          interrupted = true;
          engine.fail(
              new Failure(Failure.Kind.KILLED, -1, "local", 1, "the caller was interrupted", ""));
        }
      }
      return interrupted;
    }

    private void rethrow(Failure failure) {
      Throwable own = failure.rank() < 0 ? null : thrown[failure.rank()];
      if (failure.kind() == Failure.Kind.RANK_THREW && own != null) {
        throw new ProcessFailedException(failure.rank(), failure.host(), failure.message(), own);
      }
      throw failure.toException(own);
    }
  }
}

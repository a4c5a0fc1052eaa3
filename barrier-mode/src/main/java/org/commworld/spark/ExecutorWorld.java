package org.commworld.spark;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.BarrierTaskContext;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;
import org.commworld.collective.select.AlgorithmTable;
import org.commworld.mpi.ErrorClass;
import org.commworld.mpi.MpiException;
import org.commworld.runtime.Engine;
import org.commworld.runtime.EngineConfig;
import org.commworld.spark.control.ControlLink;
import org.commworld.spi.Failure;
import org.commworld.spi.WorldId;
import org.jspecify.annotations.Nullable;

/**
 * The ranks of one world in this executor JVM, and the engine that they share. The last of them to
 * arrive starts it; the last to leave closes it.
 *
 * <p>The worlds are in a static map, for a task finds its siblings through nothing else. All tasks
 * of a job run with the same class loader, so they see the same map; jobs of sessions with class
 * loaders of their own have maps of their own, and engines of their own, which is right.
 */
final class ExecutorWorld {
  private static final ConcurrentHashMap<WorldId, ExecutorWorld> WORLDS = new ConcurrentHashMap<>();
  private static final Duration REPORT_LIMIT = Duration.ofSeconds(2);

  /** Calls of a rank that wait for the next report, some 100 bytes each. */
  private static final int MOST_BUFFERED_CALLS = 1 << 16;

  /** A pager may hold up the driver's console for hours; the link ends when the driver is gone. */
  private static final Duration WHILE_DRIVER_LIVES = Duration.ofDays(365);

  private final JobSpec spec;
  private final WorldId world;
  private final List<Integer> ranks;
  private final AtomicInteger arrived = new AtomicInteger();
  private final AtomicBoolean collateralReported = new AtomicBoolean();
  private final CompletableFuture<Engine> engine = new CompletableFuture<>();
  private final CompletableFuture<Failure> failure = new CompletableFuture<>();
  private int users;
  private volatile @Nullable ControlLink link;
  private volatile @Nullable Engine running;
  private ZkSessions.@Nullable Lease session;
  private volatile @Nullable RankReports reports;

  private ExecutorWorld(JobSpec spec, WorldId world, List<Integer> ranks) {
    this.spec = spec;
    this.world = world;
    this.ranks = ranks;
  }

  /** What a rank does in here. */
  interface Body<R> {
    R run(RankContext context) throws Exception;
  }

  /** The world, which {@link #leave} must be called on once. */
  static ExecutorWorld enter(JobSpec spec, WorldId world, List<Integer> ranks) {
    return WORLDS.compute(
        world,
        (id, known) -> {
          ExecutorWorld found = known == null ? new ExecutorWorld(spec, id, ranks) : known;
          found.users++;
          return found;
        });
  }

  /** One rank is done with the world; the last one takes it down. */
  void leave() {
    ExecutorWorld left =
        WORLDS.computeIfPresent(world, (id, known) -> --known.users == 0 ? null : known);
    if (left == null) {
      close();
    }
  }

  private void close() {
    if (reports != null) {
      reports.close();
    }
    if (running != null) {
      running.close();
    }
    if (link != null) {
      link.close();
    }
    if (session != null) {
      session.close();
    }
  }

  /** Runs {@code body} as {@code rank}, from the formation of the world to its end. */
  <R> R run(int rank, BarrierTaskContext task, Body<R> body) throws Exception {
    KillWatch.Watch watch = KillWatch.watch(task, () -> fail(killed(rank)));
    try {
      Engine started = arrive();
      ControlLink control = started(link);
      return started.runRank(
          rank,
          comm -> {
            try {
              R result = body.run(new TaskRank(comm, spec.attempt(), task, control, rank));
              control.flush(WHILE_DRIVER_LIVES);
              return result;
            } catch (Throwable e) {
              // A killed rank throws whatever the interrupt made of its code: not the first cause.
              if (task.isInterrupted()) {
                fail(killed(rank));
              }
              throw e;
            }
          });
    } catch (Throwable e) {
      report(rank, task, e);
      throw e;
    } finally {
      watch.close();
    }
  }

  private Engine arrive() throws IOException, InterruptedException {
    if (arrived.incrementAndGet() == ranks.size()) {
      start();
    }
    // The starter's own deadlines come first, so that its error is the one that is told.
    long limitMillis = spec.joinTimeout().plusSeconds(30).toMillis();
    try {
      return engine.get(limitMillis, TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new MpiException(ErrorClass.WORLD, String.valueOf(cause.getMessage()), cause);
    } catch (TimeoutException e) {
      throw new MpiException(
          ErrorClass.TIMEOUT,
          "ranks of this executor did not all arrive: arrived=%d, ranks=%s, world=%s, limitMillis=%d"
              .formatted(arrived.get(), ranks, world, limitMillis),
          e);
    }
  }

  private EngineConfig engineConfig() {
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    ClassLoader loader = context != null ? context : ExecutorWorld.class.getClassLoader();
    SparkConf conf = SparkEnv.get().conf();
    return EngineConfig.defaults()
        .withJoinTimeout(spec.joinTimeout())
        .withAlgorithms(AlgorithmTable.parse(spec.algorithms(), "driver"))
        .withSerializer(BarrierConf.serializer(conf, loader))
        .withTransports(BarrierConf.transports(conf))
        .withShm(BarrierConf.shm(conf))
        .withBoundRanks(BarrierConf.bindsRanks(conf))
        .withTraceSpans(Math.min(spec.reports().traceCalls(), MOST_BUFFERED_CALLS));
  }

  private void start() throws InterruptedException {
    Engine.Self self;
    try {
      self = ExecutorIdentity.self(ranks, ranks.size() == spec.size());
      link = ControlLinks.connect(spec, world, self, this::fail);
      ZkSessions.Lease lease = ZkSessions.acquire(spec.zkConfig());
      session = lease;
      Engine started =
          Engine.start(engineConfig(), world, self, spec.jobKey(), lease.bootstrap(spec.appId()));
      running = started;
      reports =
          RankReports.start(started, started(link), ranks, spec.reports(), ExecutorIdentity.host());
      CompletableFuture<Void> unused = failure.thenAccept(started::fail);

      engine.complete(started);
    } catch (IOException | RuntimeException e) {
      engine.completeExceptionally(e);
    } catch (InterruptedException e) {
      engine.completeExceptionally(e);
      throw e;
    }
  }

  /** The world has failed, as far as this JVM knows: wakes all of its ranks. */
  private void fail(Failure first) {
    failure.complete(first);
    engine.completeExceptionally(first.toException(null));
  }

  /**
   * Tells the driver what a rank threw, before Spark hears of it: what Spark then does to the other
   * ranks must not look like the first cause.
   */
  private void report(int rank, BarrierTaskContext task, Throwable thrown) {
    ControlLink control = link;
    if (control == null || task.isInterrupted()) {
      return;
    }
    Failure first = firstFailure(rank, thrown);
    if (first.rank() == rank || collateralReported.compareAndSet(false, true)) {
      control.threw(rank, thrown);
    }
    control.failed(first);
    try {
      control.flush(REPORT_LIMIT);
    } catch (IOException e) {
      thrown.addSuppressed(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Failure firstFailure(int rank, Throwable thrown) {
    Engine started = running;
    Optional<Failure> known =
        started == null ? Optional.ofNullable(failure.getNow(null)) : started.failure();
    return known.orElseGet(() -> Failures.threw(rank, ExecutorIdentity.host(), thrown));
  }

  private Failure killed(int rank) {
    return Failures.killed(
        "Spark has killed the task of rank %d on %s".formatted(rank, ExecutorIdentity.host()));
  }

  private static ControlLink started(@Nullable ControlLink link) {
    if (link == null) {
      throw new IllegalStateException("engine without control link");
    }
    return link;
  }
}

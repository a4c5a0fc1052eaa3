package org.commworld.spark;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.commworld.spark.control.ControlHandler;
import org.commworld.spark.control.DriverControl;
import org.commworld.spark.stats.RunMonitor;
import org.commworld.spark.stats.StatisticsCodec;
import org.commworld.spark.stats.TraceFile;
import org.commworld.spi.Failure;
import org.commworld.spi.WorldId;
import org.commworld.zookeeper.ZkWorld;
import org.jspecify.annotations.Nullable;

/**
 * One attempt of a job, as the driver sees it: what its executors report by the control plane, what
 * Spark reports by its listener, and the world's record in ZooKeeper, brought together.
 */
final class JobAttempt implements ControlHandler, AutoCloseable {
  /** How long the ranks of a failed world have before Spark interrupts them. */
  private static final Duration END_LIMIT = Duration.ofMillis(500);

  private static final Duration WITNESS_LIMIT = Duration.ofSeconds(2);

  private final String id;
  private final RankIo io;
  private final ZkWorld world;
  private final StartClock clock;
  private final Watchers watchers;
  private final FailureRecord failures = new FailureRecord();
  private final Map<String, String> processes = new ConcurrentHashMap<>();
  private final Map<Integer, String> executorByRank = new ConcurrentHashMap<>();
  private final AtomicLong failedAtNanos = new AtomicLong();
  private @Nullable DriverControl control;

  /**
   * What is kept of what ranks report.
   *
   * @param trace null if nothing is traced
   * @param number of the attempt
   */
  record Watchers(RunMonitor monitor, @Nullable TraceFile trace, int number) {}

  JobAttempt(WorldId id, RankIo io, ZkWorld world, StartClock clock, Watchers watchers) {
    this.id = id.jobUid() + "/" + id.epoch();
    this.io = io;
    this.world = world;
    this.clock = clock;
    this.watchers = watchers;
  }

  /** What happens to the world from now on is pushed to its executors. */
  void attach(DriverControl opened) {
    control = opened;
    world.onFailure(
        failure -> {
          failedAtNanos.compareAndSet(0, System.nanoTime());
          failures.agreed(failure);
          opened.push(failure);
        });
  }

  String id() {
    return id;
  }

  // From Spark's listener.

  void jobStarted() {
    clock.stop();
  }

  void stageSubmitted() {
    clock.restart(System.nanoTime());
  }

  void taskStarted(int rank, String host, String executor) {
    clock.stop();
    watchers.monitor.started(rank, host, executor);
  }

  void taskEnded(int rank, boolean well) {
    watchers.monitor.ended(rank, well);
  }

  void taskFailed(int rank, String host, Throwable thrown) {
    failures.taskFailed(rank, host, thrown);
  }

  void executorRemoved(String executorId, String reason) {
    processes.forEach(
        (key, executor) -> {
          if (executor.equals(executorId)) {
            world.processLost(key, "Spark has removed the executor: " + reason);
          }
        });
  }

  // From the control plane.

  @Override
  public void joined(String processKey, List<Integer> ranks) {
    clock.stop();
    String executor = ExecutorIdentity.executorId(processKey);
    processes.put(processKey, executor);
    ranks.forEach(rank -> executorByRank.put(rank, executor));
  }

  @Override
  public void output(int rank, boolean err, byte[] bytes) {
    io.output(rank, err, bytes);
  }

  @Override
  public @Nullable InputStream input() {
    return io.input();
  }

  @Override
  public void threw(int rank, Throwable thrown) {
    failures.threw(rank, thrown);
  }

  @Override
  public void failed(Failure failure) {
    failures.reported(failure);
    world.fail(failure);
  }

  @Override
  public void statistics(byte[] bytes) {
    try {
      watchers.monitor.reported(StatisticsCodec.decode(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException("report of a rank is not readable", e);
    }
  }

  @Override
  public void calls(int rank, byte[] bytes) {
    if (watchers.trace != null) {
      try {
        String executor = executorByRank.getOrDefault(rank, "");
        watchers.trace.add(watchers.number, executor, rank, StatisticsCodec.decodeSpans(bytes));
      } catch (IOException e) {
        throw new UncheckedIOException("calls of a rank are not readable", e);
      }
    }
  }

  @Override
  public void lost(String processKey, String evidence) {
    world.processLost(processKey, evidence);
  }

  // From the thread that runs the job.

  /** Ends the world from here. */
  void fail(Failure failure) {
    failures.reported(failure);
    world.fail(failure);
    if (control != null) {
      control.push(failure);
    }
  }

  /** Whether the world has failed and its ranks have had the time to end by themselves. */
  boolean isOverdue() {
    long failedAt = failedAtNanos.get();
    return failedAt != 0 && System.nanoTime() - failedAt > END_LIMIT.toNanos();
  }

  /** The world has ended well. */
  void done() {
    world.done();
  }

  /**
   * Finds out why Spark's job failed, waiting for the witnesses up to a few seconds, and ends the
   * world if that has not happened.
   */
  FailureRecord.Verdict verdict(Throwable sparkError, int attempt) throws InterruptedException {
    FailureRecord.Verdict verdict = failures.verdict(sparkError, attempt, WITNESS_LIMIT);
    fail(verdict.failure());
    return verdict;
  }

  @Override
  public void close() {
    if (control != null) {
      control.close();
    }
    world.close();
  }
}

package org.commworld.spark;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.spark.SparkContext;
import org.apache.spark.rdd.RDD;
import org.apache.spark.storage.StorageLevel;
import org.commworld.mpi.ErrorClass;
import org.commworld.mpi.MpiException;
import org.commworld.spark.stats.TraceFile;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/**
 * The driver's side of a job: checks, waits for slots, runs attempts until one succeeds, each a new
 * epoch of the same job in ZooKeeper. Blocks its caller; the executors' side is {@link RankStage}.
 */
final class JobRunner {
  private static final Logger LOG = LoggerFactory.getLogger(JobRunner.class);
  private static final long SLOT_POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private final SparkContext context;
  private final JobOptions options;
  private final String jobUid = JobKeys.newJobUid();

  /**
   * A job to run once.
   *
   * @throws JobNotStartedException if it can never run under the settings of {@code context}
   */
  JobRunner(SparkContext context, JobOptions options) {
    this.context = context;
    this.options = options;
    StageRequirements.check(
        options.ranks(),
        context.master(),
        context.conf(),
        Runtime.getRuntime().availableProcessors());
  }

  /** Runs {@code body} on each partition of {@code input} as a rank; the results by rank. */
  <T, R extends @Nullable Object> List<R> collect(RDD<T> input, StageBody<T, R> body) {
    Submission.Submitter<R, List<R>> submitter =
        spec -> {
          RDD<R> stage = barrier(input, spec, body);
          return new Submission<>(stage, stage.toJavaRDD().collectAsync());
        };
    return Collections.unmodifiableList(run(submitter).value());
  }

  /** The same with the results left on the executors. */
  <T, R> RDD<R> persist(RDD<T> input, StageBody<T, R> body) {
    Submission.Submitter<R, @Nullable Void> submitter =
        spec -> {
          RDD<R> stage = barrier(input, spec, body);
          stage.persist(StorageLevel.MEMORY_AND_DISK());
          return new Submission<>(stage, stage.toJavaRDD().foreachPartitionAsync(rows -> {}));
        };
    return ResultRDD.of(run(submitter).submission().stage(), options.name());
  }

  private static <T, R extends @Nullable Object> RDD<R> barrier(
      RDD<T> input, JobSpec spec, StageBody<T, R> body) {
    ClassTag<R> type = ClassTag$.MODULE$.apply(Object.class);
    return input.barrier().mapPartitions(new RankStage<>(spec, body), false, type);
  }

  private <R extends @Nullable Object, V extends @Nullable Object> AttemptRun.Finished<R, V> run(
      Submission.Submitter<R, V> submitter) {
    Path file = options.trace();
    if (file == null) {
      return run(submitter, null);
    }
    TraceFile trace;
    try {
      trace = TraceFile.create(file);
    } catch (IOException e) {
      throw new JobNotStartedException("cannot write the trace: " + e, e);
    }
    try {
      return run(submitter, trace);
    } finally {
      options.observer().traced(file, trace.dropped(), end(trace));
    }
  }

  private static @Nullable IOException end(TraceFile trace) {
    try {
      trace.close();
      return null;
    } catch (IOException e) {
      LOG.warn("Trace is not complete", e);
      return e;
    }
  }

  private <R extends @Nullable Object, V extends @Nullable Object> AttemptRun.Finished<R, V> run(
      Submission.Submitter<R, V> submitter, @Nullable TraceFile trace) {
    StartClock clock = new StartClock(options.startTimeout(), System.nanoTime());
    awaitSlots(clock);
    Coordination coordination = Coordination.of(context);
    for (int number = 0; ; number++) {
      try {
        return new AttemptRun(context, coordination, options, clock, number)
            .run(jobUid, submitter, trace);
      } catch (AttemptFailedException e) {
        if (number + 1 >= options.attempts() || !e.isWorthAnother()) {
          throw e.toCaller();
        }
        LOG.warn(
            "Attempt failed, next follows: job={}, attempt={}, attempts={}, error={}",
            options.name(),
            number,
            options.attempts(),
            e.toCaller().getMessage());
        clock.restart(System.nanoTime());
      }
    }
  }

  /**
   * Spark checks the slots once, fails, and looks again after 15 s: executors are waited for here.
   */
  private void awaitSlots(StartClock clock) {
    int slots = slots(context);
    while (slots < options.ranks()) {
      if (clock.isOver(System.nanoTime())) {
        throw new JobNotStartedException(
            "%s, after waiting %s for executors"
                .formatted(
                    Slots.tooFew(options.ranks(), slots, context.master(), context.conf()),
                    clock.limit()));
      }
      LockSupport.parkNanos(this, SLOT_POLL_NANOS);
      if (Thread.currentThread().isInterrupted()) {
        throw new MpiException(ErrorClass.INTERRUPTED, "interrupted while waiting for executors");
      }
      slots = slots(context);
    }
  }

  /** How many tasks the executors that are there can run at once. */
  static int slots(SparkContext context) {
    return context.maxNumConcurrentTasks(context.resourceProfileManager().defaultResourceProfile());
  }
}

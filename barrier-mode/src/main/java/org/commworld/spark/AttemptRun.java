package org.commworld.spark;

import java.io.NotSerializableException;
import java.util.Arrays;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.spark.SparkContext;
import org.apache.spark.rdd.RDD;
import org.apache.spark.storage.StorageLevel;
import org.commworld.mpi.ErrorClass;
import org.commworld.mpi.MpiException;
import org.commworld.spark.control.DriverControl;
import org.commworld.spark.control.LocalControl;
import org.commworld.spark.stats.RunMonitor;
import org.commworld.spark.stats.TraceFile;
import org.commworld.spi.Failure;
import org.commworld.spi.WorldId;
import org.commworld.zookeeper.ZkWorld;
import org.jspecify.annotations.Nullable;

/**
 * Runs one attempt of a job: opens its world, submits its stage, watches it to the end. A barrier
 * stage that ends in a result is never retried by Spark, so an attempt is one Spark job. It is
 * submitted asynchronously, so that this thread can watch the clock and be interrupted.
 */
final class AttemptRun {
  private static final long WATCH_MILLIS = 500;

  // Without it Spark kills a task without interrupting its thread.
  private static final String INTERRUPT_PROPERTY = "spark.job.interruptOnCancel";
  private static final String DESCRIPTION_PROPERTY = "spark.job.description";

  private final SparkContext context;
  private final Coordination coordination;
  private final JobOptions options;
  private final StartClock clock;
  private final int number;

  AttemptRun(
      SparkContext context,
      Coordination coordination,
      JobOptions options,
      StartClock clock,
      int number) {
    this.context = context;
    this.coordination = coordination;
    this.options = options;
    this.clock = clock;
    this.number = number;
  }

  /**
   * Runs it.
   *
   * @return the stage's RDD and what its job gave
   */
  <R extends @Nullable Object, V extends @Nullable Object> Finished<R, V> run(
      String jobUid, Submission.Submitter<R, V> submitter, @Nullable TraceFile trace)
      throws AttemptFailedException {
    RunMonitor monitor = coordination.runs().begin(options.name(), number, options.ranks());
    boolean ended = false;
    try {
      Finished<R, V> finished = run(jobUid, submitter, monitor, trace);
      ended = true;
      return finished;
    } finally {
      monitor.ended(ended);
      options.observer().ended(monitor.read());
    }
  }

  private <R extends @Nullable Object, V extends @Nullable Object> Finished<R, V> run(
      String jobUid,
      Submission.Submitter<R, V> submitter,
      RunMonitor monitor,
      @Nullable TraceFile trace)
      throws AttemptFailedException {
    Coordination.Ensemble ensemble = coordination.ensemble(options.zookeeper());
    JobSpec spec = coordination.spec(jobUid, number, options, ensemble.config());
    WorldId id = spec.world(0);
    ZkWorld world =
        ZkWorld.open(
            ensemble.session().session(),
            context.applicationId(),
            id,
            options.name(),
            options.joinTimeout());
    JobAttempt.Watchers watchers = new JobAttempt.Watchers(monitor, trace, number);
    try (JobAttempt attempt = new JobAttempt(id, options.io(), world, clock, watchers)) {
      coordination.events().add(attempt);
      try {
        attempt.attach(control(id, spec, attempt));
        Submission<R, V> submission = submit(attempt, spec, submitter);
        return watch(attempt, submission, monitor);
      } finally {
        coordination.events().remove(attempt);
      }
    }
  }

  /** What a successful attempt gives. */
  record Finished<R extends @Nullable Object, V extends @Nullable Object>(
      Submission<R, V> submission, V value) {}

  private DriverControl control(WorldId id, JobSpec spec, JobAttempt attempt) {
    if (context.isLocal()) {
      return LocalControl.open(id, attempt);
    }
    ClassLoader loader = Thread.currentThread().getContextClassLoader();
    return coordination.control().open(id, spec.jobKey(), attempt, loader);
  }

  private <R extends @Nullable Object, V extends @Nullable Object> Submission<R, V> submit(
      JobAttempt attempt, JobSpec spec, Submission.Submitter<R, V> submitter) {
    String description = "%s (%d ranks)".formatted(options.name(), options.ranks());
    LocalProperties properties =
        new LocalProperties(context)
            .set(INTERRUPT_PROPERTY, "true")
            .set(DESCRIPTION_PROPERTY, description)
            .set(StageEvents.ATTEMPT_PROPERTY, attempt.id());
    try {
      return submitter.submit(spec);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      // Spark's own exceptions are checked ones to Java only.
      if (e.getCause() instanceof NotSerializableException) {
        throw new IllegalArgumentException(
            "program of the ranks is not serializable: " + e.getCause().getMessage(), e);
      }
      throw new JobNotStartedException("Spark does not take the job: " + e.getMessage(), e);
    } finally {
      properties.restore();
    }
  }

  private <R extends @Nullable Object, V extends @Nullable Object> Finished<R, V> watch(
      JobAttempt attempt, Submission<R, V> submission, RunMonitor monitor)
      throws AttemptFailedException {
    try {
      while (true) {
        try {
          V value = submission.job().get(WATCH_MILLIS, TimeUnit.MILLISECONDS);
          attempt.done();
          return new Finished<>(submission, value);
        } catch (TimeoutException e) {
          check(attempt, submission);
          options.observer().progress(monitor.read());
        } catch (ExecutionException | CancellationException e) {
          Throwable cause = e.getCause();
          forget(submission.stage());
          throw new AttemptFailedException(attempt.verdict(cause == null ? e : cause, number));
        }
      }
    } catch (InterruptedException e) {
      submission.job().cancel(true);
      Failure failure = Failures.killed("thread that runs the job was interrupted");
      attempt.fail(failure);
      Thread.currentThread().interrupt();
      throw new MpiException(ErrorClass.INTERRUPTED, failure.message(), e);
    }
  }

  private static void forget(RDD<?> stage) {
    if (!stage.getStorageLevel().equals(StorageLevel.NONE())) {
      stage.unpersist(false);
    }
  }

  private void check(JobAttempt attempt, Submission<?, ?> submission) {
    if (clock.isOver(System.nanoTime())) {
      submission.job().cancel(true);
      JobNotStartedException notStarted = notStarted();
      attempt.fail(Failures.killed(String.valueOf(notStarted.getMessage())));
      throw notStarted;
    }
    if (attempt.isOverdue()) {
      // A rank that is in no call of ours, or has swallowed its exception, ends only by this.
      submission.job().cancel(true);
    }
    coordination
        .serverLoss()
        .ifPresent(
            loss ->
                attempt.fail(
                    new Failure(Failure.Kind.COORDINATION_LOST, -1, "unknown", 1, loss, "")));
  }

  private JobNotStartedException notStarted() {
    return new JobNotStartedException(
        "start timed out: no %d slots were free at once in %s; job=%s, slots=%d, activeJobs=%s"
            .formatted(
                options.ranks(),
                clock.limit(),
                options.name(),
                JobRunner.slots(context),
                Arrays.toString(context.statusTracker().getActiveJobIds())));
  }
}

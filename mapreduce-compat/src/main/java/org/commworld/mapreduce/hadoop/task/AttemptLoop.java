package org.commworld.mapreduce.hadoop.task;

import java.io.File;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.apache.hadoop.mapred.JobID;
import org.apache.hadoop.mapred.TaskAttemptID;
import org.apache.hadoop.mapred.TaskID;
import org.apache.hadoop.mapreduce.TaskType;
import org.apache.hadoop.util.StringUtils;
import org.apache.spark.SparkEnv;
import org.apache.spark.SparkException;
import org.apache.spark.TaskContext;
import org.apache.spark.TaskKilledException;
import org.apache.spark.executor.CommitDeniedException;
import org.apache.spark.shuffle.FetchFailedException;
import org.commworld.mapreduce.hadoop.task.DriverLink.Kind;
import org.commworld.mapreduce.hadoop.task.DriverLink.Message;
import org.jspecify.annotations.Nullable;

/**
 * The attempts of one task inside one Spark task. Attempts have numbers of their own, given by the
 * driver: how often a task may fail is the job's to say, while Spark has one number for all its
 * application, and in {@code local[n]} starts no task twice. So a failed attempt is followed by
 * another in the same Spark task when Spark would not start it again.
 *
 * <p>Some failures are Spark's to mend and are passed on as they are: a failed fetch (Spark runs
 * the lost map again), a kill, and a refused commit (another attempt has it).
 */
final class AttemptLoop {
  private static final long KILL_WAIT_NANOS = TimeUnit.SECONDS.toNanos(2);
  private static final long KILL_LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

  private final JobSpec spec;
  private final boolean map;
  private final int partition;
  private final TaskContext spark;

  AttemptLoop(JobSpec spec, boolean map, int partition, TaskContext spark) {
    this.spec = spec;
    this.map = map;
    this.partition = partition;
    this.spark = spark;
  }

  /**
   * Runs attempts until one succeeds.
   *
   * @param finish what to do with a task that has run; part of the attempt
   * @param success makes the answer of what {@code finish} gave and of the attempt
   */
  <T extends HostedTask, M, R> R run(
      File volume,
      Attempt.Maker<T> maker,
      Attempt.Finish<T, M> finish,
      Function<M, Function<AttemptResult, R>> success)
      throws Exception {
    try (HostedJobs.Use use = HostedJobs.use(spec)) {
      while (true) {
        int number =
            DriverLink.ask(
                message(Kind.BEGIN, 0, SparkEnv.get().blockManager().blockManagerId().host()));
        if (number == DriverLink.NO_ATTEMPT) {
          awaitKill();
          throw new TaskKilledException("the job is ending");
        }
        TaskID task =
            new TaskID(
                JobID.forName(spec.jobId()), map ? TaskType.MAP : TaskType.REDUCE, partition);
        Attempt attempt = new Attempt(spec, use.job(), new TaskAttemptID(task, number), spark);
        try {
          M finished = attempt.run(volume, maker, finish);
          return success.apply(finished).apply(attempt.result());
        } catch (Exception | LinkageError | StackOverflowError | AssertionError e) {
          if (!isRetried(e, number, attempt)) {
            throw new SparkException("attempt failed: " + StringUtils.stringifyException(e), null);
          }
        } catch (Error e) {
          // What may have hurt the whole JVM is Spark's to judge.
          DriverLink.ask(message(Kind.FAILED, number, StringUtils.stringifyException(e)));
          throw e;
        }
      }
    }
  }

  /**
   * Spark starts a task that ends as killed again at once, until its scheduler has heard that the
   * job is over. That takes a moment, in which a slot would start the same task many times.
   */
  private void awaitKill() {
    long deadline = System.nanoTime() + KILL_WAIT_NANOS;
    while (!spark.isInterrupted() && System.nanoTime() < deadline) {
      LockSupport.parkNanos(KILL_LOOK_NANOS);
      if (Thread.interrupted()) {
        return;
      }
    }
  }

  private boolean isRetried(Throwable failure, int number, Attempt attempt) throws Exception {
    FetchFailedException fetch = causeOf(failure, FetchFailedException.class);
    Umbilical.CommitDenied denied = causeOf(failure, Umbilical.CommitDenied.class);
    if (fetch != null || denied != null || spark.isInterrupted()) {
      DriverLink.ask(message(Kind.KILLED, number, StringUtils.stringifyException(failure)));
      if (fetch != null) {
        throw fetch;
      }
      if (denied != null) {
        throw new CommitDeniedException(
            denied.getMessage() + ": attempt=" + number,
            spark.stageId(),
            spark.partitionId(),
            spark.attemptNumber());
      }
      throw new TaskKilledException("killed: " + spark.getKillReason().getOrElse(() -> "unknown"));
    }
    int answer =
        DriverLink.ask(message(Kind.FAILED, number, StringUtils.stringifyException(failure)));
    return answer == 1 && !attempt.isCommitGranted();
  }

  private Message message(Kind kind, int number, String text) {
    return new Message(
        kind, spec.jobId(), map, partition, number, spark.taskAttemptId(), isLastChance(), 0, text);
  }

  private boolean isLastChance() {
    String master = SparkEnv.get().conf().get("spark.master", "");
    int most = SparkEnv.get().conf().getInt("spark.task.maxFailures", 4);
    if (spec.local()) {
      int comma = master.indexOf(',');
      most =
          comma < 0
              ? 1
              : Integer.parseInt(master.substring(comma + 1, master.indexOf(']')).strip());
    }
    return spark.attemptNumber() + 1 >= most;
  }

  private static <T extends Throwable> @Nullable T causeOf(Throwable thrown, Class<T> type) {
    Throwable cause = thrown;
    for (int depth = 0; cause != null && depth < 50; depth++) {
      if (type.isInstance(cause)) {
        return type.cast(cause);
      }
      cause = cause.getCause();
    }
    return null;
  }

  /** Throws what Spark declares nowhere but expects. */
  @SuppressWarnings("unchecked")
  static <E extends Throwable> RuntimeException sneak(Throwable thrown) throws E {
    throw (E) thrown;
  }

  static File anyVolume() throws IOException {
    return SparkEnv.get().blockManager().diskBlockManager().localDirs()[0];
  }
}

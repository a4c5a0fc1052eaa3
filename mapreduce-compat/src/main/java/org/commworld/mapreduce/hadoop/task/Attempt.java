package org.commworld.mapreduce.hadoop.task;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.UndeclaredThrowableException;
import java.security.PrivilegedExceptionAction;
import java.util.concurrent.ScheduledFuture;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FileUtil;
import org.apache.hadoop.mapred.Counters;
import org.apache.hadoop.mapred.JobConf;
import org.apache.hadoop.mapred.TaskAttemptID;
import org.apache.hadoop.mapreduce.MRConfig;
import org.apache.hadoop.mapreduce.MRJobConfig;
import org.apache.hadoop.mapreduce.security.TokenCache;
import org.apache.hadoop.security.UserGroupInformation;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.commworld.mapreduce.hadoop.MapReduceSettings;

/**
 * One attempt: a fresh copy of the job's configuration, a local directory, the job's class loader
 * as the thread's, and a user of its own. The user keeps file systems apart, which Hadoop caches by
 * user: one attempt that closes a file system closes no other's.
 */
final class Attempt {
  /** Makes the task once the attempt's configuration is there. */
  interface Maker<T extends HostedTask> {
    T make(TaskAttemptID id, JobConf conf, long slotBytes);
  }

  /** What is done with a task that has run, while its files are still there. */
  interface Finish<T extends HostedTask, R> {
    R apply(T task, JobConf conf) throws Exception;
  }

  private final JobSpec spec;
  private final HostedJob job;
  private final TaskAttemptID id;
  private final TaskContext spark;
  private final Umbilical umbilical;
  private byte[] counters = {};

  Attempt(JobSpec spec, HostedJob job, TaskAttemptID id, TaskContext spark) {
    this.spec = spec;
    this.job = job;
    this.id = id;
    this.spark = spark;
    this.umbilical = new Umbilical(spark);
  }

  boolean isCommitGranted() {
    return umbilical.isCommitGranted();
  }

  AttemptResult result() {
    return new AttemptResult(
        id.getTaskID().getTaskType() == org.apache.hadoop.mapreduce.TaskType.MAP,
        id.getTaskID().getId(),
        id.getId(),
        counters);
  }

  /**
   * Runs the attempt in a directory made below {@code volume}; both its failure and its files end
   * here.
   */
  <T extends HostedTask, R> R run(File volume, Maker<T> maker, Finish<T, R> finish)
      throws Exception {
    File directory = new File(volume, "commworld-" + id + "-" + spark.taskAttemptId());
    UserGroupInformation user = UserGroupInformation.createRemoteUser(spec.user());
    user.addCredentials(UserGroupInformation.getCurrentUser().getCredentials());
    user.addCredentials(job.credentials());
    Thread thread = Thread.currentThread();
    ClassLoader outer = thread.getContextClassLoader();
    thread.setContextClassLoader(job.classLoader());
    try {
      return user.doAs((PrivilegedExceptionAction<R>) () -> runAs(directory, user, maker, finish));
    } catch (UndeclaredThrowableException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    } finally {
      thread.setContextClassLoader(outer);
      Quietly.run(() -> FileSystem.closeAllForUGI(user));
      FileUtil.fullyDelete(directory);
    }
  }

  private <T extends HostedTask, R> R runAs(
      File directory, UserGroupInformation user, Maker<T> maker, Finish<T, R> finish)
      throws Exception {
    job.link();
    JobConf conf = job.conf();
    conf.setClassLoader(job.classLoader());
    conf.set(MRConfig.LOCAL_DIR, directory.getPath());
    conf.set(MRJobConfig.JOB_LOCAL_DIR, job.directory().getPath());
    conf.setUser(spec.user());
    conf.setCredentials(user.getCredentials());
    TaskStreams.inDirectory(conf, job.programLinks(), new File(directory, "work"));
    long slotBytes = TaskMemory.slotBytes(conf, SparkEnv.get().conf(), spec.local());
    FileCounters files = new FileCounters();
    T task = maker.make(id, conf, slotBytes);
    task.localizeConfiguration(conf);
    task.setConf(conf);
    if (task instanceof org.apache.hadoop.mapred.Task hadoop) {
      hadoop.setEncryptedSpillKey(TokenCache.getEncryptedSpillKey(user.getCredentials()));
    }
    ScheduledFuture<?> ticks =
        Tick.every(MapReduceSettings.progressIntervalMillis(conf), reporting(task));
    boolean ended = false;
    try {
      task.run(conf, umbilical.protocol());
      R result = finish.apply(task, conf);
      Counters last = umbilical.counters();
      if (last != null) {
        files.correct(last);
        counters = bytes(last);
      }
      ended = true;
      return result;
    } finally {
      ticks.cancel(false);
      if (!ended) {
        abort(task);
      }
    }
  }

  /** An interrupt must not keep the committer from cleaning up. */
  private static void abort(HostedTask task) {
    boolean interrupted = Thread.interrupted();
    Quietly.run(task::abort);
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private Runnable reporting(HostedTask task) {
    return new Runnable() {
      private float sentProgress = -1;
      private String sentStatus = "";

      @Override
      public void run() {
        float progress = task.progress();
        String status = task.status();
        if (progress != sentProgress || !status.equals(sentStatus)) {
          sentProgress = progress;
          sentStatus = status;
          DriverLink.tell(
              new DriverLink.Message(
                  DriverLink.Kind.PROGRESS,
                  spec.jobId(),
                  task instanceof HostedMapTask,
                  id.getTaskID().getId(),
                  id.getId(),
                  spark.taskAttemptId(),
                  false,
                  progress,
                  status));
        }
      }
    };
  }

  private static byte[] bytes(Counters counters) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    counters.write(new DataOutputStream(bytes));
    return bytes.toByteArray();
  }
}

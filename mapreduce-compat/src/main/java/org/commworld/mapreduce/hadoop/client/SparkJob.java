package org.commworld.mapreduce.hadoop.client;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.crypto.KeyGenerator;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.mapred.Counters;
import org.apache.hadoop.mapred.JobConf;
import org.apache.hadoop.mapred.JobEndNotifier;
import org.apache.hadoop.mapred.JobID;
import org.apache.hadoop.mapreduce.CryptoUtils;
import org.apache.hadoop.mapreduce.JobPriority;
import org.apache.hadoop.mapreduce.JobStatus;
import org.apache.hadoop.mapreduce.MRJobConfig;
import org.apache.hadoop.mapreduce.security.TokenCache;
import org.apache.hadoop.security.Credentials;
import org.apache.hadoop.util.StringUtils;
import org.apache.spark.SparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.commworld.mapreduce.hadoop.MapReduceSettings;
import org.commworld.mapreduce.hadoop.task.DriverLink;
import org.commworld.mapreduce.hadoop.task.DriverLink.Message;
import org.commworld.mapreduce.hadoop.task.HostedJobs;
import org.commworld.mapreduce.hadoop.task.JobSpec;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/**
 * One submitted job: committer, tasks, committer again, in a thread of its own.
 *
 * <p>A client that sees the job's end may end the JVM at once. So everything is done by then: files
 * are deleted and whoever is to be notified is.
 */
public final class SparkJob {
  private static final Logger LOG = LoggerFactory.getLogger(SparkJob.class);
  private static final long END_WAIT_SECONDS = 10;
  private static final long ATTEMPTS_WAIT_MILLIS = 5000;

  private final JobID id;
  private final Submission submission;
  private final Credentials credentials;
  private final SparkContext context;
  private final TaskTable tasks;
  private final String trackingUrl;
  private final long started = System.currentTimeMillis();
  private final CountDownLatch ended = new CountDownLatch(1);

  private volatile JobStatus.State state = JobStatus.State.PREP;
  private volatile float setupProgress;
  private volatile float cleanupProgress;
  private volatile long finished;
  private volatile String failure = "";
  private volatile JobPriority priority;
  private volatile boolean killed;

  private SparkJob(JobID id, Submission submission, Credentials credentials, SparkContext context) {
    this.id = id;
    this.submission = submission;
    this.credentials = credentials;
    this.context = context;
    List<List<String>> hosts = submission.splits().stream().map(split -> split.hosts()).toList();
    this.tasks = new TaskTable(id, submission.conf(), hosts, submission.conf().getNumReduceTasks());
    this.priority = JobPriority.valueOf(submission.conf().getJobPriority().name());
    this.trackingUrl = context.uiWebUrl().isDefined() ? context.uiWebUrl().get() + "/jobs/" : "N/A";
  }

  /** Starts a job whose files are all in place. */
  static SparkJob start(
      JobID id, Submission submission, Credentials credentials, SparkContext context) {
    SparkJob job = new SparkJob(id, submission, credentials, context);
    RunningJobs.add(job);
    if (context.isLocal() && submission.conf().getJar() == null) {
      HostedJobs.setParent(id.toString(), Thread.currentThread().getContextClassLoader());
    }
    Thread thread = new Thread(job::run, "mapreduce-" + id);
    thread.setDaemon(true);
    thread.start();
    return job;
  }

  /** The job's id. */
  public JobID id() {
    return id;
  }

  /** Whether it has ended, in whatever way. */
  public boolean isEnded() {
    return ended.getCount() == 0;
  }

  TaskTable tasks() {
    return tasks;
  }

  /** Handles a message of an attempt; the answer is only used where the message has one. */
  int hear(Message message) {
    return switch (message.kind()) {
      case BEGIN -> killed ? DriverLink.NO_ATTEMPT : tasks.begin(message);
      case PROGRESS -> {
        tasks.progress(message);
        yield 0;
      }
      case KILLED -> {
        tasks.killed(message);
        yield 0;
      }
      case FAILED -> {
        boolean again = tasks.failed(message);
        if (!tasks.failure().isEmpty()) {
          cancel("a task has failed as often as it may");
        }
        yield again ? 1 : 0;
      }
    };
  }

  /** Ends the job as killed; returns at once. Has no effect once the job commits or has ended. */
  public void kill() {
    killed = true;
    tasks.end();
    cancel("killed by its user");
  }

  private void cancel(String reason) {
    context.cancelJobGroupAndFutureJobs(id.toString(), reason);
  }

  /** Waits for the end, a few seconds at most. */
  void awaitEnd() {
    try {
      if (!ended.await(END_WAIT_SECONDS, TimeUnit.SECONDS)) {
        LOG.warn("job still runs while the JVM exits: job={}", id);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The job's state at this moment. */
  public JobStatus status() {
    JobConf conf = submission.conf();
    boolean done = state == JobStatus.State.SUCCEEDED;
    JobStatus status =
        new JobStatus(
            id,
            setupProgress,
            done ? 1 : tasks.progress(true),
            done ? 1 : tasks.progress(false),
            cleanupProgress,
            state,
            priority,
            conf.getUser(),
            conf.getJobName(),
            conf.getQueueName(),
            new org.apache.hadoop.fs.Path(submission.directory(), "job.xml").toString(),
            trackingUrl) {
          {
            setStartTime(started);
            setFinishTime(finished);
            setFailureInfo(failure);
          }
        };
    return status;
  }

  /** Counters of successful attempts so far. */
  public Counters counters() {
    return tasks.counters();
  }

  void setPriority(JobPriority priority) {
    this.priority = priority;
  }

  @SuppressWarnings("CatchAndPrintStackTrace")
  private void run() {
    JobStatus.State end = JobStatus.State.FAILED;
    Broadcast<byte[]> jobXml = broadcast(submission.jobXml());
    Broadcast<byte[]> secrets = null;
    try {
      addSpillKey();
      secrets = broadcast(bytes(credentials));
      end = runAsUser(spec(jobXml, secrets));
    } catch (Throwable e) {
      fail(e);
    } finally {
      tasks.end();
      cleanUp(jobXml, secrets);
      cleanupProgress = 1;
      finished = System.currentTimeMillis();
      notifyEnd(end);
      state = end;
      ended.countDown();
    }
  }

  private JobSpec spec(Broadcast<byte[]> jobXml, Broadcast<byte[]> secrets) {
    JobConf conf = submission.conf();
    return new JobSpec(
        id.toString(),
        new org.apache.hadoop.fs.Path(submission.directory(), "job.xml").toString(),
        jobXml,
        secrets,
        conf.getUser(),
        submission.splits().size(),
        conf.getNumReduceTasks(),
        context.isLocal());
  }

  private JobStatus.State runAsUser(JobSpec spec) throws Exception {
    try (HostedJobs.Use use = HostedJobs.use(spec)) {
      Thread.currentThread().setContextClassLoader(use.job().classLoader());
      JobConf conf = use.job().conf();
      conf.setClassLoader(use.job().classLoader());
      JobCommitter committer = JobCommitter.of(conf, id);
      try {
        committer.setup();
        setupProgress = 1;
        state = JobStatus.State.RUNNING;
        if (!killed) {
          context.setJobGroup(id.toString(), conf.getJobName(), true);
          context.setLocalProperty("spark.scheduler.pool", conf.get(MapReduceSettings.POOL));
          JobStages.run(context, spec, submission.splits(), tasks::succeeded);
        }
        if (!killed) {
          committer.commit();
          return JobStatus.State.SUCCEEDED;
        }
        return abort(committer, null);
      } catch (Throwable e) {
        return abort(committer, e);
      }
    }
  }

  private JobStatus.State abort(JobCommitter committer, @Nullable Throwable thrown) {
    if (thrown != null && !killed) {
      fail(thrown);
    }
    JobStatus.State end = killed ? JobStatus.State.KILLED : JobStatus.State.FAILED;
    tasks.end();
    awaitAttempts();
    try {
      committer.abort(end);
    } catch (IOException | RuntimeException e) {
      LOG.warn("committer failed to abort: job={}", id, e);
    }
    return end;
  }

  /** Lets attempts that still run clean up first: the committer is to have the last word. */
  private void awaitAttempts() {
    try {
      if (!tasks.awaitQuiet(ATTEMPTS_WAIT_MILLIS)) {
        LOG.warn("attempts do not end: job={}", id);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void fail(Throwable thrown) {
    String task = tasks.failure();
    failure = task.isEmpty() ? StringUtils.stringifyException(thrown) : task;
    LOG.debug("job failed: job={}", id, thrown);
  }

  private void addSpillKey() throws IOException {
    JobConf conf = submission.conf();
    if (!CryptoUtils.isEncryptedSpillEnabled(conf)) {
      return;
    }
    try {
      KeyGenerator generator = KeyGenerator.getInstance("HmacSHA1");
      generator.init(
          conf.getInt(
              MRJobConfig.MR_ENCRYPTED_INTERMEDIATE_DATA_KEY_SIZE_BITS,
              MRJobConfig.DEFAULT_MR_ENCRYPTED_INTERMEDIATE_DATA_KEY_SIZE_BITS));
      TokenCache.setEncryptedSpillKey(generator.generateKey().getEncoded(), credentials);
    } catch (NoSuchAlgorithmException e) {
      throw new IOException("Error generating encrypted spill key", e);
    }
  }

  private Broadcast<byte[]> broadcast(byte[] bytes) {
    ClassTag<byte[]> tag = ClassTag$.MODULE$.apply(byte[].class);
    return context.broadcast(bytes, tag);
  }

  private static byte[] bytes(Credentials credentials) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    credentials.write(new DataOutputStream(bytes));
    return bytes.toByteArray();
  }

  private void cleanUp(Broadcast<byte[]> jobXml, @Nullable Broadcast<byte[]> secrets) {
    Thread.currentThread().setContextClassLoader(SparkJob.class.getClassLoader());
    HostedJobs.end(id.toString());
    try {
      jobXml.destroy();
      if (secrets != null) {
        secrets.destroy();
      }
      FileSystem fs = submission.directory().getFileSystem(submission.conf());
      fs.delete(submission.directory(), true);
    } catch (Exception e) {
      LOG.warn("job directory not deleted: directory={}", submission.directory(), e);
    }
  }

  private void notifyEnd(JobStatus.State end) {
    JobConf conf = submission.conf();
    if (conf.getJobEndNotificationURI() != null) {
      JobEndNotifier.localRunnerNotification(
          conf,
          new org.apache.hadoop.mapred.JobStatus(
              id, 1, 1, 1, end.getValue(), conf.getUser(), conf.getJobName(), "", trackingUrl));
    }
  }
}

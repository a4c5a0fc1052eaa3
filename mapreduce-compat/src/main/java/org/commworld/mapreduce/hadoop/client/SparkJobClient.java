package org.commworld.mapreduce.hadoop.client;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.ipc.ProtocolSignature;
import org.apache.hadoop.mapreduce.Cluster.JobTrackerStatus;
import org.apache.hadoop.mapreduce.ClusterMetrics;
import org.apache.hadoop.mapreduce.Counters;
import org.apache.hadoop.mapreduce.JobID;
import org.apache.hadoop.mapreduce.JobPriority;
import org.apache.hadoop.mapreduce.JobStatus;
import org.apache.hadoop.mapreduce.QueueAclsInfo;
import org.apache.hadoop.mapreduce.QueueInfo;
import org.apache.hadoop.mapreduce.QueueState;
import org.apache.hadoop.mapreduce.TaskAttemptID;
import org.apache.hadoop.mapreduce.TaskCompletionEvent;
import org.apache.hadoop.mapreduce.TaskReport;
import org.apache.hadoop.mapreduce.TaskTrackerInfo;
import org.apache.hadoop.mapreduce.TaskType;
import org.apache.hadoop.mapreduce.protocol.ClientProtocol;
import org.apache.hadoop.mapreduce.security.token.delegation.DelegationTokenIdentifier;
import org.apache.hadoop.mapreduce.server.jobtracker.JTConfig;
import org.apache.hadoop.mapreduce.v2.LogParams;
import org.apache.hadoop.security.Credentials;
import org.apache.hadoop.security.UserGroupInformation;
import org.apache.hadoop.security.authorize.AccessControlList;
import org.apache.hadoop.security.token.Token;
import org.apache.spark.SparkContext;
import org.jspecify.annotations.Nullable;

/**
 * Hadoop's job client protocol in the driver's own JVM. Its state is in {@link RunningJobs}, which
 * all clients of the JVM share: a job is the JVM's, not of the client that submitted it.
 */
final class SparkJobClient implements ClientProtocol {
  /** Digits only, as Hadoop's own: scripts look for {@code job_<digits>_<digits>}. */
  private static final String ID_PREFIX =
      System.currentTimeMillis() + String.format("%05d", ProcessHandle.current().pid() % 100_000);

  private static final AtomicInteger LAST_ID = new AtomicInteger();
  private static final String QUEUE = "default";

  private final Configuration conf;

  SparkJobClient(Configuration conf) {
    this.conf = conf;
  }

  @Override
  public JobID getNewJobID() {
    return new JobID(ID_PREFIX, LAST_ID.incrementAndGet());
  }

  @Override
  public JobStatus submitJob(JobID id, String submitDir, Credentials credentials)
      throws IOException {
    Submission submission = Submission.read(id, new Path(submitDir), conf);
    SparkContext context = SparkContexts.get(submission.conf());
    return SparkJob.start(
            org.apache.hadoop.mapred.JobID.downgrade(id),
            submission,
            new Credentials(credentials),
            context)
        .status();
  }

  @Override
  public @Nullable JobStatus getJobStatus(JobID id) {
    SparkJob job = RunningJobs.find(id);
    return job == null ? null : job.status();
  }

  @Override
  public @Nullable Counters getJobCounters(JobID id) {
    SparkJob job = RunningJobs.find(id);
    return job == null ? null : new Counters(job.counters());
  }

  @Override
  public void killJob(JobID id) throws IOException {
    SparkJob job = RunningJobs.find(id);
    if (job == null) {
      throw new IOException("Job " + id + " does not exist in this JVM");
    }
    if (!job.isEnded()) {
      job.kill();
    }
  }

  @Override
  public boolean killTask(TaskAttemptID id, boolean shouldFail) {
    SparkJob job = RunningJobs.find(id.getJobID());
    long task = job == null ? -1 : job.tasks().sparkTaskOf(id);
    return task >= 0
        && SparkContexts.get(conf).killTaskAttempt(task, true, "killed by its user: " + id);
  }

  /** A number, as {@code Job} sends it, or a name. */
  @Override
  public void setJobPriority(JobID id, String priority) {
    SparkJob job = RunningJobs.find(id);
    if (job != null) {
      job.setPriority(priority(priority));
    }
  }

  private static JobPriority priority(String text) {
    if (text.isEmpty() || !text.chars().allMatch(Character::isDigit)) {
      return JobPriority.valueOf(text);
    }
    return switch (text) {
      case "0" -> JobPriority.DEFAULT;
      case "1" -> JobPriority.VERY_LOW;
      case "2" -> JobPriority.LOW;
      case "3" -> JobPriority.NORMAL;
      case "4" -> JobPriority.HIGH;
      case "5" -> JobPriority.VERY_HIGH;
      default -> JobPriority.UNDEFINED_PRIORITY;
    };
  }

  @Override
  public TaskReport[] getTaskReports(JobID id, TaskType type) {
    SparkJob job = RunningJobs.find(id);
    return job == null ? new TaskReport[0] : job.tasks().reports(type);
  }

  @Override
  public TaskCompletionEvent[] getTaskCompletionEvents(JobID id, int from, int most) {
    SparkJob job = RunningJobs.find(id);
    return job == null ? TaskCompletionEvent.EMPTY_ARRAY : job.tasks().events(from, most);
  }

  @Override
  public String[] getTaskDiagnostics(TaskAttemptID id) {
    SparkJob job = RunningJobs.find(id.getJobID());
    return job == null ? new String[0] : job.tasks().diagnostics(id);
  }

  @Override
  public JobStatus[] getAllJobs() {
    return RunningJobs.all().stream().map(SparkJob::status).toArray(JobStatus[]::new);
  }

  /** Slots are task slots of Spark's, each good for a map or a reduce. */
  @Override
  public ClusterMetrics getClusterMetrics() {
    SparkContext context = SparkContexts.get(conf);
    int executors = trackers(context);
    int slots = context.defaultParallelism();
    int maps = 0;
    int reduces = 0;
    for (SparkJob job : RunningJobs.all()) {
      if (!job.isEnded()) {
        maps += job.tasks().running(true);
        reduces += job.tasks().running(false);
      }
    }
    int jobs = LAST_ID.get();
    return new ClusterMetrics(
        maps, reduces, maps, reduces, 0, 0, slots, slots, jobs, executors, 0, 0);
  }

  private static int trackers(SparkContext context) {
    int nodes = context.getExecutorMemoryStatus().size();
    return context.isLocal() ? 1 : Math.max(1, nodes - 1);
  }

  @Override
  public TaskTrackerInfo[] getActiveTrackers() {
    SparkContext context = SparkContexts.get(conf);
    TaskTrackerInfo[] trackers = new TaskTrackerInfo[trackers(context)];
    for (int i = 0; i < trackers.length; i++) {
      trackers[i] = new TaskTrackerInfo("executor_" + i);
    }
    return trackers;
  }

  @Override
  public TaskTrackerInfo[] getBlacklistedTrackers() {
    return new TaskTrackerInfo[0];
  }

  @Override
  public long getTaskTrackerExpiryInterval() {
    return 0;
  }

  @Override
  public JobTrackerStatus getJobTrackerStatus() {
    return JobTrackerStatus.RUNNING;
  }

  @Override
  public String getFilesystemName() throws IOException {
    return FileSystem.get(conf).getUri().toString();
  }

  @Override
  public String getSystemDir() throws IOException {
    return qualified(new Path(conf.get(JTConfig.JT_SYSTEM_DIR, below("mapred/system"))));
  }

  /** Where job jars and cache files are uploaded to: whoever runs tasks must be able to read it. */
  @Override
  public String getStagingAreaDir() throws IOException {
    Path root = new Path(conf.get(JTConfig.JT_STAGING_AREA_ROOT, below("mapred/staging")));
    String user = UserGroupInformation.getCurrentUser().getShortUserName();
    return qualified(new Path(root, user + "/.staging"));
  }

  @Override
  public String getJobHistoryDir() throws IOException {
    return qualified(new Path(getStagingAreaDir(), "history"));
  }

  private String below(String name) {
    return conf.get("hadoop.tmp.dir", "/tmp/hadoop") + "/" + name;
  }

  /** On the local file system, if the tasks run in this JVM; on the default one otherwise. */
  private String qualified(Path path) throws IOException {
    FileSystem fs =
        path.toUri().getScheme() == null && SparkContexts.isLocal(conf)
            ? FileSystem.getLocal(conf)
            : path.getFileSystem(conf);
    return fs.makeQualified(path).toString();
  }

  @Override
  public AccessControlList getQueueAdmins(String queue) {
    return new AccessControlList(AccessControlList.WILDCARD_ACL_VALUE);
  }

  @Override
  public QueueInfo[] getQueues() {
    return new QueueInfo[] {queue()};
  }

  @Override
  public @Nullable QueueInfo getQueue(String name) {
    return name.equals(QUEUE) ? queue() : null;
  }

  private QueueInfo queue() {
    return new QueueInfo(QUEUE, "Spark's scheduler", QueueState.RUNNING, getAllJobs());
  }

  @Override
  public QueueInfo[] getRootQueues() {
    return getQueues();
  }

  @Override
  public QueueInfo[] getChildQueues(String name) {
    return new QueueInfo[0];
  }

  @Override
  public QueueAclsInfo[] getQueueAclsForCurrentUser() {
    return new QueueAclsInfo[0];
  }

  /** Null: no daemon is there to be asked with a token. */
  @Override
  public @Nullable Token<DelegationTokenIdentifier> getDelegationToken(Text renewer) {
    return null;
  }

  @Override
  public long renewDelegationToken(Token<DelegationTokenIdentifier> token) {
    throw new UnsupportedOperationException("Use Token.renew instead");
  }

  @Override
  public void cancelDelegationToken(Token<DelegationTokenIdentifier> token) {
    throw new UnsupportedOperationException("Use Token.cancel instead");
  }

  @Override
  public LogParams getLogFileParams(JobID job, TaskAttemptID attempt) {
    throw new UnsupportedOperationException(
        "task logs are Spark's executor logs: job=" + job + ", attempt=" + attempt);
  }

  @Override
  public long getProtocolVersion(String protocol, long clientVersion) {
    return versionID;
  }

  @Override
  public ProtocolSignature getProtocolSignature(String protocol, long version, int methodsHash)
      throws IOException {
    return ProtocolSignature.getProtocolSignature(this, protocol, version, methodsHash);
  }
}

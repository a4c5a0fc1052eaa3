package org.commworld.mapreduce.hadoop;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.FloatWritable;
import org.apache.hadoop.io.IntWritable;
import org.apache.hadoop.io.LongWritable;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.mapred.JobConf;
import org.apache.hadoop.mapred.MapReduceBase;
import org.apache.hadoop.mapred.OutputCollector;
import org.apache.hadoop.mapred.Reporter;
import org.apache.hadoop.mapreduce.Cluster;
import org.apache.hadoop.mapreduce.Job;
import org.apache.hadoop.mapreduce.JobCounter;
import org.apache.hadoop.mapreduce.JobPriority;
import org.apache.hadoop.mapreduce.JobStatus;
import org.apache.hadoop.mapreduce.Mapper;
import org.apache.hadoop.mapreduce.TaskAttemptID;
import org.apache.hadoop.mapreduce.TaskReport;
import org.apache.hadoop.mapreduce.TaskType;
import org.apache.spark.SparkContext;
import org.commworld.mapreduce.hadoop.client.RunningJobs;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a client sees of jobs while they run and after. */
@Timeout(120)
class ClientIT {
  @TempDir private Path directory;
  private Jobs jobs;

  @BeforeEach
  void prepare() {
    jobs = new Jobs(directory);
  }

  @Test
  void clusterIsMadeWithAndWithoutAnAddress() throws Exception {
    Configuration conf = jobs.conf();
    Cluster named = new Cluster(new InetSocketAddress("localhost", 1), conf);
    Cluster plain = new Cluster(conf);
    assertThat(named.getClusterStatus().getMapSlotCapacity()).isEqualTo(2);
    assertThat(plain.getClusterStatus().getReduceSlotCapacity()).isEqualTo(2);
    assertThat(plain.getClusterStatus().getTaskTrackerCount()).isEqualTo(1);
    assertThat(plain.getQueues()).hasSize(1);
    assertThat(plain.getAllJobStatuses()).isNotNull();
  }

  @Test
  void clientAsksOftenUnlessToldOtherwise() throws Exception {
    Configuration unset = jobs.conf();
    Configuration set = jobs.conf();
    set.setInt(Job.COMPLETION_POLL_INTERVAL_KEY, 777);
    Cluster first = new Cluster(unset);
    Cluster second = new Cluster(set);
    assertThat(Job.getCompletionPollInterval(unset)).isEqualTo(20);
    assertThat(Job.getCompletionPollInterval(set)).isEqualTo(777);
    assertThat(first.getFileSystem()).isNotNull();
    assertThat(second.getFileSystem()).isNotNull();
  }

  @Test
  void progressMovesAndReportsNameWhatRuns() throws Exception {
    Halfway.ARRIVED = new CountDownLatch(1);
    Halfway.MAY_GO_ON = new CountDownLatch(1);
    Job job = jobs.wordCount(jobs.conf(), jobs.words("half", 1, 2000));
    job.setMapperClass(Halfway.class);
    job.submit();
    Halfway.ARRIVED.await();
    while (job.mapProgress() == 0 && !job.isComplete()) {
      Thread.onSpinWait();
    }

    assertThat(job.mapProgress()).isBetween(0.01f, 0.99f);
    TaskReport report = job.getTaskReports(TaskType.MAP)[0];
    assertThat(report.getCurrentStatus().name()).isEqualTo("RUNNING");
    assertThat(report.getState()).isEqualTo("half > map");
    assertThat(report.getRunningTaskAttemptIds()).hasSize(1);
    assertThat(RunningJobs.find(job.getJobID())).isNotNull();
    Cluster cluster = new Cluster(jobs.conf());
    assertThat(cluster.getClusterStatus().getOccupiedMapSlots()).isEqualTo(1);
    Job found = cluster.getJob(job.getJobID());
    assertThat(found.getJobName()).isEqualTo("test");
    assertThat(found.getJobState()).isEqualTo(JobStatus.State.RUNNING);
    job.setPriority(JobPriority.HIGH);
    assertThat(job.getStatus().getPriority()).isEqualTo(JobPriority.HIGH);
    Halfway.MAY_GO_ON.countDown();
    assertThat(job.waitForCompletion(false)).isTrue();
    assertThat(job.mapProgress()).isEqualTo(1);
    assertThat(job.reduceProgress()).isEqualTo(1);
    assertThat(job.getTaskReports(TaskType.REDUCE)[0].getSuccessfulTaskAttemptId().toString())
        .endsWith("_r_000000_0");
    assertThat(job.getFinishTime()).isGreaterThanOrEqualTo(job.getStartTime());
  }

  @Test
  void taskKnowsItsProgressAsOfItsLastRecord() throws Exception {
    Path input = jobs.input("four", "a", "b", "c", "d");
    JobConf old = new JobConf(jobs.conf());
    old.setMapperClass(OldProgress.class);
    old.setNumMapTasks(1);
    old.setNumReduceTasks(0);
    Job first = Job.getInstance(old);
    Job second = jobs.job(jobs.conf(), input);
    second.setMapperClass(Progress.class);
    second.setNumReduceTasks(0);
    org.apache.hadoop.mapred.FileInputFormat.setInputPaths(
        (JobConf) first.getConfiguration(), Jobs.hadoop(input));
    Path output = jobs.freshOutput();
    org.apache.hadoop.mapred.FileOutputFormat.setOutputPath(
        (JobConf) first.getConfiguration(), Jobs.hadoop(output));

    assertThat(first.waitForCompletion(false)).isTrue();
    assertThat(second.waitForCompletion(false)).isTrue();

    String[] quarters = {"a\t0.25", "b\t0.5", "c\t0.75", "d\t1.0"};
    assertThat(Jobs.result(output)).containsExactly(quarters);
    assertThat(Jobs.result(second)).containsExactly(quarters);
  }

  @Test
  void killedTaskIsMadeAgain() throws Exception {
    WaitsAtFirst.STARTED = new CountDownLatch(1);
    Job job = jobs.wordCount(jobs.conf(), jobs.words("kill", 1, 5));
    job.setMapperClass(WaitsAtFirst.class);
    job.submit();
    WaitsAtFirst.STARTED.await();
    TaskAttemptID attempt =
        job.getTaskReports(TaskType.MAP)[0].getRunningTaskAttemptIds().iterator().next();

    job.killTask(attempt);

    assertThat(job.waitForCompletion(false)).isTrue();
    assertThat(Jobs.counter(job, JobCounter.NUM_KILLED_MAPS)).isEqualTo(1);
    assertThat(Jobs.counter(job, JobCounter.NUM_FAILED_MAPS)).isZero();
  }

  @Test
  void jobsRunAtOnce() throws Exception {
    Meets.BARRIER = new CyclicBarrier(2);
    Job first = jobs.wordCount(jobs.conf(), jobs.words("one", 1, 3));
    Job second = jobs.wordCount(jobs.conf(), jobs.words("two", 1, 3));
    first.setMapperClass(Meets.class);
    second.setMapperClass(Meets.class);
    first.submit();
    second.submit();

    assertThat(first.waitForCompletion(false)).isTrue();
    assertThat(second.waitForCompletion(false)).isTrue();
    assertThat(first.getJobID()).isNotEqualTo(second.getJobID());
    assertThat(first.getJobID().toString()).matches("job_\\d+_\\d{4}");
  }

  @Test
  void endOfJobIsNotified() throws Exception {
    List<String> asked = new CopyOnWriteArrayList<>();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          asked.add(exchange.getRequestURI().toString());
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    server.start();
    try {
      Configuration conf = jobs.conf();
      conf.set(
          "mapreduce.job.end-notification.url",
          "http://localhost:" + server.getAddress().getPort() + "/end?id=$jobId&status=$jobStatus");
      Job job = jobs.wordCount(conf, jobs.words("notify", 1, 3));

      assertThat(job.waitForCompletion(false)).isTrue();

      assertThat(asked).containsExactly("/end?id=" + job.getJobID() + "&status=SUCCEEDED");
    } finally {
      server.stop(0);
    }
  }

  @Test
  void contextOfTheJvmIsUsedAndLeftRunning() throws Exception {
    Job job = jobs.wordCount(jobs.conf(), jobs.words("context", 1, 3));
    assertThat(job.waitForCompletion(false)).isTrue();
    SparkContext context = SparkContext.getOrCreate();

    Job next = jobs.wordCount(jobs.conf(), jobs.words("context", 1, 3));
    assertThat(next.waitForCompletion(false)).isTrue();

    assertThat(SparkContext.getOrCreate()).isSameAs(context);
    assertThat(context.isStopped()).isFalse();
  }

  static final class Halfway extends Mapper<LongWritable, Text, Text, IntWritable> {
    static CountDownLatch ARRIVED = new CountDownLatch(1);
    static CountDownLatch MAY_GO_ON = new CountDownLatch(1);
    private int lines;

    @Override
    protected void map(LongWritable offset, Text line, Context context)
        throws IOException, InterruptedException {
      lines++;
      if (lines == 1) {
        context.setStatus("half");
      }
      // Slow enough for the clock that progress goes by to tick before the middle.
      if (lines < 1000) {
        TimeUnit.MICROSECONDS.sleep(500);
      }
      if (lines == 1000) {
        ARRIVED.countDown();
        MAY_GO_ON.await();
      }
    }
  }

  static final class WaitsAtFirst extends Mapper<LongWritable, Text, Text, IntWritable> {
    static CountDownLatch STARTED = new CountDownLatch(1);

    @Override
    protected void map(LongWritable offset, Text line, Context context)
        throws InterruptedException {
      if (context.getTaskAttemptID().getId() == 0) {
        STARTED.countDown();
        new CountDownLatch(1).await();
      }
    }
  }

  static final class Meets extends Mapper<LongWritable, Text, Text, IntWritable> {
    static CyclicBarrier BARRIER = new CyclicBarrier(2);

    @Override
    protected void setup(Context context) throws IOException {
      try {
        BARRIER.await(60, TimeUnit.SECONDS);
      } catch (Exception e) {
        throw new IOException(e);
      }
    }

    @Override
    protected void map(LongWritable offset, Text line, Context context) {}
  }

  static final class Progress extends Mapper<LongWritable, Text, Text, FloatWritable> {
    @Override
    protected void map(LongWritable offset, Text line, Context context)
        throws IOException, InterruptedException {
      context.write(line, new FloatWritable(context.getProgress()));
    }
  }

  static final class OldProgress extends MapReduceBase
      implements org.apache.hadoop.mapred.Mapper<LongWritable, Text, Text, FloatWritable> {
    @Override
    public void map(
        LongWritable offset,
        Text line,
        OutputCollector<Text, FloatWritable> output,
        Reporter reporter)
        throws IOException {
      output.collect(line, new FloatWritable(reporter.getProgress()));
    }
  }
}

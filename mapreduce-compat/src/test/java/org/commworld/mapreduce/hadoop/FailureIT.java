package org.commworld.mapreduce.hadoop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.IntWritable;
import org.apache.hadoop.io.LongWritable;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.mapred.FileAlreadyExistsException;
import org.apache.hadoop.mapred.JobConf;
import org.apache.hadoop.mapred.MapReduceBase;
import org.apache.hadoop.mapred.OutputCollector;
import org.apache.hadoop.mapred.Reporter;
import org.apache.hadoop.mapreduce.Job;
import org.apache.hadoop.mapreduce.JobContext;
import org.apache.hadoop.mapreduce.JobCounter;
import org.apache.hadoop.mapreduce.JobStatus;
import org.apache.hadoop.mapreduce.Mapper;
import org.apache.hadoop.mapreduce.OutputCommitter;
import org.apache.hadoop.mapreduce.Reducer;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.hadoop.mapreduce.TaskCompletionEvent;
import org.apache.hadoop.mapreduce.TaskCounter;
import org.apache.hadoop.mapreduce.lib.input.SequenceFileInputFormat;
import org.apache.hadoop.mapreduce.lib.output.FileOutputCommitter;
import org.apache.hadoop.mapreduce.lib.output.FileOutputFormat;
import org.apache.hadoop.mapreduce.lib.output.LazyOutputFormat;
import org.apache.hadoop.mapreduce.lib.output.MultipleOutputs;
import org.apache.hadoop.mapreduce.lib.output.TextOutputFormat;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.UnknownReason$;
import org.apache.spark.scheduler.OutputCommitCoordinator;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskStart;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Jobs and tasks that fail, are killed, or must not begin. */
@Timeout(120)
class FailureIT {
  @TempDir private Path directory;
  private Jobs jobs;
  private Path input;

  @BeforeEach
  void prepare() {
    jobs = new Jobs(directory);
    input = jobs.words("words", 2, 20);
  }

  private static List<String> outcomes(Job job) throws IOException {
    List<String> outcomes = new ArrayList<>();
    int from = 0;
    TaskCompletionEvent[] events = job.getTaskCompletionEvents(from);
    while (events.length > 0) {
      for (TaskCompletionEvent event : events) {
        String id = event.getTaskAttemptId().toString();
        outcomes.add(id.replaceFirst("attempt_\\d+_\\d+_", "") + " " + event.getStatus());
      }
      from += events.length;
      events = job.getTaskCompletionEvents(from);
    }
    return Jobs.sorted(outcomes);
  }

  @Test
  void failedAttemptsAreRepeatedAndTheirCountersForgotten() throws Exception {
    Job job = jobs.wordCount(jobs.conf(), input);
    job.setMapperClass(FailsAtFirst.class);
    job.setReducerClass(ReduceFailsAtFirst.class);

    assertThat(job.waitForCompletion(true)).isTrue();

    assertThat(Jobs.counts(Jobs.result(job))).isEqualTo(Jobs.count(input));
    assertThat(Jobs.counter(job, TaskCounter.MAP_INPUT_RECORDS)).isEqualTo(40);
    assertThat(job.getCounters().findCounter("test", "mapped").getValue()).isEqualTo(40);
    assertThat(Jobs.counter(job, JobCounter.TOTAL_LAUNCHED_MAPS)).isEqualTo(6);
    assertThat(Jobs.counter(job, JobCounter.NUM_FAILED_MAPS)).isEqualTo(4);
    assertThat(Jobs.counter(job, JobCounter.NUM_FAILED_REDUCES)).isEqualTo(1);
    assertThat(outcomes(job))
        .containsExactly(
            "m_000000_0 FAILED",
            "m_000000_1 FAILED",
            "m_000000_2 SUCCEEDED",
            "m_000001_0 FAILED",
            "m_000001_1 FAILED",
            "m_000001_2 SUCCEEDED",
            "r_000000_0 FAILED",
            "r_000000_1 SUCCEEDED");
  }

  @Test
  void taskThatFailsTooOftenFailsTheJobWithItsOwnStack() throws Exception {
    Configuration conf = jobs.conf();
    conf.setInt("mapreduce.map.maxattempts", 2);
    Job job = jobs.wordCount(conf, input);
    job.setMapperClass(AlwaysFails.class);

    assertThat(job.waitForCompletion(true)).isFalse();

    assertThat(job.getStatus().getState()).isEqualTo(JobStatus.State.FAILED);
    assertThat(job.getStatus().getFailureInfo())
        .contains("Task failed task_", "Job failed as tasks failed. failedMaps:1")
        .contains("java.lang.IllegalStateException: no luck")
        .contains("FailureIT$AlwaysFails.map(");
    List<String> failed = outcomes(job).stream().filter(text -> text.endsWith(" FAILED")).toList();
    assertThat(failed.stream().filter(text -> text.startsWith("m_000000")).count())
        .isLessThanOrEqualTo(2);
    assertThat(failed).hasSizeBetween(2, 4);
    TaskCompletionEvent event =
        Arrays.stream(job.getTaskCompletionEvents(0))
            .filter(one -> one.getStatus() == TaskCompletionEvent.Status.FAILED)
            .findFirst()
            .orElseThrow();
    assertThat(job.getTaskDiagnostics(event.getTaskAttemptId())[0]).contains("no luck");
    assertThat(Jobs.names(Jobs.output(job))).isEmpty();
  }

  @Test
  void tasksOfAnEndingJobAreNotStartedAgainAndAgain() throws Exception {
    AtomicInteger started = new AtomicInteger();
    SparkListener counting =
        new SparkListener() {
          @Override
          public void onTaskStart(SparkListenerTaskStart start) {
            started.incrementAndGet();
          }
        };
    Configuration conf = jobs.conf();
    conf.setInt("mapreduce.map.maxattempts", 1);
    assertThat(jobs.wordCount(conf, input).waitForCompletion(false)).isTrue();
    SparkContext spark = SparkContext.getOrCreate();
    spark.addSparkListener(counting);
    Job job = jobs.wordCount(conf, jobs.words("one", 1, 1));
    job.setMapperClass(AlwaysFails.class);

    assertThat(job.waitForCompletion(false)).isFalse();

    spark.listenerBus().waitUntilEmpty();
    spark.removeSparkListener(counting);
    assertThat(started.get())
        .as("the attempt that failed, and what Spark starts at once")
        .isBetween(1, 3);
  }

  @Test
  void moreAttemptsThanSparkGrantsAreMade() throws Exception {
    Configuration conf = jobs.conf();
    conf.setInt("mapreduce.map.maxattempts", 6);
    Job job = jobs.wordCount(conf, input);
    job.setMapperClass(FailsFiveTimes.class);

    assertThat(job.waitForCompletion(false)).isTrue();

    assertThat(Jobs.counter(job, JobCounter.NUM_FAILED_MAPS)).isEqualTo(10);
  }

  @Test
  void killedJobEndsAndItsOutputIsAborted() throws Exception {
    Endless.STARTED = new CountDownLatch(1);
    Job job = jobs.wordCount(jobs.conf(), input);
    job.setMapperClass(Endless.class);
    job.setOutputFormatClass(Recorded.class);
    Recording.CALLS.clear();
    Recording.ABORTED = new CountDownLatch(1);
    job.submit();
    Endless.STARTED.await();

    job.killJob();
    job.waitForCompletion(false);

    assertThat(job.getStatus().getState()).isEqualTo(JobStatus.State.KILLED);
    assertThat(Recording.CALLS).endsWith("abortJob KILLED").doesNotContain("commitJob");
    List<String> begun =
        Recording.CALLS.stream().filter(call -> call.startsWith("setupTask")).toList();
    assertThat(begun).isNotEmpty();
    assertThat(Recording.CALLS)
        .as("each attempt cleans up before the job does")
        .containsAll(begun.stream().map(call -> call.replace("setup", "abort")).toList());
    assertThat(job.getJobState()).isEqualTo(JobStatus.State.KILLED);
  }

  @Test
  void attemptThatMayNotCommitIsMadeAgainAndCountsAsKilled() throws Exception {
    Recording.CALLS.clear();
    Job job = jobs.wordCount(jobs.conf(), input);
    job.setReducerClass(LosesTheRace.class);
    job.setOutputFormatClass(Recorded.class);

    assertThat(job.waitForCompletion(false)).isTrue();

    assertThat(Jobs.counts(Jobs.result(job))).isEqualTo(Jobs.count(input));
    assertThat(outcomes(job)).contains("r_000000_0 KILLED", "r_000000_1 SUCCEEDED");
    assertThat(Jobs.counter(job, JobCounter.NUM_KILLED_REDUCES)).isEqualTo(1);
    assertThat(Jobs.counter(job, JobCounter.NUM_FAILED_REDUCES)).isZero();
    assertThat(Recording.CALLS)
        .containsSubsequence("abortTask r_000000_0", "commitTask r_000000_1", "commitJob")
        .doesNotContain("commitTask r_000000_0");
  }

  @Test
  void failedAttemptsLeaveNeitherThreadsNorFiles() throws Exception {
    Set<Thread> before = spillThreads();
    Configuration conf = jobs.conf();
    conf.setInt("mapreduce.map.maxattempts", 2);
    JobConf oldConf = new JobConf(conf);
    oldConf.setMapperClass(OldWritesThenFails.class);
    Job newApi = jobs.wordCount(conf, input);
    newApi.setMapperClass(WritesThenFails.class);
    Job combining = jobs.wordCount(conf, input);
    combining.setCombinerClass(ReduceAlwaysFails.class);
    oldConf.setUseNewMapper(false);
    oldConf.setInputFormat(org.apache.hadoop.mapred.TextInputFormat.class);
    oldConf.setUseNewReducer(true);
    Job oldApi = jobs.job(oldConf, input);
    oldApi.setMapOutputKeyClass(Text.class);
    oldApi.setMapOutputValueClass(IntWritable.class);

    for (Job job : List.of(newApi, combining, oldApi)) {
      assertThat(job.waitForCompletion(false)).isFalse();
      assertThat(job.getStatus().getFailureInfo()).contains("no luck");
    }

    assertThat(spillThreads()).isSubsetOf(before);
    for (File volume : SparkEnv.get().blockManager().diskBlockManager().localDirs()) {
      assertThat(volume.list()).noneMatch(name -> name.contains("attempt_"));
    }
  }

  private static Set<Thread> spillThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("SpillThread"))
        .collect(Collectors.toSet());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void onlyTheAttemptThatCommitsLeavesItsFiles(int algorithm) throws Exception {
    Configuration conf = jobs.conf();
    conf.setInt("mapreduce.fileoutputcommitter.algorithm.version", algorithm);
    Job job = jobs.wordCount(conf, input);
    job.setReducerClass(WritesBeside.class);
    LazyOutputFormat.setOutputFormatClass(job, TextOutputFormat.class);
    MultipleOutputs.addNamedOutput(
        job, "named", TextOutputFormat.class, Text.class, IntWritable.class);

    assertThat(job.waitForCompletion(false)).isTrue();

    assertThat(Jobs.names(Jobs.output(job)))
        .as("nothing was written to the lazy part")
        .containsExactly("_SUCCESS", "named-r-00000", "side-1");
    assertThat(Jobs.counts(Jobs.linesOf(Jobs.output(job).resolve("named-r-00000"))))
        .isEqualTo(Jobs.count(input));
  }

  @Test
  void existingOutputIsRefusedBeforeAnythingRuns() throws Exception {
    Job job = jobs.wordCount(jobs.conf(), input);
    Files.createDirectories(Jobs.output(job));

    assertThatThrownBy(() -> job.waitForCompletion(false))
        .isInstanceOf(FileAlreadyExistsException.class)
        .hasMessageContainingAll("Output directory", "already exists");
  }

  @Test
  void missingInputIsRefusedInHadoopsWords() {
    Job job = jobs.wordCount(jobs.conf(), directory.resolve("nothing"));

    assertThatThrownBy(() -> job.waitForCompletion(false))
        .hasMessageContaining("Input path does not exist");
  }

  @Test
  void corruptInputFailsTheTaskInHadoopsWords() throws Exception {
    Path corrupt = Files.createDirectories(directory.resolve("corrupt"));
    Files.writeString(corrupt.resolve("data"), "this is no sequence file at all, not one byte");
    Configuration conf = jobs.conf();
    conf.setInt("mapreduce.map.maxattempts", 1);
    Job job = jobs.wordCount(conf, corrupt);
    job.setInputFormatClass(SequenceFileInputFormat.class);

    assertThat(job.waitForCompletion(false)).isFalse();

    assertThat(job.getStatus().getFailureInfo()).contains("not a SequenceFile");
  }

  @Test
  void tooManyCountersFailTheTask() throws Exception {
    Configuration conf = jobs.conf();
    conf.setInt("mapreduce.map.maxattempts", 1);
    Job job = jobs.wordCount(conf, input);
    job.setMapperClass(ManyCounters.class);

    assertThat(job.waitForCompletion(false)).isFalse();

    assertThat(job.getStatus().getFailureInfo()).contains("Too many counters: 121 max=120");
  }

  @Test
  void committerIsCalledInOrderAndOnceForEachTask() throws Exception {
    Recording.CALLS.clear();
    Job job = jobs.wordCount(jobs.conf(), input);
    job.setOutputFormatClass(Recorded.class);
    job.setReducerClass(ReduceFailsAtFirst.class);

    assertThat(job.waitForCompletion(false)).isTrue();

    assertThat(Recording.CALLS)
        .startsWith("setupJob")
        .endsWith("commitJob")
        .containsSubsequence("setupTask r_000000_0", "abortTask r_000000_0")
        .containsSubsequence("setupTask r_000000_1", "commitTask r_000000_1")
        .doesNotContain("commitTask r_000000_0")
        .noneMatch(call -> call.startsWith("abortJob"));
  }

  @Test
  void commitThatFailsFailsTheJob() throws Exception {
    Recording.CALLS.clear();
    Configuration conf = jobs.conf();
    conf.set("test.commit.fails", "true");
    Job job = jobs.wordCount(conf, input);
    job.setOutputFormatClass(Recorded.class);

    assertThat(job.waitForCompletion(false)).isFalse();

    assertThat(job.getStatus().getFailureInfo()).contains("commit refused");
    assertThat(Recording.CALLS).endsWith("commitJob", "abortJob FAILED");
  }

  @Test
  void outputFormatThatCannotBeMadeFailsTheJob() throws Exception {
    Job job = jobs.wordCount(jobs.conf(), input);
    job.setOutputFormatClass(CommitterCannotBeMade.class);

    assertThat(job.waitForCompletion(false)).isFalse();

    assertThat(job.getStatus().getFailureInfo()).contains("no committer today");
  }

  private static int attemptOf(TaskAttemptContext context) {
    return context.getTaskAttemptID().getId();
  }

  static final class FailsAtFirst extends Mapper<LongWritable, Text, Text, IntWritable> {
    @Override
    protected void map(LongWritable offset, Text line, Context context)
        throws IOException, InterruptedException {
      context.getCounter("test", "mapped").increment(1);
      for (String word : line.toString().split(" ")) {
        context.write(new Text(word), new IntWritable(1));
      }
    }

    @Override
    protected void cleanup(Context context) {
      if (attemptOf(context) < 2) {
        throw new IllegalStateException("at first");
      }
    }
  }

  static final class ReduceFailsAtFirst extends Reducer<Text, IntWritable, Text, IntWritable> {
    @Override
    protected void reduce(Text word, Iterable<IntWritable> counts, Context context)
        throws IOException, InterruptedException {
      int sum = 0;
      for (IntWritable count : counts) {
        sum += count.get();
      }
      context.write(word, new IntWritable(sum));
      if (attemptOf(context) == 0) {
        throw new IOException("reduce fails at first");
      }
    }
  }

  static final class AlwaysFails extends Mapper<LongWritable, Text, Text, IntWritable> {
    @Override
    protected void map(LongWritable offset, Text line, Context context) {
      throw new IllegalStateException("no luck");
    }
  }

  /** In the first attempt, another one that does not exist has the right to commit. */
  static final class LosesTheRace extends Jobs.Sum {
    private static final int OTHER = 99;

    @Override
    protected void setup(Context context) {
      TaskContext task = TaskContext.get();
      OutputCommitCoordinator coordinator = SparkEnv.get().outputCommitCoordinator();
      if (attemptOf(context) > 0) {
        coordinator.taskCompleted(
            task.stageId(),
            task.stageAttemptNumber(),
            task.partitionId(),
            OTHER,
            UnknownReason$.MODULE$);
      } else if (!coordinator.canCommit(
          task.stageId(), task.stageAttemptNumber(), task.partitionId(), OTHER)) {
        throw new IllegalStateException("the first to ask was refused");
      }
    }
  }

  static final class WritesThenFails extends Mapper<LongWritable, Text, Text, IntWritable> {
    @Override
    protected void map(LongWritable offset, Text line, Context context)
        throws IOException, InterruptedException {
      context.write(line, new IntWritable(1));
      throw new IllegalStateException("no luck");
    }
  }

  static final class OldWritesThenFails extends MapReduceBase
      implements org.apache.hadoop.mapred.Mapper<LongWritable, Text, Text, IntWritable> {
    @Override
    public void map(
        LongWritable offset,
        Text line,
        OutputCollector<Text, IntWritable> output,
        Reporter reporter)
        throws IOException {
      output.collect(line, new IntWritable(1));
      throw new IOException("no luck");
    }
  }

  static final class ReduceAlwaysFails extends Reducer<Text, IntWritable, Text, IntWritable> {
    @Override
    protected void reduce(Text word, Iterable<IntWritable> counts, Context context) {
      throw new IllegalStateException("no luck");
    }
  }

  static final class WritesBeside extends Reducer<Text, IntWritable, Text, IntWritable> {
    private MultipleOutputs<Text, IntWritable> outputs;

    @Override
    protected void setup(Context context) {
      outputs = new MultipleOutputs<>(context);
    }

    @Override
    protected void reduce(Text word, Iterable<IntWritable> counts, Context context)
        throws IOException, InterruptedException {
      int sum = 0;
      for (IntWritable count : counts) {
        sum += count.get();
      }
      outputs.write("named", word, new IntWritable(sum));
    }

    @Override
    protected void cleanup(Context context) throws IOException, InterruptedException {
      outputs.close();
      org.apache.hadoop.fs.Path side =
          new org.apache.hadoop.fs.Path(
              FileOutputFormat.getWorkOutputPath(context), "side-" + attemptOf(context));
      side.getFileSystem(context.getConfiguration()).create(side).close();
      if (attemptOf(context) == 0) {
        throw new IOException("fails once everything is written");
      }
    }
  }

  static final class FailsFiveTimes extends Mapper<LongWritable, Text, Text, IntWritable> {
    @Override
    protected void setup(Context context) {
      if (attemptOf(context) < 5) {
        throw new AssertionError("attempt " + attemptOf(context));
      }
    }

    @Override
    protected void map(LongWritable offset, Text line, Context context) {}
  }

  /** Once it is killed, it takes its time to end, unless the job's committer does not wait. */
  static final class Endless extends Mapper<LongWritable, Text, Text, IntWritable> {
    static CountDownLatch STARTED = new CountDownLatch(1);

    @Override
    protected void map(LongWritable offset, Text line, Context context)
        throws InterruptedException {
      STARTED.countDown();
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        if (Recording.ABORTED.await(500, TimeUnit.MILLISECONDS)) {
          throw new IllegalStateException("the job was aborted before its attempt had ended");
        }
        throw e;
      }
    }
  }

  static final class ManyCounters extends Mapper<LongWritable, Text, Text, IntWritable> {
    @Override
    protected void map(LongWritable offset, Text line, Context context) {
      for (int i = 0; i < 200; i++) {
        context.getCounter("many", "counter " + i).increment(1);
      }
    }
  }

  static final class Recorded extends TextOutputFormat<Text, IntWritable> {
    @Override
    public synchronized OutputCommitter getOutputCommitter(TaskAttemptContext context)
        throws IOException {
      return new Recording(getOutputPath(context), context);
    }
  }

  static final class CommitterCannotBeMade extends TextOutputFormat<Text, IntWritable> {
    @Override
    public synchronized OutputCommitter getOutputCommitter(TaskAttemptContext context) {
      // JobSubmitter does not ask for it; the framework does.
      throw new IllegalStateException("no committer today");
    }
  }

  static final class Recording extends FileOutputCommitter {
    static final List<String> CALLS = new CopyOnWriteArrayList<>();
    static CountDownLatch ABORTED = new CountDownLatch(1);

    Recording(org.apache.hadoop.fs.Path path, TaskAttemptContext context) throws IOException {
      super(path, context);
    }

    private static String id(TaskAttemptContext context) {
      return context.getTaskAttemptID().toString().replaceFirst("attempt_\\d+_\\d+_", "");
    }

    @Override
    public void setupJob(JobContext context) throws IOException {
      CALLS.add("setupJob");
      super.setupJob(context);
    }

    @Override
    public void commitJob(JobContext context) throws IOException {
      CALLS.add("commitJob");
      if (context.getConfiguration().getBoolean("test.commit.fails", false)) {
        throw new IOException("commit refused");
      }
      super.commitJob(context);
    }

    @Override
    public void abortJob(JobContext context, JobStatus.State state) throws IOException {
      CALLS.add("abortJob " + state);
      ABORTED.countDown();
      super.abortJob(context, state);
    }

    @Override
    public void setupTask(TaskAttemptContext context) throws IOException {
      CALLS.add("setupTask " + id(context));
      super.setupTask(context);
    }

    @Override
    public void commitTask(TaskAttemptContext context) throws IOException {
      CALLS.add("commitTask " + id(context));
      super.commitTask(context);
    }

    @Override
    public void abortTask(TaskAttemptContext context) throws IOException {
      CALLS.add("abortTask " + id(context));
      super.abortTask(context);
    }
  }
}

package org.commworld.mapreduce.hadoop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.apache.hadoop.io.IntWritable;
import org.apache.hadoop.io.LongWritable;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.mapred.FileAlreadyExistsException;
import org.apache.hadoop.mapred.FileInputFormat;
import org.apache.hadoop.mapred.FileOutputCommitter;
import org.apache.hadoop.mapred.FileOutputFormat;
import org.apache.hadoop.mapred.JobClient;
import org.apache.hadoop.mapred.JobConf;
import org.apache.hadoop.mapred.JobContext;
import org.apache.hadoop.mapred.JobStatus;
import org.apache.hadoop.mapred.MapReduceBase;
import org.apache.hadoop.mapred.Mapper;
import org.apache.hadoop.mapred.OutputCollector;
import org.apache.hadoop.mapred.Partitioner;
import org.apache.hadoop.mapred.Reducer;
import org.apache.hadoop.mapred.Reporter;
import org.apache.hadoop.mapred.RunningJob;
import org.apache.hadoop.mapred.SequenceFileInputFormat;
import org.apache.hadoop.mapred.TaskAttemptContext;
import org.apache.hadoop.mapred.TaskAttemptID;
import org.apache.hadoop.mapreduce.JobCounter;
import org.apache.hadoop.mapreduce.TaskCounter;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What jobs of {@code org.apache.hadoop.mapred} may count on, and how they fail. */
@Timeout(120)
class OldApiIT {
  @TempDir private Path directory;
  private Jobs jobs;
  private JobConf conf;
  private Path input;
  private Path output;

  @BeforeEach
  void prepare() {
    jobs = new Jobs(directory);
    input = jobs.input("pairs", "a 3", "b 1", "a 1", "b 2", "a 2", "c 9");
    conf = new JobConf(jobs.conf());
    conf.setMapperClass(WholeLine.class);
    conf.setReducerClass(OldJobs.Sum.class);
    conf.setOutputKeyClass(Text.class);
    conf.setOutputValueClass(IntWritable.class);
    conf.setNumMapTasks(1);
    conf.setMaxMapAttempts(1);
    FileInputFormat.addInputPath(conf, Jobs.hadoop(input));
    writeElsewhere();
  }

  private RunningJob run() throws Exception {
    RunningJob job = new JobClient(conf).submitJob(conf);
    job.waitForCompletion();
    return job;
  }

  private void writeElsewhere() {
    output = jobs.freshOutput();
    FileOutputFormat.setOutputPath(conf, Jobs.hadoop(output));
  }

  private static long counter(RunningJob job, Enum<?> name) throws IOException {
    return job.getCounters().getCounter(name);
  }

  @Test
  void partitionerIsNotAskedForOneReduceOrNone() throws Exception {
    conf.setPartitionerClass(Refuses.class);
    assertThat(run().isSuccessful()).isTrue();
    assertThat(Jobs.result(output)).hasSize(6);

    writeElsewhere();
    conf.setNumReduceTasks(0);
    assertThat(run().isSuccessful()).isTrue();
    assertThat(Jobs.names(output)).containsExactly("_SUCCESS", "part-00000");
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 2})
  void illegalPartitionFailsInHadoopsWords(int partition) throws Exception {
    conf.setPartitionerClass(Always.class);
    conf.setInt("test.partition", partition);
    conf.setNumReduceTasks(2);

    RunningJob job = run();

    assertThat(job.getJobState()).isEqualTo(JobStatus.FAILED);
    assertThat(job.getFailureInfo()).contains("java.io.IOException: Illegal partition for");
  }

  @Test
  void wrongClassesFailInHadoopsWords() throws Exception {
    conf.setMapOutputKeyClass(LongWritable.class);
    assertThat(run().getFailureInfo())
        .contains("Type mismatch in key from map: expected org.apache.hadoop.io.LongWritable");

    writeElsewhere();
    conf.setMapOutputKeyClass(Text.class);
    conf.setMapOutputValueClass(LongWritable.class);
    assertThat(run().getFailureInfo())
        .contains("Type mismatch in value from map: expected org.apache.hadoop.io.LongWritable");
  }

  @Test
  void combinerGroupsByItsOwnComparatorOrNone() throws Exception {
    conf.setCombinerClass(OldJobs.Sum.class);
    conf.setOutputValueGroupingComparator(ReduceSemanticsIT.ByFirstWord.class);
    RunningJob whole = run();
    assertThat(counter(whole, TaskCounter.COMBINE_OUTPUT_RECORDS)).isEqualTo(6);
    assertThat(Jobs.result(output)).containsExactly("a 1\t6", "b 1\t3", "c 9\t9");

    writeElsewhere();
    conf.setCombinerKeyGroupingComparator(ReduceSemanticsIT.ByFirstWord.class);
    RunningJob grouped = run();
    assertThat(counter(grouped, TaskCounter.COMBINE_OUTPUT_RECORDS)).isEqualTo(3);
    assertThat(Jobs.result(output).stream().map(line -> line.split("\t")[1]))
        .containsExactly("6", "3", "9");
  }

  @Test
  void comparatorOfObjectsSorts() throws Exception {
    conf.setOutputKeyComparatorClass(ReduceSemanticsIT.Backwards.class);

    assertThat(run().isSuccessful()).isTrue();

    assertThat(Jobs.result(output))
        .containsExactly("c 9\t9", "b 2\t2", "b 1\t1", "a 3\t3", "a 2\t2", "a 1\t1");
  }

  @Test
  void mapperKnowsItsFileAndWritesBesideItsOutput() throws Exception {
    conf.setMapperClass(NamesInput.class);
    conf.setMaxMapAttempts(2);
    conf.setNumReduceTasks(0);

    RunningJob job = run();

    assertThat(job.isSuccessful()).isTrue();
    Path file = input.resolve("lines.txt");
    assertThat(Jobs.result(output))
        .containsExactly(file.toUri().getPath() + " 0+" + Files.size(file) + "\t1");
    assertThat(Jobs.names(output)).containsExactly("_SUCCESS", "part-00000", "side-1");
    assertThat(counter(job, JobCounter.NUM_FAILED_MAPS)).isEqualTo(1);
  }

  @Test
  void taskThatFailsTooOftenFailsTheJobWithItsOwnStack() throws Exception {
    Recording.CALLS.clear();
    conf.setMaxReduceAttempts(2);
    conf.setReducerClass(Fails.class);
    conf.setOutputCommitter(Recording.class);

    RunningJob job = run();

    assertThat(job.getJobState()).isEqualTo(JobStatus.FAILED);
    assertThat(job.getFailureInfo())
        .contains("Job failed as tasks failed. failedMaps:0 failedReduces:1")
        .contains("java.lang.IllegalStateException: no luck", "OldApiIT$Fails.reduce(");
    assertThat(counter(job, JobCounter.NUM_FAILED_REDUCES)).isEqualTo(2);
    assertThat(Recording.CALLS)
        .startsWith("setupJob")
        .containsSubsequence("abortTask r_000000_0", "abortTask r_000000_1", "abortJob FAILED")
        .noneMatch(call -> call.startsWith("commit"));
  }

  @Test
  void oldCommitterIsCalledInOrder() throws Exception {
    Recording.CALLS.clear();
    conf.setOutputCommitter(Recording.class);

    assertThat(run().isSuccessful()).isTrue();

    assertThat(Recording.CALLS)
        .startsWith("setupJob")
        .endsWith("commitJob")
        .containsSubsequence("setupTask r_000000_0", "commitTask r_000000_0");
  }

  @Test
  void killedJobEndsAsKilled() throws Exception {
    Endless.STARTED = new CountDownLatch(1);
    conf.setMapperClass(Endless.class);
    RunningJob job = new JobClient(conf).submitJob(conf);
    Endless.STARTED.await();

    job.killJob();
    job.waitForCompletion();

    assertThat(job.getJobState()).isEqualTo(JobStatus.KILLED);
    assertThat(output.resolve("_SUCCESS")).doesNotExist();
  }

  @Test
  void badInputAndOutputFailInHadoopsWords() throws Exception {
    conf.setInputFormat(SequenceFileInputFormat.class);
    assertThat(run().getFailureInfo()).contains("not a SequenceFile");

    Files.createDirectories(output);
    assertThatThrownBy(this::run)
        .isInstanceOf(FileAlreadyExistsException.class)
        .hasMessageContainingAll("Output directory", "already exists");
  }

  static final class WholeLine extends MapReduceBase
      implements Mapper<LongWritable, Text, Text, IntWritable> {
    @Override
    public void map(
        LongWritable offset, Text line, OutputCollector<Text, IntWritable> out, Reporter reporter)
        throws IOException {
      out.collect(line, new IntWritable(Integer.parseInt(line.toString().split(" ")[1])));
    }
  }

  static final class NamesInput extends MapReduceBase
      implements Mapper<LongWritable, Text, Text, IntWritable> {
    private JobConf job = new JobConf(false);
    private boolean written;

    @Override
    public void configure(JobConf job) {
      this.job = job;
    }

    @Override
    public void map(
        LongWritable offset, Text line, OutputCollector<Text, IntWritable> out, Reporter reporter)
        throws IOException {
      if (written) {
        return;
      }
      written = true;
      int attempt = TaskAttemptID.forName(job.get("mapreduce.task.attempt.id")).getId();
      var side =
          new org.apache.hadoop.fs.Path(FileOutputFormat.getWorkOutputPath(job), "side-" + attempt);
      side.getFileSystem(job).create(side).close();
      String file =
          new org.apache.hadoop.fs.Path(job.get("mapreduce.map.input.file")).toUri().getPath();
      String place =
          job.get("mapreduce.map.input.start") + "+" + job.get("mapreduce.map.input.length");
      out.collect(new Text(file + " " + place), new IntWritable(attempt));
      if (attempt == 0) {
        throw new IOException("fails once everything is written");
      }
    }
  }

  static final class Endless extends MapReduceBase
      implements Mapper<LongWritable, Text, Text, IntWritable> {
    static CountDownLatch STARTED = new CountDownLatch(1);

    @Override
    public void map(
        LongWritable offset, Text line, OutputCollector<Text, IntWritable> out, Reporter reporter)
        throws IOException {
      STARTED.countDown();
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
    }
  }

  static final class Fails extends MapReduceBase
      implements Reducer<Text, IntWritable, Text, IntWritable> {
    @Override
    public void reduce(
        Text key,
        Iterator<IntWritable> values,
        OutputCollector<Text, IntWritable> out,
        Reporter reporter) {
      throw new IllegalStateException("no luck");
    }
  }

  static final class Refuses implements Partitioner<Text, IntWritable> {
    @Override
    public void configure(JobConf job) {
      throw new AssertionError("made");
    }

    @Override
    public int getPartition(Text key, IntWritable value, int partitions) {
      throw new AssertionError("asked for " + partitions + " partitions");
    }
  }

  static final class Always implements Partitioner<Text, IntWritable> {
    private int partition;

    @Override
    public void configure(JobConf job) {
      partition = job.getInt("test.partition", 0);
    }

    @Override
    public int getPartition(Text key, IntWritable value, int partitions) {
      return partition;
    }
  }

  static final class Recording extends FileOutputCommitter {
    static final List<String> CALLS = new CopyOnWriteArrayList<>();

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
      super.commitJob(context);
    }

    @Override
    public void abortJob(JobContext context, int state) throws IOException {
      CALLS.add("abortJob " + JobStatus.getJobRunState(state));
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

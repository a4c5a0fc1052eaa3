package org.commworld.mapreduce.hadoop.task;

import java.io.IOException;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.mapred.FileSplit;
import org.apache.hadoop.mapred.InputSplit;
import org.apache.hadoop.mapred.JobConf;
import org.apache.hadoop.mapred.MapOutputCollector;
import org.apache.hadoop.mapred.MapRunnable;
import org.apache.hadoop.mapred.MapTask;
import org.apache.hadoop.mapred.OutputCollector;
import org.apache.hadoop.mapred.RecordReader;
import org.apache.hadoop.mapred.TaskAttemptID;
import org.apache.hadoop.mapred.TaskStatus;
import org.apache.hadoop.mapred.TaskUmbilicalProtocol;
import org.apache.hadoop.mapreduce.InputFormat;
import org.apache.hadoop.mapreduce.JobContext;
import org.apache.hadoop.mapreduce.MapContext;
import org.apache.hadoop.mapreduce.Mapper;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.hadoop.mapreduce.TaskCounter;
import org.apache.hadoop.mapreduce.lib.map.WrappedMapper;
import org.apache.hadoop.mapreduce.split.JobSplit.TaskSplitIndex;
import org.apache.hadoop.mapreduce.task.MapContextImpl;
import org.apache.hadoop.mapreduce.task.TaskAttemptContextImpl;
import org.apache.hadoop.util.Progress;
import org.apache.hadoop.util.ReflectionUtils;
import org.apache.spark.TaskContext;
import org.jspecify.annotations.Nullable;

/**
 * Hadoop's MapTask with its split in hand and its records counted cheaply. Everything between the
 * readers and the sorted file is Hadoop's: MapOutputBuffer, combiners, spills, merges, committers.
 */
final class HostedMapTask extends MapTask implements HostedTask {
  private final byte[] splitBytes;
  private final long slotBytes;
  private final TaskContext spark;
  private @Nullable Progress sortPhase;

  HostedMapTask(
      String jobFile,
      TaskAttemptID attempt,
      int partition,
      byte[] splitBytes,
      long slotBytes,
      TaskContext spark) {
    super(jobFile, attempt, partition, new TaskSplitIndex(), 1);
    this.splitBytes = splitBytes;
    this.slotBytes = slotBytes;
    this.spark = spark;
  }

  @Override
  public void run(JobConf job, TaskUmbilicalProtocol umbilical)
      throws IOException, ClassNotFoundException, InterruptedException {
    this.umbilical = umbilical;
    boolean lone = job.getNumReduceTasks() == 0;
    Progress mapPhase = getProgress().addPhase("map", lone ? 1.0f : 0.667f);
    if (!lone) {
      sortPhase = getProgress().addPhase("sort", 0.333f);
    }
    // Hadoop's reporter thread is not started: it ends the JVM when it fails.
    PromptReporter reporting = new PromptReporter(this, getProgress(), umbilical);
    boolean newApi = job.getUseNewMapper();
    initialize(job, getJobID(), reporting, newApi);
    statusUpdate(umbilical);
    Object split = SplitBytes.read(splitBytes, job);
    reporting.getCounter(TaskCounter.SPLIT_RAW_BYTES).increment(splitBytes.length);
    job.setBoolean(JobContext.SKIP_RECORDS, false);
    TaskMemory.forMap(job, plainLength(job, split), slotBytes);
    if (newApi) {
      runNew(job, (org.apache.hadoop.mapreduce.InputSplit) split, mapPhase, reporting);
    } else {
      runOld(job, (InputSplit) split, mapPhase, reporting);
    }
    done(umbilical, reporting);
  }

  private static long plainLength(JobConf job, Object split) {
    if (split instanceof org.apache.hadoop.mapreduce.lib.input.FileSplit file) {
      return TaskMemory.plainLength(job, file.getPath(), file.getLength());
    }
    return split instanceof FileSplit file
        ? TaskMemory.plainLength(job, file.getPath(), file.getLength())
        : 0;
  }

  /**
   * MapOutputBuffer reports its merge here; MapTask's own field is only set by the run it replaces.
   */
  @Override
  public @Nullable Progress getSortPhase() {
    return sortPhase;
  }

  @Override
  public void abort() throws IOException {
    if (committer != null && taskContext != null) {
      committer.abortTask(taskContext);
    }
  }

  @Override
  public float progress() {
    return getProgress().get();
  }

  @Override
  public String status() {
    return getProgress().toString();
  }

  @SuppressWarnings(
      "unchecked") // The job's classes say what its records are; no code here looks at them.
  private <K1, V1, K2, V2> void runNew(
      JobConf job,
      org.apache.hadoop.mapreduce.InputSplit split,
      Progress mapPhase,
      PromptReporter reporting)
      throws IOException, ClassNotFoundException, InterruptedException {
    TaskAttemptContext context = new TaskAttemptContextImpl(job, getTaskID(), reporting);
    Mapper<K1, V1, K2, V2> mapper =
        (Mapper<K1, V1, K2, V2>) ReflectionUtils.newInstance(context.getMapperClass(), job);
    InputFormat<K1, V1> format =
        (InputFormat<K1, V1>) ReflectionUtils.newInstance(context.getInputFormatClass(), job);
    Path path =
        split instanceof org.apache.hadoop.mapreduce.lib.input.FileSplit file
            ? file.getPath()
            : null;
    RecordWatch watch = new RecordWatch(spark);
    MapReaders.New<K1, V1> input =
        new MapReaders.New<>(
            () -> format.createRecordReader(split, context),
            reporting,
            RecordMeter.ofInput(ByteMeter.read(path, job), watch, reporting));
    org.apache.hadoop.mapreduce.RecordWriter<K2, V2> output = null;
    boolean ended = false;
    Mapper<K1, V1, K2, V2>.Context mapperContext = null;
    try {
      output = newOutput(job, context, reporting, watch);
      MapContext<K1, V1, K2, V2> all =
          new MapContextImpl<>(job, getTaskID(), input, output, committer, reporting, split);
      mapperContext = new WrappedMapper<K1, V1, K2, V2>().getMapContext(all);
      input.initialize(split, mapperContext);
      reporting.follow(input::getProgress);
      mapper.run(mapperContext);
      reporting.leave();
      mapPhase.complete();
      setPhase(TaskStatus.Phase.SORT);
      statusUpdate(umbilical);
      input.close();
      output.close(mapperContext);
      ended = true;
    } finally {
      if (!ended) {
        Quietly.close(input);
        if (output instanceof SortingOutput.New<K2, V2> sorting) {
          sorting.abandon();
        } else {
          Quietly.close(output, mapperContext);
        }
      }
    }
  }

  @SuppressWarnings("unchecked")
  private <K, V> org.apache.hadoop.mapreduce.RecordWriter<K, V> newOutput(
      JobConf job, TaskAttemptContext context, TaskReporter reporting, RecordWatch watch)
      throws IOException, ClassNotFoundException, InterruptedException {
    if (job.getNumReduceTasks() > 0) {
      return new SortingOutput.New<>(
          job, new MapOutputCollector.Context(this, job, reporting), context);
    }
    return OutputWriters.New.open(
        (org.apache.hadoop.mapreduce.OutputFormat<K, V>) outputFormat,
        context,
        TaskCounter.MAP_OUTPUT_RECORDS,
        watch,
        reporting);
  }

  @SuppressWarnings("unchecked")
  private <K1, V1, K2, V2> void runOld(
      JobConf job, InputSplit split, Progress mapPhase, PromptReporter reporting)
      throws IOException, ClassNotFoundException, InterruptedException {
    Path path = null;
    if (split instanceof FileSplit file) {
      path = file.getPath();
      job.set(JobContext.MAP_INPUT_FILE, file.getPath().toString());
      job.setLong(JobContext.MAP_INPUT_START, file.getStart());
      job.setLong(JobContext.MAP_INPUT_PATH, file.getLength());
    }
    reporting.setInputSplit(split);
    RecordWatch watch = new RecordWatch(spark);
    org.apache.hadoop.mapred.InputFormat<K1, V1> format = job.getInputFormat();
    RecordReader<K1, V1> input =
        new MapReaders.Old<>(
            () -> format.getRecordReader(split, job, reporting),
            reporting,
            RecordMeter.ofInput(ByteMeter.read(path, job), watch, reporting));
    OldOutput<K2, V2> output = null;
    boolean ended = false;
    try {
      output = oldOutput(job, reporting, watch);
      MapRunnable<K1, V1, K2, V2> runner =
          ReflectionUtils.newInstance(job.getMapRunnerClass(), job);
      reporting.follow(input::getProgress);
      runner.run(input, output.collector(), reporting);
      reporting.leave();
      mapPhase.complete();
      if (job.getNumReduceTasks() > 0) {
        setPhase(TaskStatus.Phase.SORT);
      }
      statusUpdate(umbilical);
      output.flush().run();
      input.close();
      output.close().run();
      ended = true;
    } finally {
      if (!ended) {
        Quietly.close(input);
        Quietly.run(output == null ? null : output.abandon());
      }
    }
  }

  private <K, V> OldOutput<K, V> oldOutput(JobConf job, TaskReporter reporting, RecordWatch watch)
      throws IOException, ClassNotFoundException, InterruptedException {
    if (job.getNumReduceTasks() > 0) {
      SortingOutput.Old<K, V> sorting =
          new SortingOutput.Old<>(job, new MapOutputCollector.Context(this, job, reporting));
      return new OldOutput<>(sorting, sorting::flush, sorting::close, sorting::abandon);
    }
    OutputWriters.Old<K, V> writer =
        OutputWriters.Old.open(
            job, getPartition(), TaskCounter.MAP_OUTPUT_RECORDS, watch, reporting);
    Quietly.Step close = () -> writer.close(reporting);
    return new OldOutput<>(writer::write, () -> {}, close, close);
  }

  /**
   * A mapper's output: where to write, what to do when the mapper has ended, the end, and the end
   * after a failure.
   */
  private record OldOutput<K, V>(
      OutputCollector<K, V> collector,
      Quietly.Step flush,
      Quietly.Step close,
      Quietly.Step abandon) {}
}

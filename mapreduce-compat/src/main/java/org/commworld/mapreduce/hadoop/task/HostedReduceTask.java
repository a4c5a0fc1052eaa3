package org.commworld.mapreduce.hadoop.task;

import java.io.IOException;
import java.util.Iterator;
import java.util.function.Supplier;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.io.DataInputBuffer;
import org.apache.hadoop.io.RawComparator;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.hadoop.io.compress.DefaultCodec;
import org.apache.hadoop.mapred.JobConf;
import org.apache.hadoop.mapred.OutputCollector;
import org.apache.hadoop.mapred.RawKeyValueIterator;
import org.apache.hadoop.mapred.ReduceTask;
import org.apache.hadoop.mapred.Reducer;
import org.apache.hadoop.mapred.TaskAttemptID;
import org.apache.hadoop.mapred.TaskStatus;
import org.apache.hadoop.mapred.TaskUmbilicalProtocol;
import org.apache.hadoop.mapreduce.JobContext;
import org.apache.hadoop.mapreduce.RecordWriter;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.hadoop.mapreduce.TaskCounter;
import org.apache.hadoop.mapreduce.task.TaskAttemptContextImpl;
import org.apache.hadoop.mapreduce.task.reduce.MergeManager;
import org.apache.hadoop.mapreduce.task.reduce.MergeManagerImpl;
import org.apache.hadoop.util.Progress;
import org.apache.hadoop.util.ReflectionUtils;
import org.apache.spark.TaskContext;
import org.commworld.mapreduce.hadoop.shuffle.RunMerge;
import org.commworld.mapreduce.hadoop.shuffle.Segment;

/**
 * Hadoop's ReduceTask with its map outputs brought by Spark's shuffle and its records counted
 * cheaply. Hadoop's own merge manager, contexts, value iterators and committers do the work.
 */
final class HostedReduceTask extends ReduceTask implements HostedTask {
  private final Supplier<Iterator<Segment>> segments;
  private final TaskContext spark;

  HostedReduceTask(
      String jobFile,
      TaskAttemptID attempt,
      int partition,
      int maps,
      Supplier<Iterator<Segment>> segments,
      TaskContext spark) {
    super(jobFile, attempt, partition, maps, 1);
    this.segments = segments;
    this.spark = spark;
  }

  @Override
  public void run(JobConf job, TaskUmbilicalProtocol umbilical)
      throws IOException, ClassNotFoundException, InterruptedException {
    this.umbilical = umbilical;
    job.setBoolean(JobContext.SKIP_RECORDS, false);
    Progress copyPhase = getProgress().addPhase("copy");
    Progress sortPhase = getProgress().addPhase("sort");
    Progress reducePhase = getProgress().addPhase("reduce");
    // Hadoop's reporter thread is not started: it ends the JVM when it fails.
    PromptReporter reporter = new PromptReporter(this, getProgress(), umbilical);
    boolean newApi = job.getUseNewReducer();
    initialize(job, getJobID(), reporter, newApi);
    statusUpdate(umbilical);
    RawKeyValueIterator sorted = merge(job, copyPhase, sortPhase, reporter);
    sortPhase.complete();
    setPhase(TaskStatus.Phase.REDUCE);
    statusUpdate(umbilical);
    if (newApi) {
      runNew(job, sorted, reporter);
    } else {
      runOld(job, sorted, reducePhase, reporter);
    }
    done(umbilical, reporter);
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

  @SuppressWarnings("rawtypes") // Hadoop's merge manager takes the old API's reducer class raw.
  private <K, V> RawKeyValueIterator merge(
      JobConf job, Progress copyPhase, Progress sortPhase, TaskReporter reporter)
      throws IOException, InterruptedException {
    CompressionCodec codec =
        job.getCompressMapOutput()
            ? ReflectionUtils.newInstance(job.getMapOutputCompressorClass(DefaultCodec.class), job)
            : null;
    Class<? extends Reducer> combiner = job.getCombinerClass();
    CombineOutputCollector<K, V> combined =
        combiner == null
            ? null
            : new CombineOutputCollector<>(
                reporter.getCounter(TaskCounter.COMBINE_OUTPUT_RECORDS), reporter, job);
    RunMerge<K, V> merge = new RunMerge<>(getTaskID(), job, reporter);
    MergeManager<K, V> manager =
        new MergeManagerImpl<>(
            getTaskID(),
            job,
            FileSystem.getLocal(job),
            lDirAlloc,
            reporter,
            codec,
            combiner,
            combined,
            spilledRecordsCounter,
            reporter.getCounter(TaskCounter.COMBINE_INPUT_RECORDS),
            mergedMapOutputsCounter,
            merge,
            sortPhase,
            mapOutputFile);
    return merge.merge(
        segments,
        manager,
        getNumMaps(),
        copyPhase,
        reporter.getCounter(TaskCounter.SHUFFLED_MAPS),
        reporter.getCounter(TaskCounter.REDUCE_SHUFFLE_BYTES));
  }

  @SuppressWarnings(
      "unchecked") // The job's classes say what its records are; no code here looks at them.
  private <K1, V1, K2, V2> void runNew(
      JobConf job, RawKeyValueIterator sorted, PromptReporter reporter)
      throws IOException, ClassNotFoundException, InterruptedException {
    TaskAttemptContext context = new TaskAttemptContextImpl(job, getTaskID(), reporter);
    org.apache.hadoop.mapreduce.Reducer<K1, V1, K2, V2> reducer =
        (org.apache.hadoop.mapreduce.Reducer<K1, V1, K2, V2>)
            ReflectionUtils.newInstance(context.getReducerClass(), job);
    RecordWatch watch = new RecordWatch(spark);
    RecordWriter<K2, V2> output =
        OutputWriters.New.open(
            (org.apache.hadoop.mapreduce.OutputFormat<K2, V2>) outputFormat,
            context,
            TaskCounter.REDUCE_OUTPUT_RECORDS,
            watch,
            reporter);
    job.setBoolean("mapred.skip.on", false);
    org.apache.hadoop.mapreduce.Reducer<K1, V1, K2, V2>.Context reducerContext =
        ReduceTask.<K1, V1, K2, V2>createReduceContext(
            reducer,
            job,
            getTaskID(),
            new Watched(sorted, reporter, watch),
            reporter.getCounter(TaskCounter.REDUCE_INPUT_GROUPS),
            reporter.getCounter(TaskCounter.REDUCE_INPUT_RECORDS),
            output,
            committer,
            reporter,
            (RawComparator<K1>) job.getOutputValueGroupingComparator(),
            (Class<K1>) job.getMapOutputKeyClass(),
            (Class<V1>) job.getMapOutputValueClass());
    boolean ended = false;
    try {
      reporter.follow(() -> sorted.getProgress().getProgress());
      reducer.run(reducerContext);
      reporter.leave();
      ended = true;
    } finally {
      if (ended) {
        output.close(reducerContext);
      } else {
        Quietly.close(output, reducerContext);
      }
    }
  }

  @SuppressWarnings("unchecked")
  private <K1, V1, K2, V2> void runOld(
      JobConf job, RawKeyValueIterator sorted, Progress reducePhase, PromptReporter reporter)
      throws IOException, InterruptedException {
    Reducer<K1, V1, K2, V2> reducer = ReflectionUtils.newInstance(job.getReducerClass(), job);
    RecordWatch watch = new RecordWatch(spark);
    OutputWriters.Old<K2, V2> output =
        OutputWriters.Old.open(
            job, getPartition(), TaskCounter.REDUCE_OUTPUT_RECORDS, watch, reporter);
    OutputCollector<K2, V2> collector = output::write;
    boolean ended = false;
    try {
      OldValues<K1, V1> values =
          new OldValues<>(
              new Watched(sorted, reporter, watch),
              (RawComparator<K1>) job.getOutputValueGroupingComparator(),
              (Class<K1>) job.getMapOutputKeyClass(),
              (Class<V1>) job.getMapOutputValueClass(),
              job,
              reporter.getCounter(TaskCounter.REDUCE_INPUT_RECORDS));
      org.apache.hadoop.mapred.Counters.Counter groups =
          reporter.getCounter(TaskCounter.REDUCE_INPUT_GROUPS);
      reporter.follow(() -> sorted.getProgress().getProgress());
      while (values.hasGroup()) {
        groups.increment(1);
        reducer.reduce(values.key(), values, collector, reporter);
        values.nextGroup();
      }
      reporter.leave();
      reducePhase.complete();
      reducer.close();
      output.close(reporter);
      ended = true;
    } finally {
      if (!ended) {
        Quietly.close(reducer);
        Quietly.run(() -> output.close(reporter));
      }
    }
  }

  /** Moves the progress, and notices a kill, at most once a tick. */
  private static final class Watched implements RawKeyValueIterator {
    private final RawKeyValueIterator sorted;
    private final TaskReporter reporter;
    private final RecordWatch watch;

    Watched(RawKeyValueIterator sorted, TaskReporter reporter, RecordWatch watch) {
      this.sorted = sorted;
      this.reporter = reporter;
      this.watch = watch;
    }

    @Override
    public boolean next() throws IOException {
      boolean found = sorted.next();
      if (watch.ticked()) {
        reporter.setProgress(sorted.getProgress().getProgress());
      }
      return found;
    }

    @Override
    public DataInputBuffer getKey() throws IOException {
      return sorted.getKey();
    }

    @Override
    public DataInputBuffer getValue() throws IOException {
      return sorted.getValue();
    }

    @Override
    public Progress getProgress() {
      return sorted.getProgress();
    }

    @Override
    public void close() throws IOException {
      sorted.close();
    }
  }
}

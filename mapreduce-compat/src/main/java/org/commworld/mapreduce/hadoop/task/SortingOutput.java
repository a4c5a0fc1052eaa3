package org.commworld.mapreduce.hadoop.task;

import java.io.IOException;
import java.io.InterruptedIOException;
import org.apache.hadoop.mapred.JobConf;
import org.apache.hadoop.mapred.MapOutputCollector;
import org.apache.hadoop.mapred.MapTask.MapOutputBuffer;
import org.apache.hadoop.mapred.OutputCollector;
import org.apache.hadoop.mapred.Partitioner;
import org.apache.hadoop.mapreduce.JobContext;
import org.apache.hadoop.mapreduce.RecordWriter;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.hadoop.util.ReflectionUtils;
import org.jspecify.annotations.Nullable;

/**
 * What a mapper writes to when there are reduces: its partitioner, and Hadoop's sort buffer or what
 * the job names in its place. With one reduce the partitioner is not asked, as in Hadoop.
 */
final class SortingOutput {
  private SortingOutput() {}

  /** Makes the first collector of the job's list that can be made. */
  @SuppressWarnings(
      "unchecked") // The job's classes say what its records are; no code here looks at them.
  private static <K, V> MapOutputCollector<K, V> collector(
      JobConf job, MapOutputCollector.Context context) throws IOException, ClassNotFoundException {
    Class<?>[] classes =
        job.getClasses(JobContext.MAP_OUTPUT_COLLECTOR_CLASS_ATTR, MapOutputBuffer.class);
    IOException last = new IOException("no map output collector is set");
    for (Class<?> type : classes) {
      MapOutputCollector<K, V> collector = null;
      try {
        collector =
            (MapOutputCollector<K, V>)
                ReflectionUtils.newInstance(type.asSubclass(MapOutputCollector.class), job);
        collector.init(context);
        return collector;
      } catch (IOException | RuntimeException e) {
        abandon(collector);
        last =
            new IOException(
                "Initialization of all the collectors failed. Error in last collector was:" + e, e);
      }
    }
    throw last;
  }

  /** The attempt may have been interrupted once the thread was there. */
  private static void abandon(@Nullable MapOutputCollector<?, ?> collector) {
    if (collector != null) {
      Quietly.run(() -> SpillThread.end(collector));
    }
  }

  /** For mappers of {@code org.apache.hadoop.mapreduce}. */
  static final class New<K, V> extends RecordWriter<K, V> {
    private final MapOutputCollector<K, V> collector;
    private final org.apache.hadoop.mapreduce.Partitioner<K, V> partitioner;
    private final int partitions;

    @SuppressWarnings("unchecked")
    New(JobConf job, MapOutputCollector.Context collectors, TaskAttemptContext context)
        throws IOException, ClassNotFoundException {
      this.partitions = context.getNumReduceTasks();
      this.partitioner =
          partitions > 1
              ? (org.apache.hadoop.mapreduce.Partitioner<K, V>)
                  ReflectionUtils.newInstance(
                      context.getPartitionerClass(), context.getConfiguration())
              : new OnlyReduce<>();
      this.collector = collector(job, collectors);
    }

    @Override
    public void write(K key, V value) throws IOException, InterruptedException {
      collector.collect(key, value, partitioner.getPartition(key, value, partitions));
    }

    @Override
    public void close(TaskAttemptContext context) throws IOException, InterruptedException {
      try {
        collector.flush();
      } catch (ClassNotFoundException e) {
        throw new IOException("can't find class ", e);
      }
      collector.close();
    }

    /** Ends without its records, after a failure. */
    void abandon() {
      SortingOutput.abandon(collector);
    }
  }

  private static final class OnlyReduce<K, V>
      extends org.apache.hadoop.mapreduce.Partitioner<K, V> {
    @Override
    public int getPartition(K key, V value, int partitions) {
      return 0;
    }
  }

  /** For mappers of {@code org.apache.hadoop.mapred}. */
  static final class Old<K, V> implements OutputCollector<K, V> {
    private final MapOutputCollector<K, V> collector;
    private final Partitioner<K, V> partitioner;
    private final int partitions;

    @SuppressWarnings("unchecked")
    Old(JobConf job, MapOutputCollector.Context collectors)
        throws IOException, ClassNotFoundException {
      this.partitions = job.getNumReduceTasks();
      this.partitioner =
          partitions > 1
              ? ReflectionUtils.newInstance(job.getPartitionerClass(), job)
              : new OldOnlyReduce<>();
      this.collector = collector(job, collectors);
    }

    @Override
    public void collect(K key, V value) throws IOException {
      try {
        collector.collect(key, value, partitioner.getPartition(key, value, partitions));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw (IOException) new InterruptedIOException("interrupt exception").initCause(e);
      }
    }

    /** Sorts and merges what the mapper has written. */
    void flush() throws IOException, ClassNotFoundException, InterruptedException {
      collector.flush();
    }

    void close() throws IOException, InterruptedException {
      collector.close();
    }

    /** Ends without its records, after a failure. */
    void abandon() {
      SortingOutput.abandon(collector);
    }
  }

  private static final class OldOnlyReduce<K, V> implements Partitioner<K, V> {
    @Override
    public void configure(JobConf job) {}

    @Override
    public int getPartition(K key, V value, int partitions) {
      return 0;
    }
  }
}

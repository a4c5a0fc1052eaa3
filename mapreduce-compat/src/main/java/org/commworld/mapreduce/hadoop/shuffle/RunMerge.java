package org.commworld.mapreduce.hadoop.shuffle;

import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.apache.hadoop.mapred.Counters;
import org.apache.hadoop.mapred.JobConf;
import org.apache.hadoop.mapred.RawKeyValueIterator;
import org.apache.hadoop.mapred.Reporter;
import org.apache.hadoop.mapreduce.CryptoUtils;
import org.apache.hadoop.mapreduce.TaskAttemptID;
import org.apache.hadoop.mapreduce.TaskID;
import org.apache.hadoop.mapreduce.TaskType;
import org.apache.hadoop.mapreduce.security.IntermediateEncryptedStream;
import org.apache.hadoop.mapreduce.task.reduce.ExceptionReporter;
import org.apache.hadoop.mapreduce.task.reduce.MapHost;
import org.apache.hadoop.mapreduce.task.reduce.MapOutput;
import org.apache.hadoop.mapreduce.task.reduce.MergeManager;
import org.apache.hadoop.mapreduce.task.reduce.ShuffleClientMetrics;
import org.apache.hadoop.util.Progress;
import org.jspecify.annotations.Nullable;

/**
 * Feeds Hadoop's MergeManager with the runs that Spark's shuffle brings, in the reduce task's own
 * thread. Spark fetches ahead by itself, so that one thread is enough; it must be the task's,
 * because Spark records a failed fetch with the thread's task.
 */
public final class RunMerge<K, V> implements ExceptionReporter {
  private static final Object METRICS_LOCK = new Object();

  /**
   * Hadoop registers each such object for the JVM's life: an executor must not have one for each
   * task.
   */
  private static @Nullable ShuffleClientMetrics sharedMetrics;

  private final TaskAttemptID reduce;
  private final JobConf conf;
  private final Reporter reporter;
  private final ShuffleClientMetrics metrics;
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

  /** For one reduce attempt. */
  public RunMerge(TaskAttemptID reduce, JobConf conf, Reporter reporter) {
    this.reduce = reduce;
    this.conf = conf;
    this.reporter = reporter;
    this.metrics = metrics(reduce, conf);
  }

  private static ShuffleClientMetrics metrics(TaskAttemptID reduce, JobConf conf) {
    synchronized (METRICS_LOCK) {
      if (sharedMetrics == null) {
        sharedMetrics = ShuffleClientMetrics.create(reduce, conf);
      }
      return sharedMetrics;
    }
  }

  @Override
  public void reportException(Throwable thrown) {
    failure.compareAndSet(null, thrown);
  }

  /**
   * Copies all runs and merges them.
   *
   * @param maps how many runs there will be, for the progress
   * @return all records in the order of the job's sort comparator
   */
  public RawKeyValueIterator merge(
      Supplier<Iterator<Segment>> source,
      MergeManager<K, V> merger,
      int maps,
      Progress copyPhase,
      Counters.Counter copied,
      Counters.Counter copiedBytes)
      throws IOException, InterruptedException {
    boolean ended = false;
    try {
      Iterator<Segment> segments = source.get();
      for (int i = 0; segments.hasNext(); i++) {
        try (Segment segment = segments.next()) {
          copy(segment, i, merger);
          copiedBytes.increment(segment.partLength());
        }
        copied.increment(1);
        copyPhase.set((i + 1f) / Math.max(maps, i + 1));
        reporter.progress();
        throwFailure();
      }
      copyPhase.complete();
      ended = true;
      RawKeyValueIterator merged = close(merger);
      throwFailure();
      return merged;
    } finally {
      if (!ended) {
        endThreads(merger);
      }
    }
  }

  private void copy(Segment segment, int number, MergeManager<K, V> merger)
      throws IOException, InterruptedException {
    // The id names files of runs that go to disk; which map a run is of, no one asks.
    TaskAttemptID map = new TaskAttemptID(new TaskID(reduce.getJobID(), TaskType.MAP, number), 0);
    // With encrypted spills a run begins with what its decryption needs, which Hadoop counts as
    // length.
    int padding = CryptoUtils.cryptoPadding(conf);
    long rawLength = segment.rawLength() - padding;
    MapOutput<K, V> output = merger.reserve(map, rawLength, 0);
    while (output == null) {
      merger.waitForResource();
      throwFailure();
      output = merger.reserve(map, rawLength, 0);
    }
    try {
      InputStream run =
          IntermediateEncryptedStream.wrapIfNecessary(
              conf, segment.run(), segment.partLength(), null);
      long partLength = segment.partLength() - padding;
      output.shuffle(new MapHost("spark", ""), run, partLength, rawLength, metrics, reporter);
      output.commit();
    } catch (IOException | RuntimeException | Error e) {
      output.abort();
      throw e;
    }
  }

  private RawKeyValueIterator close(MergeManager<K, V> merger)
      throws IOException, InterruptedException {
    try {
      return merger.close();
    } catch (IOException | InterruptedException | RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IOException("merge of map outputs failed: reduce=" + reduce, e);
    }
  }

  private void throwFailure() throws IOException {
    Throwable thrown = failure.get();
    if (thrown != null) {
      throw new IOException("merge of map outputs failed: reduce=" + reduce, thrown);
    }
  }

  /** MergeManager has no other way to end its threads than to end the merge. */
  private static void endThreads(MergeManager<?, ?> merger) {
    boolean interrupted = Thread.interrupted();
    try {
      merger.close();
    } catch (Throwable ignored) {
      // The attempt has failed for another reason already, which is on its way to the caller.
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}

package org.commworld.mapreduce.hadoop.task;

import java.util.List;
import org.apache.hadoop.fs.FileSystem.Statistics;
import org.apache.hadoop.fs.FileSystem.Statistics.StatisticsData;
import org.jspecify.annotations.Nullable;

/**
 * Bytes that the calling thread has read from, or written to, some file systems.
 *
 * <p>Hadoop's tasks ask {@code Statistics.getBytesRead()} twice a record: a lock and a sum over all
 * threads that ever used the file system, other tasks' included. This reads one field of the
 * calling thread's own share. A task that reads from several threads, as MultithreadedMapper's do,
 * changes threads between records only, under its own lock.
 */
final class ByteMeter {
  private static final StatisticsData[] NOTHING = {};

  private final List<Statistics> statistics;
  private final boolean written;
  private @Nullable Thread thread;
  private StatisticsData[] shares = NOTHING;

  private ByteMeter(List<Statistics> statistics, boolean written) {
    this.statistics = statistics;
    this.written = written;
  }

  static ByteMeter read(List<Statistics> statistics) {
    return new ByteMeter(statistics, false);
  }

  static ByteMeter written(List<Statistics> statistics) {
    return new ByteMeter(statistics, true);
  }

  /**
   * Bytes of the calling thread so far; only differences between two calls in one thread mean
   * anything.
   */
  long now() {
    if (Thread.currentThread() != thread) {
      shares =
          statistics.stream().map(Statistics::getThreadStatistics).toArray(StatisticsData[]::new);
      thread = Thread.currentThread();
    }
    long sum = 0;
    for (StatisticsData share : shares) {
      sum += written ? share.getBytesWritten() : share.getBytesRead();
    }
    return sum;
  }
}

package org.commworld.mapreduce.hadoop.task;

import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FileSystem.Statistics;
import org.apache.hadoop.fs.FileSystem.Statistics.StatisticsData;
import org.apache.hadoop.fs.Path;
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

  /** Of the file system of a path; without one nothing is counted. */
  static ByteMeter read(@Nullable Path path, Configuration conf) throws IOException {
    return new ByteMeter(statistics(path, conf), false);
  }

  /** Of the file system of a path; without one nothing is counted. */
  static ByteMeter written(@Nullable Path path, Configuration conf) throws IOException {
    return new ByteMeter(statistics(path, conf), true);
  }

  @SuppressWarnings("deprecation") // The only way to the statistics that all file systems count in.
  private static List<Statistics> statistics(@Nullable Path path, Configuration conf)
      throws IOException {
    if (path == null) {
      return List.of();
    }
    FileSystem fs = path.getFileSystem(conf);
    String scheme = fs.makeQualified(path).toUri().getScheme();
    return FileSystem.getAllStatistics().stream()
        .filter(statistics -> statistics.getScheme().equals(scheme))
        .toList();
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

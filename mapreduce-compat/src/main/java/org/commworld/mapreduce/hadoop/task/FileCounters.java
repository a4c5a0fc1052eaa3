package org.commworld.mapreduce.hadoop.task;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FileSystem.Statistics;
import org.apache.hadoop.fs.FileSystem.Statistics.StatisticsData;
import org.apache.hadoop.mapred.Counters;
import org.apache.hadoop.mapreduce.FileSystemCounter;

/**
 * Bytes and operations of one attempt by file system. Hadoop's Task counts what the whole JVM has
 * done, which is right where a JVM runs one task; here the attempt's own thread is counted. What
 * helper threads do (spills while the mapper runs on, merges while map outputs come in) is not.
 */
final class FileCounters {
  private record Use(long read, long written, long readOps, long largeReadOps, long writeOps) {
    static final Use NONE = new Use(0, 0, 0, 0, 0);

    Use plus(StatisticsData data) {
      return new Use(
          read + data.getBytesRead(),
          written + data.getBytesWritten(),
          readOps + data.getReadOps(),
          largeReadOps + data.getLargeReadOps(),
          writeOps + data.getWriteOps());
    }
  }

  private final Map<String, Use> before = uses();

  private static Map<String, Use> uses() {
    Map<String, Use> uses = new HashMap<>();
    for (Statistics statistics : statistics()) {
      uses.merge(
          statistics.getScheme(),
          Use.NONE.plus(statistics.getThreadStatistics()),
          (sum, ignored) -> sum.plus(statistics.getThreadStatistics()));
    }
    return uses;
  }

  @SuppressWarnings("deprecation") // The only way to the statistics that all file systems count in.
  private static Iterable<Statistics> statistics() {
    return FileSystem.getAllStatistics();
  }

  /** Replaces the file system counters of a finished attempt; must be called in its thread. */
  void correct(Counters counters) {
    uses()
        .forEach(
            (scheme, now) -> {
              Use then = before.getOrDefault(scheme, Use.NONE);
              String name = scheme.toUpperCase(Locale.US);
              set(counters, name, FileSystemCounter.BYTES_READ, now.read - then.read);
              set(counters, name, FileSystemCounter.BYTES_WRITTEN, now.written - then.written);
              set(counters, name, FileSystemCounter.READ_OPS, now.readOps - then.readOps);
              set(
                  counters,
                  name,
                  FileSystemCounter.LARGE_READ_OPS,
                  now.largeReadOps - then.largeReadOps);
              set(counters, name, FileSystemCounter.WRITE_OPS, now.writeOps - then.writeOps);
            });
  }

  private static void set(Counters counters, String scheme, FileSystemCounter key, long value) {
    counters.findCounter(scheme, key).setValue(value);
  }
}

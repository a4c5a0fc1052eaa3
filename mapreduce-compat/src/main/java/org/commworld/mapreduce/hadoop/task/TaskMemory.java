package org.commworld.mapreduce.hadoop.task;

import java.io.IOException;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.compress.CompressionCodecFactory;
import org.apache.hadoop.mapred.JobConf;
import org.apache.hadoop.mapreduce.MRJobConfig;
import org.apache.hadoop.util.IndexedSorter;
import org.apache.spark.SparkConf;
import org.commworld.mapreduce.hadoop.MapReduceSettings;

/**
 * Sizes a task's buffers for a JVM that runs several tasks at once. Hadoop's defaults are for a JVM
 * of one: 100 MB to sort in, however small the split, and 70 % of the heap to merge in. What the
 * job sets itself stays.
 */
final class TaskMemory {
  private static final int MIB = 1 << 20;

  /**
   * Map output for a byte of input, with the sorter's 16 bytes a record, of jobs with short
   * records.
   */
  private static final int EXPANSION = 8;

  private static final int LEAST_SORT_MIB = 4;

  /** Of a slot's memory, one part is the sort buffer, and two are for sorting it. */
  private static final int SORT_PARTS = 3;

  /**
   * What stays in memory for the reduce, of what may be there: all that has not been merged to
   * disk, which begins at 66 %.
   */
  private static final float KEPT = 0.7f;

  private TaskMemory() {}

  /** For a map of a split of this class and length in bytes, 0 if unknown. */
  static void forMap(JobConf job, long splitBytes, long slotBytes) throws IOException {
    if (MapReduceSettings.isUnset(job, MRJobConfig.IO_SORT_MB)) {
      job.setInt(MRJobConfig.IO_SORT_MB, sortMib(job, splitBytes, slotBytes));
    }
    if (MapReduceSettings.isUnset(job, MRJobConfig.MAP_SORT_CLASS)) {
      job.setClass(MRJobConfig.MAP_SORT_CLASS, RadixSort.class, IndexedSorter.class);
      job.setLong(
          RadixSort.MEMORY_BYTES, slotBytes - (long) job.getInt(MRJobConfig.IO_SORT_MB, 0) * MIB);
    }
  }

  private static int sortMib(JobConf job, long splitBytes, long slotBytes) {
    int most = job.getInt(MRJobConfig.IO_SORT_MB, MRJobConfig.DEFAULT_IO_SORT_MB);
    long affordable = Math.max(LEAST_SORT_MIB, slotBytes / SORT_PARTS / MIB);
    long useful =
        splitBytes > 0 ? Math.max(LEAST_SORT_MIB, splitBytes * EXPANSION / MIB + 1) : most;
    return (int) Math.min(most, Math.min(affordable, useful));
  }

  /**
   * The bytes that a file's split will be once read; 0 if its file is compressed, as none can know.
   */
  static long plainLength(JobConf job, Path file, long length) {
    return new CompressionCodecFactory(job).getCodec(file) == null ? length : 0;
  }

  /** For a reduce. */
  static void forReduce(JobConf job, long slotBytes) {
    if (MapReduceSettings.isUnset(job, MRJobConfig.REDUCE_MEMORY_TOTAL_BYTES)) {
      job.setLong(MRJobConfig.REDUCE_MEMORY_TOTAL_BYTES, slotBytes);
    }
    if (MapReduceSettings.isUnset(job, MRJobConfig.REDUCE_INPUT_BUFFER_PERCENT)) {
      job.setFloat(MRJobConfig.REDUCE_INPUT_BUFFER_PERCENT, KEPT);
    }
  }

  /** Bytes of the heap for one task slot of this executor. */
  static long slotBytes(JobConf job, SparkConf spark, boolean local) {
    int cores =
        local
            ? localThreads(spark.get("spark.master", "local"))
            : spark.getInt("spark.executor.cores", Runtime.getRuntime().availableProcessors());
    int slots = Math.max(1, cores / Math.max(1, spark.getInt("spark.task.cpus", 1)));
    return (long)
        (Runtime.getRuntime().maxMemory() * (double) MapReduceSettings.memoryShare(job) / slots);
  }

  private static int localThreads(String master) {
    int open = master.indexOf('[');
    if (open < 0) {
      return 1;
    }
    String threads = master.substring(open + 1).split("[,\\]]", 2)[0].strip();
    return threads.equals("*")
        ? Runtime.getRuntime().availableProcessors()
        : Integer.parseInt(threads);
  }
}

package org.commworld.mapreduce.hadoop;

import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.mapreduce.MRConfig;

/**
 * The settings that {@code mapreduce.framework.name=spark} adds to Hadoop's own. All are read from
 * the job's configuration.
 *
 * <table>
 * <caption>Settings</caption>
 * <tr><th>key</th><th>default</th><th>meaning</th></tr>
 * <tr><td>{@code mapreduce.spark.master}</td><td>{@code spark.master} of the system properties, else
 *   {@code SPARK_MASTER} of the environment, else {@code local[*]}</td><td>master of the Spark
 *   application that is started when the JVM has none</td></tr>
 * <tr><td>{@code spark.*}</td><td></td><td>copied to that application's configuration</td></tr>
 * <tr><td>{@code mapreduce.spark.pool}</td><td>none</td><td>{@code spark.scheduler.pool} of the job</td></tr>
 * <tr><td>{@code mapreduce.spark.progress.interval.ms}</td><td>200</td><td>milliseconds between two looks
 *   at a running task's progress</td></tr>
 * <tr><td>{@code mapreduce.spark.poll.interval.ms}</td><td>20</td><td>milliseconds between two questions
 *   of {@code Job.waitForCompletion}, where Hadoop's own keys are unset</td></tr>
 * <tr><td>{@code mapreduce.spark.memory.share}</td><td>0.6</td><td>share of an executor's heap that all
 *   its task slots together use for sort buffers and merges, where Hadoop's own keys are unset</td></tr>
 * </table>
 */
public final class MapReduceSettings {
  /** What {@code mapreduce.framework.name} must be. */
  public static final String FRAMEWORK = "spark";

  /** Master of the Spark application that is started when the JVM has none. */
  public static final String MASTER = "mapreduce.spark.master";

  /** Spark's scheduler pool for the job. */
  public static final String POOL = "mapreduce.spark.pool";

  /** Milliseconds between two looks at a running task's progress. */
  public static final String PROGRESS_INTERVAL_MILLIS = "mapreduce.spark.progress.interval.ms";

  /** Milliseconds between two questions of a client that waits for its job. */
  public static final String POLL_INTERVAL_MILLIS = "mapreduce.spark.poll.interval.ms";

  /** Share of an executor's heap for sort buffers and merges. */
  public static final String MEMORY_SHARE = "mapreduce.spark.memory.share";

  private MapReduceSettings() {}

  /** Whether jobs of this configuration are meant for Spark. */
  public static boolean isChosen(Configuration conf) {
    return FRAMEWORK.equals(conf.getTrimmed(MRConfig.FRAMEWORK_NAME, "").toLowerCase(Locale.ROOT));
  }

  /** How often a running task's progress is looked at, in milliseconds, at least 1. */
  public static long progressIntervalMillis(Configuration conf) {
    return Math.max(1, conf.getLong(PROGRESS_INTERVAL_MILLIS, 200));
  }

  /** The share of the heap for sort buffers and merges, above 0 and at most 1. */
  public static float memoryShare(Configuration conf) {
    float share = conf.getFloat(MEMORY_SHARE, 0.6f);
    if (!(share > 0 && share <= 1)) {
      throw new IllegalArgumentException(
          "setting out of range: " + MEMORY_SHARE + "=" + share + ", range=(0,1]");
    }
    return share;
  }

  /**
   * Whether nobody has set a key: its value comes from Hadoop's own default files. A job's
   * configuration keeps this through {@code job.xml}, which names the sources of each value.
   */
  public static boolean isUnset(Configuration conf, String key) {
    if (conf.get(key) == null) {
      return true;
    }
    String[] sources = conf.getPropertySources(key);
    return sources != null && sources.length > 0 && sources[0].endsWith("-default.xml");
  }
}

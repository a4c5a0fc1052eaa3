package org.commworld.spark;

import java.nio.file.Path;
import java.time.Duration;
import org.apache.spark.SparkContext;
import org.commworld.collective.select.AlgorithmTable;
import org.commworld.spark.stats.RunObserver;

/**
 * The options that all jobs have. Each call returns a changed copy; nothing runs before the end.
 */
public abstract sealed class JobBuilder<B extends JobBuilder<B>> permits BarrierJob, DataJob {
  private final SparkContext context;
  private final JobOptions options;

  JobBuilder(SparkContext context, JobOptions options) {
    this.context = context;
    this.options = options;
  }

  abstract B with(JobOptions changed);

  SparkContext context() {
    return context;
  }

  /** The options, the number of ranks settled. */
  JobOptions options() {
    return options.ranks() > 0 ? options : options.withRanks(context.defaultParallelism());
  }

  /** How many ranks there are; by default Spark's default parallelism. */
  public B ranks(int ranks) {
    return with(options.withRanks(ranks));
  }

  /** What the job is called in Spark's UI and in errors. */
  public B name(String name) {
    return with(options.withName(name));
  }

  /**
   * How often the job is run until it succeeds, 1 by default. Each attempt is a world of its own;
   * whatever is left of an earlier one can neither join nor send to it. An abort and a cancelled
   * job are not tried again.
   */
  public B attempts(int attempts) {
    return with(options.withAttempts(attempts));
  }

  /** How long to wait for executors and free slots, 60 s by default. */
  public B startTimeout(Duration timeout) {
    return with(options.withStartTimeout(timeout));
  }

  /** How long the world may take to form once the ranks run, 120 s by default. */
  public B joinTimeout(Duration timeout) {
    return with(options.withJoinTimeout(timeout));
  }

  /** The ZooKeeper ensemble to use, as host:port,…[/chroot], instead of a server in the driver. */
  public B zookeeper(String connect) {
    return with(options.withZookeeper(connect));
  }

  /**
   * Which algorithms collectives between executors use; those that suit most networks by default.
   */
  public B algorithms(AlgorithmTable table) {
    return with(options.withAlgorithms(table));
  }

  /** Who is told how the job goes and what its ranks have done. */
  public B observer(RunObserver observer) {
    return with(options.withObserver(observer));
  }

  /**
   * Writes all calls of all ranks to {@code file}, on the driver, in the JSON format that Chrome's
   * tracing and Perfetto read. A call then takes about a microsecond longer.
   */
  public B trace(Path file) {
    return with(options.withTrace(file));
  }

  /** Where the ranks' standard streams go; by default to the driver's, with no input. */
  public B io(RankIo io) {
    return with(options.withIo(io));
  }
}

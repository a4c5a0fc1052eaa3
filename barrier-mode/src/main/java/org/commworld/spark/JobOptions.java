package org.commworld.spark;

import java.nio.file.Path;
import java.time.Duration;
import org.apache.spark.SparkConf;
import org.commworld.collective.select.AlgorithmTable;
import org.commworld.spark.stats.RunObserver;
import org.jspecify.annotations.Nullable;

/**
 * How a job is to run.
 *
 * @param ranks how many; 0 for the number of slots that Spark works with by default
 * @param name what it is called in the UI and in errors
 * @param attempts how often it is run until it succeeds
 * @param startTimeout for executors and free slots
 * @param joinTimeout for the world to form
 * @param zookeeper connect string, or null for a server in the driver
 * @param algorithms of collectives between executors
 * @param io the ranks' standard streams
 * @param observer who is told how it goes
 * @param trace the file for a trace, null for none
 */
record JobOptions(
    int ranks,
    String name,
    int attempts,
    Duration startTimeout,
    Duration joinTimeout,
    @Nullable String zookeeper,
    AlgorithmTable algorithms,
    RankIo io,
    RunObserver observer,
    @Nullable Path trace) {

  private static final RunObserver NOBODY = new RunObserver() {};

  JobOptions {
    if (ranks < 0 || attempts < 1) {
      throw new IllegalArgumentException(
          "invalid job: ranks=%d, attempts=%d".formatted(ranks, attempts));
    }
    if (startTimeout.isNegative() || joinTimeout.isNegative()) {
      throw new IllegalArgumentException(
          "negative time-out: start=%s, join=%s".formatted(startTimeout, joinTimeout));
    }
  }

  /** What {@code conf} says, and the defaults. */
  static JobOptions of(SparkConf conf) {
    BarrierConf.checkNames(conf);
    BarrierConf.checkEngine(conf);
    return new JobOptions(
        0,
        "ranks",
        BarrierConf.integer(conf, BarrierConf.ATTEMPTS),
        BarrierConf.duration(conf, BarrierConf.START_TIMEOUT),
        BarrierConf.duration(conf, BarrierConf.JOIN_TIMEOUT),
        BarrierConf.string(conf, BarrierConf.ZOOKEEPER_CONNECT).orElse(null),
        BarrierConf.algorithms(conf),
        RankIo.to(System.out, System.err),
        NOBODY,
        null);
  }

  private JobOptions with(
      int newRanks,
      String newName,
      int newAttempts,
      Duration newStart,
      Duration newJoin,
      @Nullable String newZookeeper,
      AlgorithmTable newAlgorithms) {
    return new JobOptions(
        newRanks,
        newName,
        newAttempts,
        newStart,
        newJoin,
        newZookeeper,
        newAlgorithms,
        io,
        observer,
        trace);
  }

  private JobOptions with(RankIo newIo, RunObserver newObserver, @Nullable Path newTrace) {
    return new JobOptions(
        ranks,
        name,
        attempts,
        startTimeout,
        joinTimeout,
        zookeeper,
        algorithms,
        newIo,
        newObserver,
        newTrace);
  }

  JobOptions withRanks(int value) {
    if (value < 1) {
      throw new IllegalArgumentException("a job needs at least one rank: ranks=" + value);
    }
    return with(value, name, attempts, startTimeout, joinTimeout, zookeeper, algorithms);
  }

  JobOptions withName(String value) {
    return with(ranks, value, attempts, startTimeout, joinTimeout, zookeeper, algorithms);
  }

  JobOptions withAttempts(int value) {
    return with(ranks, name, value, startTimeout, joinTimeout, zookeeper, algorithms);
  }

  JobOptions withStartTimeout(Duration value) {
    return with(ranks, name, attempts, value, joinTimeout, zookeeper, algorithms);
  }

  JobOptions withJoinTimeout(Duration value) {
    return with(ranks, name, attempts, startTimeout, value, zookeeper, algorithms);
  }

  JobOptions withZookeeper(String value) {
    return with(ranks, name, attempts, startTimeout, joinTimeout, value, algorithms);
  }

  JobOptions withAlgorithms(AlgorithmTable value) {
    return with(ranks, name, attempts, startTimeout, joinTimeout, zookeeper, value);
  }

  JobOptions withIo(RankIo value) {
    return with(value, observer, trace);
  }

  JobOptions withObserver(RunObserver value) {
    return with(io, value, trace);
  }

  JobOptions withTrace(Path value) {
    return with(io, observer, value);
  }
}

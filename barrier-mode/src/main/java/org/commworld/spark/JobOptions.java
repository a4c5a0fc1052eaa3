package org.commworld.spark;

import java.time.Duration;
import org.apache.spark.SparkConf;
import org.commworld.collective.select.AlgorithmTable;
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
 */
record JobOptions(
    int ranks,
    String name,
    int attempts,
    Duration startTimeout,
    Duration joinTimeout,
    @Nullable String zookeeper,
    AlgorithmTable algorithms,
    RankIo io) {

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
    BarrierConf.checkTransports(conf);
    return new JobOptions(
        0,
        "ranks",
        BarrierConf.integer(conf, BarrierConf.ATTEMPTS),
        BarrierConf.duration(conf, BarrierConf.START_TIMEOUT),
        BarrierConf.duration(conf, BarrierConf.JOIN_TIMEOUT),
        BarrierConf.string(conf, BarrierConf.ZOOKEEPER_CONNECT).orElse(null),
        BarrierConf.algorithms(conf),
        RankIo.to(System.out, System.err));
  }

  JobOptions withRanks(int value) {
    if (value < 1) {
      throw new IllegalArgumentException("a job needs at least one rank: ranks=" + value);
    }
    return new JobOptions(
        value, name, attempts, startTimeout, joinTimeout, zookeeper, algorithms, io);
  }

  JobOptions withName(String value) {
    return new JobOptions(
        ranks, value, attempts, startTimeout, joinTimeout, zookeeper, algorithms, io);
  }

  JobOptions withAttempts(int value) {
    return new JobOptions(ranks, name, value, startTimeout, joinTimeout, zookeeper, algorithms, io);
  }

  JobOptions withStartTimeout(Duration value) {
    return new JobOptions(ranks, name, attempts, value, joinTimeout, zookeeper, algorithms, io);
  }

  JobOptions withJoinTimeout(Duration value) {
    return new JobOptions(ranks, name, attempts, startTimeout, value, zookeeper, algorithms, io);
  }

  JobOptions withZookeeper(String value) {
    return new JobOptions(ranks, name, attempts, startTimeout, joinTimeout, value, algorithms, io);
  }

  JobOptions withAlgorithms(AlgorithmTable value) {
    return new JobOptions(ranks, name, attempts, startTimeout, joinTimeout, zookeeper, value, io);
  }

  JobOptions withIo(RankIo value) {
    return new JobOptions(
        ranks, name, attempts, startTimeout, joinTimeout, zookeeper, algorithms, value);
  }
}

package org.commworld.spark;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.rdd.RDD;
import org.jspecify.annotations.Nullable;

/**
 * A job whose ranks share the partitions of an RDD or Dataset: each partition goes to one rank,
 * without a shuffle, where possible on the executor that has it.
 */
public final class DataJob<T> extends JobBuilder<DataJob<T>> {
  private final RDD<T> rdd;

  DataJob(RDD<T> rdd, JobOptions options) {
    super(rdd.sparkContext(), options);
    this.rdd = rdd;
  }

  @Override
  DataJob<T> with(JobOptions changed) {
    return new DataJob<>(rdd, changed);
  }

  /**
   * Runs {@code program} on every rank with the rows of its partitions.
   *
   * @return what the ranks returned, by rank
   * @throws RankFailedException if a rank fails; its cause is what that rank threw
   * @throws JobNotStartedException if there are too few slots, or the settings do not allow it
   */
  public <R extends @Nullable Object> List<R> run(RowsProgram<T, R> program) {
    requireNonNull(program, "program is null");
    JobOptions options = options();
    return new JobRunner(context(), options)
        .collect(
            GroupedRDD.of(rdd, options.ranks()),
            (rank, rows) -> Collections.singletonList(program.run(rank.world(), rows)));
  }

  /**
   * Runs {@code program} on every rank with the rows of its partitions, now, and keeps what the
   * ranks return on their executors: one partition a rank, in memory or on disk there.
   *
   * <p>The result is cut off from its origin, so that any operation may follow. It is released by
   * {@code unpersist()}, or when it is no longer reachable. If an executor that holds a part of it
   * is lost, reading that part fails; {@code checkpoint()} or saving it guards against that.
   *
   * @throws RankFailedException if a rank fails; its cause is what that rank threw
   * @throws JobNotStartedException if there are too few slots, or the settings do not allow it
   */
  public <R> JavaRDD<R> mapPartitions(RowsProgram<T, Iterator<R>> program) {
    requireNonNull(program, "program is null");
    JobOptions options = options();
    return new JobRunner(context(), options)
        .<T, R>persist(
            GroupedRDD.of(rdd, options.ranks()),
            (rank, rows) -> drain(program.run(rank.world(), rows)))
        .toJavaRDD();
  }

  /** Takes everything while the world is up: a lazy iterator may communicate. */
  private static <R> List<R> drain(Iterator<R> iterator) {
    List<R> list = new ArrayList<>();
    iterator.forEachRemaining(list::add);
    return list;
  }
}

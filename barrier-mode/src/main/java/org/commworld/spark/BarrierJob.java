package org.commworld.spark;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.List;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/**
 * Runs ranks of one MPI world as the tasks of a Spark barrier stage.
 *
 * <pre>{@code
 * List<Double> norms = BarrierJob.on(spark).ranks(8).run(comm -> norm(comm));      // by rank
 * JavaRDD<Row> out = BarrierJob.on(rows).ranks(4).mapPartitions((comm, part) -> fit(comm, part));
 * }</pre>
 *
 * Immutable; each option returns a copy. The calls that run the job block until all ranks are done,
 * and may be made from several threads.
 */
public final class BarrierJob extends JobBuilder<BarrierJob> {
  private BarrierJob(SparkContext context, JobOptions options) {
    super(context, options);
  }

  /**
   * Starts what the first job of a local application needs, on a thread of its own, while the
   * caller goes on to start Spark. For programs that count every tenth of a second; anything works
   * without it. Nothing becomes of it if the application is not local.
   */
  public static void prepare() {
    EarlyStart.begin();
  }

  /** A job of ranks that get no data of Spark's. */
  public static BarrierJob on(SparkSession session) {
    return on(session.sparkContext());
  }

  /** A job of ranks that get no data of Spark's. */
  public static BarrierJob on(JavaSparkContext context) {
    return on(context.sc());
  }

  /** A job of ranks that get no data of Spark's. */
  public static BarrierJob on(SparkContext context) {
    return new BarrierJob(context, JobOptions.of(context.conf()));
  }

  /** A job whose ranks share the partitions of {@code rdd}. */
  public static <T> DataJob<T> on(RDD<T> rdd) {
    return new DataJob<>(rdd, JobOptions.of(rdd.sparkContext().conf()));
  }

  /** A job whose ranks share the partitions of {@code rdd}. */
  public static <T> DataJob<T> on(JavaRDD<T> rdd) {
    return on(rdd.rdd());
  }

  /** A job whose ranks share the partitions of {@code dataset}. */
  public static <T> DataJob<T> on(Dataset<T> dataset) {
    return on(dataset.rdd());
  }

  @Override
  BarrierJob with(JobOptions changed) {
    return new BarrierJob(context(), changed);
  }

  /**
   * Runs {@code program} on every rank.
   *
   * @return what the ranks returned, by rank
   * @throws RankFailedException if a rank fails; its cause is what that rank threw
   * @throws JobNotStartedException if there are too few slots, or the settings do not allow it
   */
  public <R extends @Nullable Object> List<R> run(RankProgram<R> program) {
    requireNonNull(program, "program is null");
    return runTask(context -> program.run(context.world()));
  }

  /**
   * Runs {@code task} on every rank; as {@link #run}, for programs that need a {@link RankContext}.
   */
  public <R extends @Nullable Object> List<R> runTask(RankTask<R> task) {
    requireNonNull(task, "task is null");
    JobOptions options = options();
    RDD<Integer> slots =
        JavaSparkContext.fromSparkContext(context())
            .parallelize(Collections.nCopies(options.ranks(), 0), options.ranks())
            .rdd();
    return new JobRunner(context(), options)
        .collect(slots, (rank, rows) -> Collections.singletonList(task.run(rank)));
  }
}

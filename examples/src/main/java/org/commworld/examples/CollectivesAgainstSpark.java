package org.commworld.examples;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.apache.spark.BarrierTaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.commworld.mpi.Comm;
import org.commworld.mpi.Op;
import org.commworld.mpi.SplitType;
import org.commworld.spark.BarrierJob;

/**
 * What barrier, bcast and allReduce cost among four ranks, beside the same by Spark's own means in
 * the same run: {@code BarrierTaskContext.barrier()}, a broadcast that every task reads, and {@code
 * treeReduce} followed by such a broadcast.
 *
 * <p>A Spark job for {@code bin/commworld submit}; the master decides whether the ranks share a
 * JVM.
 */
public final class CollectivesAgainstSpark {
  private static final int RANKS = 4;
  private static final int[] BYTES = {8, 1 << 10, 64 << 10, 1 << 20, 16 << 20, 64 << 20};
  private static final int BLOCKS = 7;
  private static final long BLOCK_NANOS = 100_000_000;
  private static final int SPARK_RUNS = 7;

  private CollectivesAgainstSpark() {}

  /** The benchmark; no arguments. */
  public static void main(String[] args) throws IOException {
    try (SparkSession spark =
        SparkSession.builder().appName("CollectivesAgainstSpark").getOrCreate()) {
      JavaSparkContext context = new JavaSparkContext(spark.sparkContext());
      List<Times> ours =
          BarrierJob.on(spark).ranks(RANKS).run(CollectivesAgainstSpark::ours).get(0);
      System.out.printf(
          "%d ranks, master %s; microseconds: median [min, max]%n",
          RANKS, spark.sparkContext().master());
      System.out.printf(
          "%-10s %10s  %-34s %-38s %9s%n", "operation", "bytes", "Commworld", "Spark", "ratio");
      print(ours.get(0), barrier(context));
      for (int i = 0; i < BYTES.length; i++) {
        print(ours.get(1 + i), broadcast(context, BYTES[i]));
      }
      for (int i = 0; i < BYTES.length; i++) {
        print(ours.get(1 + BYTES.length + i), treeReduce(context, BYTES[i]));
      }
    }
  }

  /** Times of one operation. */
  private record Times(String operation, int bytes, double[] micros)
      implements java.io.Serializable {
    Times {
      Arrays.sort(micros);
    }

    double median() {
      return micros[micros.length / 2];
    }

    @Override
    public String toString() {
      return String.format(
          Locale.ROOT, "%.1f [%.1f, %.1f]", median(), micros[0], micros[micros.length - 1]);
    }
  }

  private static void print(Times ours, Times sparks) {
    System.out.printf(
        Locale.ROOT,
        "%-10s %10d  %-34s %-38s %9.0f%n",
        ours.operation,
        ours.bytes,
        ours,
        sparks,
        sparks.median() / ours.median());
  }

  // ---- ours ----

  private static List<Times> ours(Comm comm) {
    List<Times> times = new ArrayList<>();
    int jvms = comm.allReduce(comm.splitType(SplitType.JVM, 0).rank() == 0 ? 1 : 0, Op.SUM);
    String suffix = jvms == 1 ? "" : "/" + jvms;
    times.add(measure(comm, "barrier" + suffix, 0, comm::barrier));
    for (int bytes : BYTES) {
      double[] x = new double[bytes / Double.BYTES];
      times.add(measure(comm, "bcast" + suffix, bytes, () -> comm.bcast(x, 0)));
    }
    for (int bytes : BYTES) {
      double[] x = new double[bytes / Double.BYTES];
      times.add(measure(comm, "allReduce" + suffix, bytes, () -> comm.allReduce(x, Op.SUM)));
    }
    return times;
  }

  /** All ranks do the same number of turns, which rank 0 finds out while it warms up. */
  private static Times measure(Comm comm, String name, int bytes, Runnable operation) {
    int turns = 1;
    while (true) {
      long nanos = comm.bcast(time(comm, turns, operation), 0);
      if (nanos > BLOCK_NANOS) {
        break;
      }
      turns =
          (int)
              Math.max(
                  turns + 1, Math.min(turns * 4.0, 1.3 * turns * BLOCK_NANOS / (double) nanos));
    }
    double[] micros = new double[BLOCKS];
    for (int block = 0; block < BLOCKS; block++) {
      micros[block] = time(comm, turns, operation) / 1e3 / turns;
    }
    return new Times(name, bytes, micros);
  }

  private static long time(Comm comm, int turns, Runnable operation) {
    comm.barrier();
    long start = System.nanoTime();
    for (int i = 0; i < turns; i++) {
      operation.run();
    }
    return System.nanoTime() - start;
  }

  // ---- Spark's own ----

  private static Times barrier(JavaSparkContext context) {
    List<double[]> byRank =
        context
            .parallelize(ranks(), RANKS)
            .rdd()
            .barrier()
            .<double[]>mapPartitions(
                new BarrierTimes(), false, scala.reflect.ClassTag$.MODULE$.apply(double[].class))
            .toJavaRDD()
            .collect();
    return new Times("barrier", 0, byRank.get(0));
  }

  /** Times Spark's barrier in each task. */
  private static final class BarrierTimes
      extends scala.runtime.AbstractFunction1<
          scala.collection.Iterator<Integer>, scala.collection.Iterator<double[]>>
      implements java.io.Serializable {
    @Override
    public scala.collection.Iterator<double[]> apply(scala.collection.Iterator<Integer> rows) {
      double[] micros = new double[SPARK_RUNS];
      BarrierTaskContext.get().barrier();
      for (int run = 0; run < SPARK_RUNS; run++) {
        long start = System.nanoTime();
        BarrierTaskContext.get().barrier();
        micros[run] = (System.nanoTime() - start) / 1e3;
      }
      return scala.jdk.javaapi.CollectionConverters.asScala(List.of(micros).iterator());
    }
  }

  private static Times broadcast(JavaSparkContext context, int bytes) {
    return sparkTimes(
        "bcast", bytes, () -> readOnAll(context, context.broadcast(new double[bytes / 8])));
  }

  private static Times treeReduce(JavaSparkContext context, int bytes) {
    JavaRDD<double[]> arrays =
        context.parallelize(ranks(), RANKS).map(rank -> new double[bytes / 8]).cache();
    arrays.count();
    Times times =
        sparkTimes(
            "allReduce",
            bytes,
            () ->
                readOnAll(
                    context, context.broadcast(arrays.treeReduce(CollectivesAgainstSpark::sum))));
    arrays.unpersist();
    return times;
  }

  private static double[] sum(double[] a, double[] b) {
    double[] sum = new double[a.length];
    for (int i = 0; i < sum.length; i++) {
      sum[i] = a[i] + b[i];
    }
    return sum;
  }

  private static void readOnAll(JavaSparkContext context, Broadcast<double[]> array) {
    context.parallelize(ranks(), RANKS).foreach(rank -> array.value()[0] += 0);
    array.destroy();
  }

  private static Times sparkTimes(String name, int bytes, Runnable operation) {
    double[] micros = new double[SPARK_RUNS];
    operation.run();
    for (int run = 0; run < SPARK_RUNS; run++) {
      long start = System.nanoTime();
      operation.run();
      micros[run] = (System.nanoTime() - start) / 1e3;
    }
    return new Times(name, bytes, micros);
  }

  private static List<Integer> ranks() {
    return IntStream.range(0, RANKS).boxed().toList();
  }
}

package org.commworld.examples;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.hour;
import static org.apache.spark.sql.functions.minute;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.commworld.mpi.Comm;
import org.commworld.mpi.Op;
import org.commworld.spark.BarrierJob;

/**
 * Which flights are late? Logistic regression by gradient descent over a Parquet file with columns
 * date, delay and distance, done twice on the same rows: by ranks with an allReduce in each
 * iteration, and by Spark's treeAggregate. Prints both results and what an iteration took.
 *
 * <p>Arguments: the file, the number of iterations, the number of ranks (and partitions). A Spark
 * job: run it with {@code bin/commworld submit}.
 */
public final class FlightDelays {
  private FlightDelays() {}

  /** Weights, loss of the last iteration, and the time of each iteration. */
  private static final class Fit implements Serializable {
    private static final long serialVersionUID = 1L;

    private final double[] weights;
    private final double loss;
    private final double[] millis;

    Fit(double[] weights, double loss, double[] millis) {
      this.weights = weights;
      this.loss = loss;
      this.millis = millis;
    }
  }

  /** A Spark job's main. */
  public static void main(String[] arguments) {
    if (arguments.length != 3) {
      throw new IllegalArgumentException("expected arguments: PARQUET-FILE ITERATIONS RANKS");
    }
    int iterations = KMeans.positive("iterations", arguments[1]);
    int ranks = KMeans.positive("ranks", arguments[2]);
    SparkSession spark = SparkSession.builder().appName("FlightDelays").getOrCreate();
    try {
      Dataset<Row> flights = flights(spark, arguments[0]);
      Fit byRanks =
          BarrierJob.on(flights)
              .ranks(ranks)
              .run((comm, rows) -> fitByRanks(comm, rows, iterations))
              .get(0);
      Fit bySpark = fitBySpark(flights, ranks, iterations);
      System.out.print(report(byRanks, bySpark));
    } finally {
      spark.stop();
    }
  }

  /** Delay in minutes, distance in miles, minute of the day; rows that have all of them. */
  public static Dataset<Row> flights(SparkSession spark, String file) {
    return spark
        .read()
        .parquet(file)
        .select(
            col("delay").cast("long"),
            col("distance").cast("long"),
            hour(col("date")).multiply(60).plus(minute(col("date"))).cast("int"))
        .na()
        .drop();
  }

  private static Fit fitByRanks(Comm comm, Iterator<Row> rows, int iterations) {
    LatenessModel part = LatenessModel.of(rows);
    double[] weights = new double[LatenessModel.FEATURES];
    double[] sums = new double[LatenessModel.SUMS];
    double[] millis = new double[iterations];
    comm.barrier(); // until all have read their rows
    for (int i = 0; i < iterations; i++) {
      long start = System.nanoTime();
      Arrays.fill(sums, 0);
      part.addTo(sums, weights);
      comm.allReduce(sums, Op.SUM);
      LatenessModel.descend(weights, sums);
      millis[i] = millisSince(start);
    }
    return new Fit(weights, LatenessModel.loss(sums), millis);
  }

  private static Fit fitBySpark(Dataset<Row> flights, int partitions, int iterations) {
    JavaRDD<LatenessModel> parts =
        flights
            .javaRDD()
            .coalesce(partitions)
            .mapPartitions(rows -> List.of(LatenessModel.of(rows)).iterator())
            .cache();
    parts.count(); // reads the rows
    double[] weights = new double[LatenessModel.FEATURES];
    double[] sums = new double[LatenessModel.SUMS];
    double[] millis = new double[iterations];
    for (int i = 0; i < iterations; i++) {
      long start = System.nanoTime();
      double[] now = weights.clone();
      sums =
          parts.treeAggregate(
              new double[LatenessModel.SUMS],
              (sum, part) -> {
                part.addTo(sum, now);
                return sum;
              },
              FlightDelays::add);
      LatenessModel.descend(weights, sums);
      millis[i] = millisSince(start);
    }
    parts.unpersist();
    return new Fit(weights, LatenessModel.loss(sums), millis);
  }

  private static double[] add(double[] sum, double[] other) {
    Arrays.setAll(sum, i -> sum[i] + other[i]);
    return sum;
  }

  private static double millisSince(long start) {
    return (System.nanoTime() - start) / 1e6;
  }

  private static String report(Fit byRanks, Fit bySpark) {
    StringBuilder text = new StringBuilder();
    line(text, "%-24s %14s %14s", "", "ranks", "treeAggregate");
    line(text, "%-24s %14.3f %14.3f", "ms an iteration, median", median(byRanks), median(bySpark));
    line(text, "%-24s %14.3f %14.3f", "ms an iteration, least", least(byRanks), least(bySpark));
    line(text, "%-24s %14.6f %14.6f", "loss", byRanks.loss, bySpark.loss);
    String[] names = {"constant", "distance", "cos day", "sin day", "cos 2 day", "sin 2 day"};
    double difference = 0;
    for (int f = 0; f < names.length; f++) {
      line(text, "%-24s %14.6f %14.6f", names[f], byRanks.weights[f], bySpark.weights[f]);
      difference = Math.max(difference, Math.abs(byRanks.weights[f] - bySpark.weights[f]));
    }
    line(text, "largest difference of weights: %.1e", difference);
    return text.toString();
  }

  private static double median(Fit fit) {
    double[] sorted = fit.millis.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private static double least(Fit fit) {
    return Arrays.stream(fit.millis).min().orElseThrow();
  }

  private static void line(StringBuilder text, String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}

package org.commworld.examples;

import static org.apache.spark.sql.functions.col;

import java.util.Iterator;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.commworld.mpi.Comm;
import org.commworld.spark.BarrierJob;

/**
 * {@link KMeans} in the middle of a Spark dataflow: Spark reads and selects the rows, ranks in a
 * barrier stage cluster them where they lie, and Spark has the result.
 *
 * <p>Arguments: a CSV file (any path that Spark reads), the number of clusters, the number of
 * ranks. Run it with {@code bin/commworld submit} or {@code spark-submit}.
 */
public final class KMeansJob {
  private static final int MAX_ITERATIONS = 1000;

  private KMeansJob() {}

  /** A Spark job's main. */
  public static void main(String[] arguments) {
    if (arguments.length != 3) {
      throw new IllegalArgumentException("expected arguments: CSV-FILE CLUSTERS RANKS");
    }
    int clusters = KMeans.positive("clusters", arguments[1]);
    int ranks = KMeans.positive("ranks", arguments[2]);
    SparkSession spark = SparkSession.builder().appName("KMeansJob").getOrCreate();
    try {
      Dataset<Row> positions =
          spark
              .read()
              .option("header", "true")
              .csv(arguments[0])
              .select(col("latitude").cast("double"), col("longitude").cast("double"));
      List<Clusters> found =
          BarrierJob.on(positions)
              .ranks(ranks)
              .mapPartitions((comm, rows) -> cluster(comm, rows, clusters))
              .collect();
      System.out.print(found.get(0).report());
    } finally {
      spark.stop();
    }
  }

  /** What each rank does with its rows; rank 0 hands the result on. */
  private static Iterator<Clusters> cluster(Comm comm, Iterator<Row> rows, int clusters) {
    Lloyd lloyd = new Lloyd(comm, coordinates(rows), clusters);
    Clusters found = lloyd.fit(lloyd.start(), MAX_ITERATIONS);
    return comm.rank() == 0 ? List.of(found).iterator() : List.<Clusters>of().iterator();
  }

  private static double[] coordinates(Iterator<Row> rows) {
    DoubleList coordinates = new DoubleList();
    while (rows.hasNext()) {
      Row row = rows.next();
      coordinates.add(row.getDouble(0));
      coordinates.add(row.getDouble(1));
    }
    return coordinates.toArray();
  }
}

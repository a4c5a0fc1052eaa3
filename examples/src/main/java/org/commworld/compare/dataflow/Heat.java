package org.commworld.compare.dataflow;

import java.util.Map;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.commworld.compare.workload.Answer;
import org.commworld.compare.workload.Stencil;
import org.commworld.compare.workload.Task;
import org.commworld.examples.Blocks;
import scala.Tuple2;

/** A partition for each block of rows; their edges go by way of the driver in each step. */
final class Heat implements Dataflow {
  @Override
  public Answer run(JavaSparkContext spark, int slots, Task task) {
    int n = task.length();
    int[] first = new Blocks(n, slots).displs();
    int[] count = new Blocks(n, slots).counts();
    JavaPairRDD<Integer, double[][]> plate =
        Rdds.numbers(spark, slots)
            .mapToPair(b -> new Tuple2<>(b, Stencil.start(n, first[b], count[b])))
            .cache();
    Map<Integer, double[][]> edges = edges(plate);
    for (int i = 0; i < task.rounds(); i++) {
      Map<Integer, double[][]> now = edges;
      JavaPairRDD<Integer, double[][]> next =
          plate.mapToPair(b -> new Tuple2<>(b._1, step(b._1, b._2, now))).cache();
      edges = edges(next);
      plate.unpersist();
      plate = next;
    }
    double[] sums = plate.map(b -> Stencil.sums(b._2, first[b._1])).reduce(Rdds::add);
    plate.unpersist();
    return Answer.of(sums);
  }

  /** The first and the last row of each block. */
  private static Map<Integer, double[][]> edges(JavaPairRDD<Integer, double[][]> plate) {
    return plate.mapValues(rows -> new double[][] {rows[1], rows[rows.length - 2]}).collectAsMap();
  }

  private static double[][] step(int block, double[][] rows, Map<Integer, double[][]> edges) {
    double[][] cold = new double[2][rows[0].length];
    double[][] now = rows.clone();
    now[0] = edges.getOrDefault(block - 1, cold)[1];
    now[rows.length - 1] = edges.getOrDefault(block + 1, cold)[0];
    double[][] next = new double[rows.length][rows[0].length];
    Stencil.step(now, next);
    return next;
  }
}

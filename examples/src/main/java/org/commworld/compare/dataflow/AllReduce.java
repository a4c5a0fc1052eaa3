package org.commworld.compare.dataflow;

import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.commworld.compare.workload.Answer;
import org.commworld.compare.workload.Pattern;
import org.commworld.compare.workload.Task;

/** The sum by way of the driver, then a broadcast that every partition reads. */
final class AllReduce implements Dataflow {
  @Override
  public Answer run(JavaSparkContext spark, int slots, Task task) {
    int n = task.doubles();
    JavaRDD<double[]> vectors =
        Rdds.numbers(spark, slots).map(rank -> Pattern.values(rank, n)).cache();
    vectors.count();
    long start = System.nanoTime();
    double[] sum = vectors.treeReduce(AllReduce::sum);
    Broadcast<double[]> everywhere = spark.broadcast(sum);
    long checksum =
        Rdds.numbers(spark, slots)
            .map(rank -> Pattern.checksum(everywhere.value(), rank))
            .reduce(Long::sum);
    double seconds = (System.nanoTime() - start) / 1e9;
    everywhere.destroy();
    vectors.unpersist();
    return Answer.of(checksum).taking(seconds);
  }

  private static double[] sum(double[] a, double[] b) {
    return Rdds.add(a.clone(), b); // the vectors are cached
  }
}

package org.commworld.compare.dataflow;

import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;

/** What several of the programs need. */
final class Rdds {
  private Rdds() {}

  /** The numbers from 0 to {@code n - 1}, a partition for each. */
  static JavaRDD<Integer> numbers(JavaSparkContext spark, int n) {
    return spark.parallelize(IntStream.range(0, n).boxed().toList(), n);
  }

  /** Adds {@code other} to {@code sum}. */
  static double[] add(double[] sum, double[] other) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] += other[i];
    }
    return sum;
  }
}

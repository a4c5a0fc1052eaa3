package org.commworld.examples;

import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * The least that Spark can do: what {@code examples/bench/start-up} compares {@link Hello} with.
 */
public final class BareSparkJob {
  private BareSparkJob() {}

  /** A Spark program with four tasks. */
  public static void main(String[] arguments) {
    SparkConf conf = new SparkConf().setMaster("local[4]").setAppName("BareSparkJob");
    try (JavaSparkContext spark = new JavaSparkContext(conf)) {
      spark
          .parallelize(List.of(0, 1, 2, 3), 4)
          .map(i -> "Hello, World! I am task " + i + ".")
          .collect()
          .forEach(System.out::println);
    }
  }
}

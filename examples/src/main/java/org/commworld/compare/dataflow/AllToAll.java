package org.commworld.compare.dataflow;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.commworld.compare.workload.Answer;
import org.commworld.compare.workload.Pattern;
import org.commworld.compare.workload.Task;
import scala.Tuple2;

/** A shuffle: every partition has a block for every other. */
final class AllToAll implements Dataflow {
  @Override
  public Answer run(JavaSparkContext spark, int slots, Task task) {
    int n = task.doubles();
    JavaRDD<double[]> vectors =
        Rdds.numbers(spark, slots).map(rank -> Pattern.values(rank, n * slots)).cache();
    vectors.count();
    long start = System.nanoTime();
    long checksum =
        vectors
            .mapPartitionsWithIndex((source, rows) -> blocks(source, rows.next(), slots), false)
            .mapToPair(block -> new Tuple2<>(block.dest, block))
            .partitionBy(new HashPartitioner(slots))
            .values()
            .mapPartitionsWithIndex(
                (rank, blocks) -> {
                  double[] received = new double[n * slots];
                  blocks.forEachRemaining(
                      b -> System.arraycopy(b.elements, 0, received, b.source * n, n));
                  return java.util.List.of(Pattern.checksum(received, rank)).iterator();
                },
                true)
            .reduce(Long::sum);
    double seconds = (System.nanoTime() - start) / 1e9;
    vectors.unpersist();
    return Answer.of(checksum).taking(seconds);
  }

  private record Block(int source, int dest, double[] elements) implements java.io.Serializable {}

  private static java.util.Iterator<Block> blocks(int source, double[] vector, int slots) {
    int n = vector.length / slots;
    return IntStream.range(0, slots)
        .mapToObj(
            dest -> new Block(source, dest, Arrays.copyOfRange(vector, dest * n, (dest + 1) * n)))
        .iterator();
  }
}

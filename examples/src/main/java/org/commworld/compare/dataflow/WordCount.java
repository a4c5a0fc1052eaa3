package org.commworld.compare.dataflow;

import org.apache.spark.api.java.JavaSparkContext;
import org.commworld.compare.workload.Answer;
import org.commworld.compare.workload.Task;
import org.commworld.compare.workload.Words;
import scala.Tuple2;

final class WordCount implements Dataflow {
  @Override
  public Answer run(JavaSparkContext spark, int slots, Task task) {
    return Answer.of(
        spark
            .textFile(task.input(), slots)
            .flatMap(line -> Words.of(line).iterator())
            .mapToPair(word -> new Tuple2<>(word, 1L))
            .reduceByKey(Long::sum)
            .map(word -> new long[] {word._2, 1, word._2 * Words.digest(word._1)})
            .reduce((a, b) -> new long[] {a[0] + b[0], a[1] + b[1], a[2] + b[2]}));
  }
}

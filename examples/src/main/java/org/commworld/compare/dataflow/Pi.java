package org.commworld.compare.dataflow;

import org.apache.spark.api.java.JavaSparkContext;
import org.commworld.compare.workload.Answer;
import org.commworld.compare.workload.Samples;
import org.commworld.compare.workload.Task;

final class Pi implements Dataflow {
  @Override
  public Answer run(JavaSparkContext spark, int slots, Task task) {
    long n = task.size();
    return Answer.of(
        (long)
            Rdds.numbers(spark, slots)
                .map(part -> Samples.hits(n * part / slots, n * (part + 1) / slots))
                .reduce(Long::sum));
  }
}

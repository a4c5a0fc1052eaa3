package org.commworld.compare.dataflow;

import java.util.Arrays;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.commworld.compare.workload.Answer;
import org.commworld.compare.workload.Task;
import org.commworld.examples.LatenessModel;

final class LogisticRegression implements Dataflow {
  @Override
  public Answer run(JavaSparkContext spark, int slots, Task task) {
    JavaRDD<LatenessModel> parts =
        spark
            .textFile(task.input(), slots)
            .mapPartitions(lines -> List.of(LatenessModel.ofLines(lines)).iterator())
            .cache();
    double[] weights = new double[LatenessModel.FEATURES];
    double[] sums = new double[LatenessModel.SUMS];
    for (int i = 0; i < task.rounds(); i++) {
      double[] now = weights.clone();
      sums =
          parts.treeAggregate(
              new double[LatenessModel.SUMS],
              (sum, part) -> {
                part.addTo(sum, now);
                return sum;
              },
              Rdds::add);
      LatenessModel.descend(weights, sums);
    }
    parts.unpersist();
    double[] answer = Arrays.copyOf(weights, weights.length + 1);
    answer[weights.length] = LatenessModel.loss(sums);
    return Answer.of(answer);
  }
}

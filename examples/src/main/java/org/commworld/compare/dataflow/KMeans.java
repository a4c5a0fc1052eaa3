package org.commworld.compare.dataflow;

import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.commworld.compare.workload.Answer;
import org.commworld.compare.workload.ClusterSums;
import org.commworld.compare.workload.Points;
import org.commworld.compare.workload.Task;

final class KMeans implements Dataflow {
  @Override
  public Answer run(JavaSparkContext spark, int slots, Task task) {
    JavaRDD<String> lines = spark.textFile(task.input(), slots);
    JavaRDD<double[]> parts =
        lines.mapPartitions(part -> List.of(Points.of(part)).iterator()).cache();
    double[] centres = Points.of(lines.take(Points.CLUSTERS).iterator());
    ClusterSums sums = new ClusterSums();
    for (int i = 0; i < task.rounds(); i++) {
      double[] now = centres;
      sums =
          parts.treeAggregate(
              new ClusterSums(), (sum, points) -> sum.add(points, now), ClusterSums::add);
      centres = sums.centres(now);
    }
    parts.unpersist();
    return Answer.of(sums.values(centres));
  }
}

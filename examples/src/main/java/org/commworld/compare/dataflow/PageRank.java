package org.commworld.compare.dataflow;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.commworld.compare.workload.Answer;
import org.commworld.compare.workload.Page;
import org.commworld.compare.workload.Task;
import scala.Tuple2;

final class PageRank implements Dataflow {
  @Override
  public Answer run(JavaSparkContext spark, int slots, Task task) {
    int n = task.length();
    JavaPairRDD<Integer, Page> pages =
        spark
            .textFile(task.input(), slots)
            .map(Page::of)
            .mapToPair(page -> new Tuple2<>(page.page(), page))
            .partitionBy(new HashPartitioner(slots))
            .cache();
    JavaPairRDD<Integer, Double> ranks = pages.mapValues(page -> 1.0 / n);
    for (int i = 0; i < task.rounds(); i++) {
      ranks =
          pages
              .join(ranks)
              .values()
              .flatMapToPair(linked -> shares(linked._1, linked._2))
              .reduceByKey(new HashPartitioner(slots), Double::sum)
              .mapValues(sum -> (1 - Page.DAMPING) / n + Page.DAMPING * sum);
    }
    double[] answer =
        ranks
            .map(r -> new double[] {r._2, r._2 * Page.weight(r._1), r._2})
            .reduce((a, b) -> new double[] {a[0] + b[0], a[1] + b[1], Math.max(a[2], b[2])});
    pages.unpersist();
    return Answer.of(answer);
  }

  /** What a page gives to those it links to; nothing to itself, lest it be lost without links. */
  private static Iterator<Tuple2<Integer, Double>> shares(Page page, double rank) {
    List<Tuple2<Integer, Double>> shares = new ArrayList<>();
    shares.add(new Tuple2<>(page.page(), 0.0));
    for (int link : page.links()) {
      shares.add(new Tuple2<>(link, rank / page.links().length));
    }
    return shares.iterator();
  }
}

package org.commworld.compare.dataflow;

import org.apache.spark.api.java.JavaSparkContext;
import org.commworld.compare.workload.Answer;
import org.commworld.compare.workload.Task;
import org.commworld.compare.workload.Workload;

/** A workload as a Spark application's work. */
public interface Dataflow {
  /** Does {@code task} in {@code slots} partitions. */
  Answer run(JavaSparkContext spark, int slots, Task task);

  /** The work of a workload. */
  static Dataflow of(Workload workload) {
    return switch (workload) {
      case ALL_REDUCE -> new AllReduce();
      case ALL_TO_ALL -> new AllToAll();
      case K_MEANS -> new KMeans();
      case LOGISTIC_REGRESSION -> new LogisticRegression();
      case PAGE_RANK -> new PageRank();
      case WORD_COUNT -> new WordCount();
      case SORT -> new Sort();
      case HEAT -> new Heat();
      case PI -> new Pi();
    };
  }
}

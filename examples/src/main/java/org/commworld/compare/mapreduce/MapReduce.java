package org.commworld.compare.mapreduce;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.commworld.compare.workload.Answer;
import org.commworld.compare.workload.Task;
import org.commworld.compare.workload.Workload;

/** A workload as MapReduce jobs. */
public interface MapReduce {
  /**
   * Runs the jobs of {@code task}.
   *
   * @param slots maps and reduces at a time
   * @param scratch a directory of this run's own
   */
  Answer run(Configuration conf, int slots, Task task, Path scratch)
      throws IOException, InterruptedException, ClassNotFoundException;

  /** The jobs of a workload, which must be one of those that are natural for MapReduce. */
  static MapReduce of(Workload workload) {
    return switch (workload) {
      case K_MEANS -> new KMeans();
      case WORD_COUNT -> new WordCount();
      case SORT -> new Sort();
      case PI -> new Pi();
      case ALL_REDUCE, ALL_TO_ALL, LOGISTIC_REGRESSION, PAGE_RANK, HEAT ->
          throw new IllegalArgumentException("no MapReduce jobs: workload=" + workload.label());
    };
  }
}

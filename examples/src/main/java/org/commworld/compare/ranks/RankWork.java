package org.commworld.compare.ranks;

import org.commworld.compare.workload.Answer;
import org.commworld.compare.workload.Task;
import org.commworld.compare.workload.Workload;
import org.commworld.mpi.Comm;

/** A workload as the program of a rank. */
public interface RankWork {
  /** Does this rank's part of {@code task}; collective. The same answer on all ranks. */
  Answer run(Comm comm, Task task);

  /** The program of a workload. */
  static RankWork of(Workload workload) {
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

package org.commworld.mapreduce.hadoop.task;

import org.apache.spark.TaskContext;
import org.apache.spark.TaskKilledException;

/**
 * Looks up, at most once a tick, whether Spark has killed the task; user code that never waits ends
 * so.
 */
final class RecordWatch {
  private final TaskContext task;
  private int seen = Tick.number();

  RecordWatch(TaskContext task) {
    this.task = task;
  }

  /** Whether the clock has ticked since the last call. Fails if the task has been killed. */
  boolean ticked() {
    int now = Tick.number();
    if (now == seen) {
      return false;
    }
    seen = now;
    if (task.isInterrupted()) {
      throw new TaskKilledException("the task was killed");
    }
    return true;
  }
}

package org.commworld.compare.ranks;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.commworld.compare.data.Oracle;
import org.commworld.compare.workload.Task;
import org.commworld.compare.workload.Workload;
import org.commworld.runtime.LocalWorld;

/**
 * What two ranks find, what the oracle says, and whether they agree, with the kernels of whichever
 * class loader has loaded this class.
 */
public final class Trial implements Callable<List<String>> {
  private static final int RANKS = 2;

  private final Task task;

  /** Of a workload by its label. */
  public Trial(String workload, long size, int rounds, String input) {
    task = new Task(Workload.find(workload).orElseThrow(), size, rounds, input);
  }

  @Override
  public List<String> call() throws IOException {
    var right = Oracle.answer(task, RANKS);
    var found = LocalWorld.run(RANKS, comm -> RankWork.of(task.workload()).run(comm, task)).get(0);
    return List.of(found.text(), right.text(), String.valueOf(found.agrees(right)));
  }
}

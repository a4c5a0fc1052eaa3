package org.commworld.compare.ranks;

import org.commworld.compare.workload.Answer;
import org.commworld.compare.workload.Samples;
import org.commworld.compare.workload.Task;
import org.commworld.mpi.Comm;
import org.commworld.mpi.Op;

final class Pi implements RankWork {
  @Override
  public Answer run(Comm comm, Task task) {
    long from = task.size() * comm.rank() / comm.size();
    long to = task.size() * (comm.rank() + 1) / comm.size();
    return Answer.of((long) comm.allReduce(Samples.hits(from, to), Op.SUM));
  }
}

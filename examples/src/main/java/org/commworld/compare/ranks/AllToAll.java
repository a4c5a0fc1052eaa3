package org.commworld.compare.ranks;

import org.commworld.compare.workload.Answer;
import org.commworld.compare.workload.Pattern;
import org.commworld.compare.workload.Task;
import org.commworld.mpi.Comm;
import org.commworld.mpi.Op;

final class AllToAll implements RankWork {
  @Override
  public Answer run(Comm comm, Task task) {
    double[] mine = Pattern.values(comm.rank(), task.doubles() * comm.size());
    double[] received = new double[mine.length];
    double seconds = Calls.seconds(comm, () -> comm.allToAll(mine, received));
    long checksum = comm.allReduce(Pattern.checksum(received, comm.rank()), Op.SUM);
    return Answer.of(checksum).taking(seconds);
  }
}

package org.commworld.compare.ranks;

import org.commworld.compare.workload.Answer;
import org.commworld.compare.workload.Stencil;
import org.commworld.compare.workload.Task;
import org.commworld.examples.Blocks;
import org.commworld.mpi.Comm;
import org.commworld.mpi.Op;

final class Heat implements RankWork {
  private static final int UP = 1;
  private static final int DOWN = 2;

  @Override
  public Answer run(Comm comm, Task task) {
    Blocks blocks = new Blocks(task.length(), comm.size());
    int first = blocks.displs()[comm.rank()];
    int count = blocks.counts()[comm.rank()];
    int above = comm.rank() > 0 ? comm.rank() - 1 : Comm.PROC_NULL;
    int below = comm.rank() < comm.size() - 1 ? comm.rank() + 1 : Comm.PROC_NULL;
    double[][] rows = Stencil.start(task.length(), first, count);
    double[][] next = new double[count + 2][task.length() + 2];
    for (int i = 0; i < task.rounds(); i++) {
      comm.sendRecv(rows[1], above, UP, rows[count + 1], below, UP);
      comm.sendRecv(rows[count], below, DOWN, rows[0], above, DOWN);
      Stencil.step(rows, next);
      double[][] last = rows;
      rows = next;
      next = last;
    }
    return Answer.of(comm.allReduce(Stencil.sums(rows, first), Op.SUM));
  }
}

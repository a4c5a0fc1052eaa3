package org.commworld.compare.ranks;

import java.util.Arrays;
import org.commworld.compare.workload.Answer;
import org.commworld.compare.workload.ClusterSums;
import org.commworld.compare.workload.Points;
import org.commworld.compare.workload.Task;
import org.commworld.compare.workload.TextPart;
import org.commworld.mpi.Comm;
import org.commworld.mpi.Op;

final class KMeans implements RankWork {
  @Override
  public Answer run(Comm comm, Task task) {
    double[] points = Points.of(TextPart.lines(task.input(), comm.rank(), comm.size()).iterator());
    double[] centres = Arrays.copyOf(points, 2 * Points.CLUSTERS);
    comm.bcast(centres, 0);
    ClusterSums sums = new ClusterSums();
    for (int i = 0; i < task.rounds(); i++) {
      sums = new ClusterSums().add(points, centres);
      comm.allReduce(sums.toArray(), Op.SUM);
      centres = sums.centres(centres);
    }
    return Answer.of(sums.values(centres));
  }
}

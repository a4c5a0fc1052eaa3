package org.commworld.compare.ranks;

import java.util.Arrays;
import org.commworld.compare.workload.Answer;
import org.commworld.compare.workload.Task;
import org.commworld.compare.workload.TextPart;
import org.commworld.examples.LatenessModel;
import org.commworld.mpi.Comm;
import org.commworld.mpi.Op;

final class LogisticRegression implements RankWork {
  @Override
  public Answer run(Comm comm, Task task) {
    LatenessModel part =
        LatenessModel.ofLines(TextPart.lines(task.input(), comm.rank(), comm.size()).iterator());
    double[] weights = new double[LatenessModel.FEATURES];
    double[] sums = new double[LatenessModel.SUMS];
    for (int i = 0; i < task.rounds(); i++) {
      Arrays.fill(sums, 0);
      part.addTo(sums, weights);
      comm.allReduce(sums, Op.SUM);
      LatenessModel.descend(weights, sums);
    }
    double[] answer = Arrays.copyOf(weights, weights.length + 1);
    answer[weights.length] = LatenessModel.loss(sums);
    return Answer.of(answer);
  }
}

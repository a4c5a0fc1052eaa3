package org.commworld.compare.ranks;

import java.util.Arrays;
import java.util.List;
import org.commworld.compare.workload.Answer;
import org.commworld.compare.workload.Page;
import org.commworld.compare.workload.Task;
import org.commworld.compare.workload.TextPart;
import org.commworld.mpi.Comm;
import org.commworld.mpi.Op;

final class PageRank implements RankWork {
  @Override
  public Answer run(Comm comm, Task task) {
    List<Page> pages =
        TextPart.lines(task.input(), comm.rank(), comm.size()).stream().map(Page::of).toList();
    int n = task.length();
    double[] ranks = new double[n];
    Arrays.fill(ranks, 1.0 / n);
    double[] sums = new double[n];
    for (int i = 0; i < task.rounds(); i++) {
      Arrays.fill(sums, 0);
      for (Page page : pages) {
        double share = ranks[page.page()] / page.links().length;
        for (int link : page.links()) {
          sums[link] += share;
        }
      }
      comm.allReduce(sums, Op.SUM);
      Arrays.setAll(ranks, p -> (1 - Page.DAMPING) / n + Page.DAMPING * sums[p]);
    }
    double total = 0;
    double weighted = 0;
    double most = 0;
    for (int p = 0; p < n; p++) {
      total += ranks[p];
      weighted += ranks[p] * Page.weight(p);
      most = Math.max(most, ranks[p]);
    }
    return Answer.of(total, weighted, most);
  }
}

package org.commworld.compare.ranks;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.commworld.compare.workload.Answer;
import org.commworld.compare.workload.Task;
import org.commworld.compare.workload.TextPart;
import org.commworld.compare.workload.Words;
import org.commworld.mpi.Comm;
import org.commworld.mpi.Op;

final class WordCount implements RankWork {
  @Override
  public Answer run(Comm comm, Task task) {
    List<HashMap<String, Long>> byOwner = new ArrayList<>();
    for (int r = 0; r < comm.size(); r++) {
      byOwner.add(new HashMap<>());
    }
    for (String line : TextPart.lines(task.input(), comm.rank(), comm.size())) {
      for (String word : Words.of(line)) {
        int owner = Math.floorMod(word.hashCode(), comm.size());
        byOwner.get(owner).merge(word, 1L, Long::sum);
      }
    }
    Map<String, Long> counts = new HashMap<>();
    for (Map<String, Long> some : comm.allToAll(byOwner)) {
      some.forEach((word, count) -> counts.merge(word, count, Long::sum));
    }
    long[] totals = new long[3];
    counts.forEach(
        (word, count) -> {
          totals[0] += count;
          totals[1]++;
          totals[2] += count * Words.digest(word);
        });
    return Answer.of(comm.allReduce(totals, Op.SUM));
  }
}

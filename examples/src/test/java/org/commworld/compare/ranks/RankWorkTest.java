package org.commworld.compare.ranks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.commworld.compare.data.Inputs;
import org.commworld.compare.data.Oracle;
import org.commworld.compare.data.Sources;
import org.commworld.compare.workload.Answer;
import org.commworld.compare.workload.Task;
import org.commworld.compare.workload.Workload;
import org.commworld.runtime.LocalWorld;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class RankWorkTest {
  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource(Workload.class)
  void ranksFindTheAnswerHoweverManyTheyAre(Workload workload) throws Exception {
    Inputs inputs = new Inputs(directory, new Sources(null, null, null), (parquet, lines) -> {});
    Task task = inputs.task(workload, workload.isSweep() ? 800 : 1003);

    for (int ranks = 1; ranks <= 3; ranks++) {
      Answer right = Oracle.answer(task, ranks);

      Answer found = LocalWorld.run(ranks, comm -> RankWork.of(workload).run(comm, task)).get(0);

      assertThat(found.agrees(right)).as("%s and %s", found.text(), right.text()).isTrue();
    }
  }
}

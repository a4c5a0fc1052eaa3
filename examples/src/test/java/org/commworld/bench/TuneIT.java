package org.commworld.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.commworld.collective.select.AlgorithmTable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class TuneIT {
  @Test
  void writesATableThatCanBeRead(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("a.table");

    int status =
        Tune.execute(
            "-n",
            "2",
            "--ops",
            "barrier,reduce",
            "--sizes",
            "8,64K",
            "--time",
            "0.01",
            "--warm-up",
            "0.01",
            "--runs",
            "1",
            "--launch",
            "env RANK={rank}",
            "-o",
            file.toString());

    assertThat(status).isZero();
    assertThat(Files.readString(file)).startsWith("# Written by commworld tune: ranks [2]");
    assertThat(AlgorithmTable.read(file)).isNotNull();
  }

  @Test
  void anOperationWithoutAChoiceIsAMistake(@TempDir Path directory) {
    Path file = directory.resolve("a.table");

    assertThat(Tune.execute("--ops", "pingpong", "-o", file.toString())).isEqualTo(2);
    assertThat(file).doesNotExist();
  }
}

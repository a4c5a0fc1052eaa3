package org.commworld.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.commworld.bench.Console;
import org.commworld.compare.engine.Engine;
import org.commworld.compare.workload.Workload;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(20)
class SelectionTest {
  @Test
  void nothingMeansEverythingButSparkInJvms() {
    Selection selection = new Selection(List.of(), List.of(), List.of());

    assertThat(selection.sizes()).containsOnlyKeys(Workload.values());
    assertThat(selection.engines())
        .hasSize(Engine.values().length - 1)
        .doesNotContain(Engine.SPARK_JVMS);
    assertThat(Selection.ranks(List.of()))
        .containsExactly(Runtime.getRuntime().availableProcessors());
  }

  @Test
  void sizesAreOfOneWorkloadOrOfAll() {
    Selection selection =
        new Selection(
            List.of("wordcount", "pi"), List.of("2K,1K,64", "pi=3M"), List.of("ranks", "spark"));

    assertThat(selection.sizes())
        .containsEntry(Workload.WORD_COUNT, List.of(64L, 1024L, 2048L))
        .containsEntry(Workload.PI, List.of(3_000_000L));
    assertThat(selection.engines()).containsExactly(Engine.SPARK, Engine.RANKS);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "nothing | expected a workload, of [allreduce, alltoall, kmeans, logreg, pagerank,"
            + " wordcount, sort, heat, pi]: workload=nothing",
        "pi --sizes 1X | expected a whole number, perhaps with K, M or G: size=1X",
        "pi --sizes 1G,, | expected a whole number, perhaps with K, M or G: size=",
        "pi --sizes 1 | expected 64 to 100000000000 samples of pi: size=1",
        "allreduce --sizes 12 | expected a multiple of 8 bytes of allreduce: size=12",
        "pi --sizes sort=1K | expected sizes of a workload that runs: sizes=sort=1K",
        "pi --engines spark,hive | expected an engine, of [spark, spark-jvms, ranks, ranks-jvms,"
            + " mapreduce, hadoop, openmpi, mpich, mpi4py]: engines=hive",
        "pi --ranks 0 | expected 1 to 256 ranks: ranks=0",
        "pi --time NaN | expected 0 seconds or more: time=NaN",
        "pi --runs 0 | expected 1 or more: runs=0",
        "pi --memory much | expected a size such as 2g: memory=much",
        "pi --data /dev/null | expected a directory: data=/dev/null",
        "pi --out /dev/null | cannot make the directory: out=/dev/null",
        "pi --out /proc | cannot write to the directory: out=/proc",
        "pi --runs many | Invalid value for option '--runs': 'many' is not an int",
      })
  void mistakesAreALine(String line, String message) {
    Console console = new Console(Compare::execute, line.split(" "));

    assertThat(console.status()).isEqualTo(2);
    assertThat(console.out()).isEmpty();
    assertThat(console.err())
        .containsExactly("commworld compare: " + message + " (see commworld compare --help)");
  }

  @Test
  void whatIsTooLargeForAnArrayIsAMistake() {
    for (Workload workload : Workload.values()) {
      assertThatThrownBy(() -> Selection.size(workload, "9000000000G"))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}

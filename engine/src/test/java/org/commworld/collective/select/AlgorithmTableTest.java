package org.commworld.collective.select;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class AlgorithmTableTest {
  private static AlgorithmTable parse(String text) {
    return AlgorithmTable.parse(text, "a.table");
  }

  @ParameterizedTest
  @EnumSource
  void theDefaultsHaveARuleForEverything(Collective collective) {
    for (int ranks = 1; ranks <= 200; ranks++) {
      for (long bytes = 0; bytes >= 0; bytes = 3 * bytes + 1) {
        assertThat(collective.algorithms())
            .contains(AlgorithmTable.defaults().choose(collective, ranks, bytes).algorithm());
      }
      assertThat(AlgorithmTable.defaults().choose(collective, ranks, Long.MAX_VALUE)).isNotNull();
    }
  }

  @Test
  void aRuleHoldsInItsRangesAndTheDefaultsElsewhere() {
    AlgorithmTable table =
        parse(
            """
            # measured
            allreduce ranks 4..8 bytes 1K..1M ring segment 128K  # long ones

            bcast ranks 3 bytes ..100 chain
            """);

    assertThat(table.choose(Collective.ALLREDUCE, 4, 1024))
        .isEqualTo(new Choice(Algorithm.RING, 131072));
    assertThat(table.choose(Collective.ALLREDUCE, 8, 1048576).algorithm())
        .isEqualTo(Algorithm.RING);
    assertThat(table.choose(Collective.BCAST, 3, 0)).isEqualTo(new Choice(Algorithm.CHAIN, 0));
    for (long bytes : new long[] {0, 1023, 1048577}) {
      assertThat(table.choose(Collective.ALLREDUCE, 4, bytes))
          .isEqualTo(AlgorithmTable.defaults().choose(Collective.ALLREDUCE, 4, bytes));
    }
    assertThat(table.choose(Collective.ALLREDUCE, 3, 1024).algorithm())
        .isNotEqualTo(Algorithm.RING);
  }

  @Test
  void ranksOfOneHostHaveDefaultsOfTheirOwnBehindTheRules() {
    AlgorithmTable plain = AlgorithmTable.defaults().onOneHost();
    AlgorithmTable table = parse("bcast ranks 4 bytes ..1K chain").onOneHost();

    assertThat(plain.choose(Collective.BARRIER, 4, 0).algorithm())
        .isEqualTo(Algorithm.DISSEMINATION);
    assertThat(table.choose(Collective.BARRIER, 4, 0).algorithm())
        .isEqualTo(Algorithm.DISSEMINATION);
    assertThat(table.choose(Collective.BCAST, 4, 8).algorithm()).isEqualTo(Algorithm.CHAIN);
    assertThat(table.choose(Collective.BCAST, 4, 1 << 20).algorithm()).isEqualTo(Algorithm.LINEAR);
    assertThat(table.choose(Collective.ALLGATHER, 4, 8))
        .isEqualTo(AlgorithmTable.defaults().choose(Collective.ALLGATHER, 4, 8));
  }

  @Test
  void textAndTableGoBothWays() {
    for (AlgorithmTable table :
        new AlgorithmTable[] {
          AlgorithmTable.defaults(), parse(""), parse("scatter ranks 2.. bytes 7 binomial")
        }) {
      assertThat(parse(table.text())).isEqualTo(table);
      assertThat(parse(table.text()).hash()).isEqualTo(table.hash());
    }
    assertThat(parse("").hash()).isNotEqualTo(AlgorithmTable.defaults().hash());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "allredcue ranks 1.. bytes 0.. ring | no collective: allredcue; there are [barrier,",
        "allreduce ranks 1.. bytes 0.. bruck | no algorithm of allreduce: bruck; there are [spread,",
        "allreduce ranks 1.. ring | expected COLLECTIVE ranks RANGE bytes RANGE ALGORITHM",
        "allreduce ranks 1.. bytes 0.. ring segment | expected COLLECTIVE",
        "allreduce ranks 8..2 bytes 0.. ring | empty range",
        "allreduce ranks 0..2 bytes 0.. ring | below 1",
        "allreduce ranks x bytes 0.. ring | not a number: x",
        "allreduce ranks 1.. bytes -5.. ring | not a number: -5",
        "allreduce ranks 1.. bytes 0.. ring segment 9999M | segment too long: 9999M",
        "barrier ranks 8 bytes 0.. spread | overlaps line 1",
      })
  void aWrongLineIsAnErrorThatNamesIt(String line, String why) {
    assertThatThrownBy(() -> parse("barrier ranks 4.. bytes 0 spread\n\n" + line))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why)
        .hasMessageContaining("file=a.table, line=3: " + line.trim());
  }

  @Test
  void aFileIsReadAndNamedInErrors(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("t");
    Files.writeString(file, "gather ranks 1.. bytes 0.. binomial\n");
    assertThat(AlgorithmTable.read(file).choose(Collective.GATHER, 2, 5).algorithm())
        .isEqualTo(Algorithm.BINOMIAL);

    Files.writeString(file, "nonsense");
    assertThatThrownBy(() -> AlgorithmTable.read(file)).hasMessageContaining("file=" + file);
  }
}

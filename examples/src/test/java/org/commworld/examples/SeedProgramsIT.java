package org.commworld.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The programs through the real command: lines of different ranks come in any order. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class SeedProgramsIT {
  private static Command.Result run(int ranks, String program, Object... arguments)
      throws Exception {
    return Command.commworld("run", "-n", ranks, "org.commworld.examples." + program)
        .with(arguments)
        .run();
  }

  private static void succeeds(Command.Result result, List<String> lines) {
    assertThat(result.err()).isEmpty();
    assertThat(result.out()).containsExactlyInAnyOrderElementsOf(lines);
    assertThat(result.status()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void helloIsSaidByEveryRank(int ranks) throws Exception {
    succeeds(run(ranks, "Hello"), SeedOutput.of("Hello", ranks));
  }

  @Test
  void pointToPointSendsTwoLists() throws Exception {
    Command.Result result = run(4, "PointToPoint");

    List<String> lines = SeedOutput.of("PointToPoint", 4);
    succeeds(result, lines);
    assertThat(result.out()).containsSubsequence(lines.get(0), lines.get(1));
  }

  @ParameterizedTest
  @CsvSource({"1, dest=1", "2, dest=2"})
  void pointToPointWithTooFewRanksIsAnInvalidRank(int ranks, String value) throws Exception {
    Command.Result result = run(ranks, "PointToPoint");

    assertThat(result.status()).isEqualTo(1);
    assertThat(result.err()).anySatisfy(line -> assertThat(line).contains("rank", value));
  }

  @Test
  void nonblockingExchangesArrays() throws Exception {
    succeeds(run(2, "Nonblocking"), SeedOutput.of("Nonblocking", 2));
  }

  @Test
  void scatterDealsOutTenNumbers() throws Exception {
    succeeds(run(3, "Scatter"), SeedOutput.of("Scatter", 3));
  }

  @Test
  void scatterBeyondTenRanksGivesEmptyParts() throws Exception {
    List<String> expected = new ArrayList<>(List.of("rank 0 has data [0 1 2 3 4 5 6 7 8 9]"));
    for (int r = 0; r < 12; r++) {
      expected.add("rank %d got data %s".formatted(r, r < 10 ? "[" + r + "]" : "[]"));
    }

    succeeds(run(12, "Scatter"), expected);
  }

  @Test
  void broadcastGivesAllTheSame() throws Exception {
    succeeds(run(3, "Broadcast"), SeedOutput.of("Broadcast", 3));
  }

  @Test
  void lambdaTravels() throws Exception {
    succeeds(run(2, "Lambda"), SeedOutput.of("Lambda", 2));
  }

  @Test
  void lambdaThatCannotTravelFailsOnTheSenderWithThePath() throws Exception {
    Command.Result result = run(2, "Lambda", "unserializable");

    assertThat(result.status()).isEqualTo(1);
    assertThat(result.err().get(0)).startsWith("rank 0 on ");
    assertThat(String.join("\n", result.err())).contains("Lambda$Step");
  }
}

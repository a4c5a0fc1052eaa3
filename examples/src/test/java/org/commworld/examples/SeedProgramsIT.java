package org.commworld.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
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
    String host = InetAddress.getLocalHost().getHostName();
    List<String> expected = new ArrayList<>();
    for (int r = 0; r < ranks; r++) {
      expected.add("Hello, World! I am process %d of %d on %s.".formatted(r, ranks, host));
    }

    succeeds(run(ranks, "Hello"), expected);
  }

  @Test
  void pointToPointSendsTwoLists() throws Exception {
    String ones = "[0, 1, 2, 3, 4, 5, 6, 7, 8, 9]";
    String twos = "[0, 2, 4, 6, 8, 10, 12, 14, 16, 18]";

    Command.Result result = run(4, "PointToPoint");

    succeeds(
        result,
        List.of(
            "rank 0 sends data: " + ones,
            "rank 0 sends data: " + twos,
            "rank 1 got data: " + ones,
            "rank 2 got data: " + twos));
    assertThat(result.out())
        .containsSubsequence("rank 0 sends data: " + ones, "rank 0 sends data: " + twos);
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
    succeeds(
        run(2, "Nonblocking"),
        List.of(
            "rank 0 sends data: [0. 0. 0. 0. 0.]",
            "rank 1 sends data: [1. 1. 1. 1. 1.]",
            "rank 0 got data: [1. 1. 1. 1. 1.]",
            "rank 1 got data: [0. 0. 0. 0. 0.]"));
  }

  @Test
  void scatterDealsOutTenNumbers() throws Exception {
    succeeds(
        run(3, "Scatter"),
        List.of(
            "rank 0 has data [0 1 2 3 4 5 6 7 8 9]",
            "rank 0 got data [0 1 2 3]",
            "rank 1 got data [4 5 6]",
            "rank 2 got data [7 8 9]"));
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
    String zeros = "[0. 0. 0. 0. 0. 0. 0. 0. 0. 0.]";
    String numbers = "[0. 1. 2. 3. 4. 5. 6. 7. 8. 9.]";

    succeeds(
        run(3, "Broadcast"),
        List.of(
            "rank 0 has data " + numbers,
            "rank 1 has data " + zeros,
            "rank 2 has data " + zeros,
            "rank 0 got data " + numbers,
            "rank 1 got data " + numbers,
            "rank 2 got data " + numbers));
  }

  @Test
  void lambdaTravels() throws Exception {
    succeeds(run(2, "Lambda"), List.of("5"));
  }

  @Test
  void lambdaThatCannotTravelFailsOnTheSenderWithThePath() throws Exception {
    Command.Result result = run(2, "Lambda", "unserializable");

    assertThat(result.status()).isEqualTo(1);
    assertThat(result.err().get(0)).startsWith("rank 0 on ");
    assertThat(String.join("\n", result.err())).contains("Lambda$Step");
  }
}

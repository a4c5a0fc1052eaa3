package org.commworld.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 5, unit = TimeUnit.MINUTES)
class KMeansIT {
  private static final String ZIP_CODES = "examples/data/zipcodes.csv";

  /** The clusters of the 42,049 ZIP codes, from west to east. */
  private static final List<String> EXPECTED =
      List.of(
          "42049 points, 8 clusters, converged after 47 iterations",
          "  latitude   longitude    size",
          "   46.9261   -157.3955     381",
          "   39.7624   -119.7765    4493",
          "   38.5433   -107.4917    3062",
          "   32.9646    -94.8101    5764",
          "   42.5219    -93.8801    6076",
          "   39.6368    -84.2049    8623",
          "   31.4346    -81.9637    4762",
          "   41.0049    -74.0106    8888",
          "inertia 2568350.85 squared degrees");

  private static Command.Result run(int ranks, Object... arguments) throws Exception {
    return Command.commworld("run", "-n", ranks, "org.commworld.examples.KMeans")
        .with(arguments)
        .run();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 4})
  void clustersDoNotDependOnTheNumberOfRanks(int ranks) throws Exception {
    Command.Result result = run(ranks, ZIP_CODES, 8);

    assertThat(result.err()).isEmpty();
    assertThat(result.out()).isEqualTo(EXPECTED);
    assertThat(result.status()).isZero();
  }

  @Test
  void sparkJobFindsTheSame() throws Exception {
    Command.Result result =
        Command.commworld("submit", "--master", "local[3]", "--conf", "spark.ui.enabled=false")
            .with("--class", "org.commworld.examples.KMeansJob", exampleJar(), ZIP_CODES, 8, 3)
            .run();

    assertThat(result.out()).as("%s", result.err()).isEqualTo(EXPECTED);
    assertThat(result.status()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "no-such-file.csv, 8, no-such-file.csv",
    ZIP_CODES + ", 0, '0'",
    ZIP_CODES + ", many, 'many'",
    ZIP_CODES + ", 50000, clusters=50000"
  })
  void mistakesAreNamedOnce(String file, String clusters, String named) throws Exception {
    Command.Result result = run(3, file, clusters);

    assertThat(result.status()).isEqualTo(2);
    assertThat(result.out()).isEmpty();
    assertThat(result.err())
        .filteredOn(line -> line.startsWith("KMeans: "))
        .singleElement()
        .asString()
        .contains(named);
  }

  @Test
  void malformedLineIsNamedByFileAndLine(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("places.csv");
    Files.writeString(file, "latitude,longitude\n1,2\n3,east\n");

    Command.Result result = run(2, file, 1);

    assertThat(result.status()).isEqualTo(2);
    assertThat(result.err())
        .contains("KMeans: " + file + ":3: expected a number in column 2, got 'east'");
  }

  private static Path exampleJar() throws Exception {
    try (var jars = Files.list(Command.ROOT.resolve("examples/target"))) {
      return jars.filter(jar -> jar.getFileName().toString().matches("commworld-examples-.*\\.jar"))
          .findFirst()
          .orElseThrow();
    }
  }
}

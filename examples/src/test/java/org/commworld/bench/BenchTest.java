package org.commworld.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(30)
class BenchTest {
  @ParameterizedTest
  @CsvSource({
    "-n, 1, ranks=1",
    "-n, two, two",
    "--transport, rdma, transport=rdma",
    "--ops, gossip, op=gossip",
    "--sizes, 12, size=12",
    "--sizes, 4G, size=4G",
    "--sizes, K, size=K",
    "--time, 0, time=0.0",
    "--warm-up, -1, warm-up=-1.0",
    "--runs, 0, runs=0",
    "--table, /nowhere/a.table, cannot read --table /nowhere/a.table",
    "--pin, 1, --pin"
  })
  void aWrongArgumentIsNamedInOneLineWithStatusTwo(String option, String value, String named) {
    Console console = new Console(Bench::execute, option, value);

    assertThat(console.status()).isEqualTo(2);
    assertThat(console.out()).isEmpty();
    assertThat(console.err()).singleElement().asString().startsWith("commworld bench: ");
    assertThat(console.err()).singleElement().asString().contains(named);
  }

  @Test
  void aRuleThatIsNoneIsNamedByFileAndLine(@TempDir Path directory) throws IOException {
    Path file =
        Files.writeString(directory.resolve("a.table"), "# measured\nbcast ranks 2.. ring\n");

    Console console = new Console(Bench::execute, "--table", file.toString());

    assertThat(console.status()).isEqualTo(2);
    assertThat(console.err()).singleElement().asString().contains("file=" + file + ", line=2");
  }

  @Test
  void anMpiThatIsNotThereIsNamedBeforeAnythingIsMeasured() {
    Console console = new Console(Bench::execute, "--against", "/nowhere/mpirun");

    assertThat(console.status()).isEqualTo(1);
    assertThat(console.out()).isEmpty();
    assertThat(console.err()).singleElement().asString().contains("cannot run /nowhere/mpirun");
  }

  @Test
  void helpNamesAllOperations() {
    Console console = new Console(Bench::execute, "--help");

    assertThat(console.status()).isZero();
    assertThat(String.join(" ", console.out())).contains("pingpong", "reduce_scatter", "--against");
  }
}

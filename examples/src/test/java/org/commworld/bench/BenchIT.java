package org.commworld.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class BenchIT {
  private static final String[] SHORT = {"--time", "0.002", "--warm-up", "0.002", "--runs", "1"};
  private static final long END_SECONDS = 20;

  @TempDir Path directory;

  private Console bench(String... arguments) {
    String[] all = Arrays.copyOf(SHORT, SHORT.length + arguments.length);
    System.arraycopy(arguments, 0, all, SHORT.length, arguments.length);
    return new Console(Bench::execute, all);
  }

  @ParameterizedTest
  @ValueSource(strings = {"inproc", "tcp"})
  void twoRanksGiveARowForEachOperationAndSize(String transport) throws IOException {
    Path csv = directory.resolve("rows.csv");

    Console console =
        bench(
            "-n",
            "2",
            "--transport",
            transport,
            "--sizes",
            "8,4K",
            "--csv",
            csv.toString(),
            "--ops",
            "pingpong,barrier,allreduce");

    assertThat(console.err()).isEmpty();
    assertThat(console.status()).isZero();
    assertThat(console.out()).hasSize(2 + 5);
    List<String> rows = Files.readAllLines(csv);
    assertThat(rows).first().isEqualTo(Row.CSV_HEADER);
    assertThat(rows.subList(1, rows.size()))
        .extracting(row -> row.substring(0, row.indexOf(',', row.indexOf(",2,") + 3)))
        .containsExactly(
            "pingpong,2,8", "pingpong,2,4096", "barrier,2,0", "allreduce,2,8", "allreduce,2,4096");
    assertThat(rows.subList(1, rows.size()))
        .allSatisfy(row -> assertThat(Double.parseDouble(row.split(",")[3])).isPositive());
    assertThat(children()).isEmpty();
  }

  @Test
  void anInstalledMpiIsMeasuredInTurn() throws IOException {
    assumeThat(isOnPath("mpicc") && isOnPath("mpirun"))
        .as("an MPI with its compiler on the PATH")
        .isTrue();
    Path csv = directory.resolve("rows.csv");

    Console console =
        bench("--against", "mpirun", "--transport", "tcp", "--sizes", "8", "--csv", csv.toString());

    assertThat(console.err()).isEmpty();
    assertThat(console.status()).isZero();
    List<String> rows = Files.readAllLines(csv);
    assertThat(rows).hasSize(11);
    assertThat(rows.subList(1, rows.size()))
        .allSatisfy(row -> assertThat(Double.parseDouble(row.split(",")[8])).isPositive());
    assertThat(children()).isEmpty();
  }

  @Test
  void ranksThatDoNotStartEndTheCommandWithAReason() {
    Console console = bench("--jvm-arg", "-Xmx1k");

    assertThat(console.status()).isEqualTo(1);
    assertThat(console.err())
        .singleElement()
        .asString()
        .isEqualTo("commworld bench: a process of commworld has ended: status=1");
  }

  @Test
  void noRankSurvivesAKilledMeasuringProcess() throws Exception {
    Process bench =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Bench.class.getName(),
                "--time",
                "60",
                "--warm-up",
                "0.002",
                "--ops",
                "barrier,allreduce")
            .redirectErrorStream(true)
            .start();
    List<ProcessHandle> ranks;
    try (BufferedReader out =
        new BufferedReader(new InputStreamReader(bench.getInputStream(), StandardCharsets.UTF_8))) {
      assertThat(out.readLine()).startsWith("2 ranks, tcp");
      ranks = bench.descendants().toList();
    } finally {
      bench.destroyForcibly();
    }

    assertThat(ranks).hasSize(2);
    for (ProcessHandle rank : ranks) {
      rank.onExit().get(END_SECONDS, TimeUnit.SECONDS);
    }
  }

  private static List<ProcessHandle> children() {
    return ProcessHandle.current().descendants().filter(ProcessHandle::isAlive).toList();
  }

  private static boolean isOnPath(String command) {
    return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .anyMatch(entry -> Files.isExecutable(Path.of(entry, command)));
  }
}

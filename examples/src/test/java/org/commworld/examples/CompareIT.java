package org.commworld.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class CompareIT {
  private static final long END_SECONDS = 30;

  @TempDir Path directory;

  private static Command compare(String arguments) {
    return Command.commworld("compare").with((Object[]) arguments.split(" "));
  }

  @Test
  void twoWorkloadsOnTheEnginesOfTheJvmGiveAReport() throws Exception {
    Path out = directory.resolve("new/report");

    Command.Result result =
        compare(
                "wordcount pi --sizes wordcount=20K --sizes pi=10K --ranks 2 --runs 2 --warm-up 1"
                    + " --engines spark,ranks,hadoop --out")
            .with(out)
            .run();

    assertThat(result.err()).isEmpty();
    assertThat(result.status()).as("%s", result.out()).isZero();
    assertThat(result.out()).filteredOn(line -> line.contains("s]")).hasSize(6);
    assertThat(result.out()).allMatch(line -> line.length() <= 80);
    List<String> csv = Files.readAllLines(out.resolve("results.csv"));
    assertThat(csv).hasSize(1 + 6);
    assertThat(csv.subList(1, 7)).allMatch(row -> row.contains(",ok,"));
    JsonNode json = new ObjectMapper().readTree(out.resolve("results.json").toFile());
    assertThat(json.get("points")).hasSize(6);
    for (JsonNode point : json.get("points")) {
      assertThat(point.get("work")).hasSize(2).allMatch(seconds -> seconds.asDouble() > 0);
      assertThat(point.get("engineStart").asDouble()).isPositive();
    }
    assertThat(Files.readString(out.resolve("report.html"))).contains("<svg class=\"plot\"");
  }

  @Test
  void aReportThatCannotBeWrittenIsNamedAndTheFiguresAreKept() throws Exception {
    Files.createDirectory(directory.resolve("report.html"));
    Files.createFile(directory.resolve("report.html/in-the-way"));

    Command.Result result =
        compare("pi --sizes 1K --engines ranks --runs 1 --warm-up 1 --out").with(directory).run();

    assertThat(result.status()).isEqualTo(1);
    assertThat(result.err())
        .singleElement()
        .asString()
        .startsWith("commworld compare: cannot write " + directory.resolve("report.html"));
    assertThat(Files.readAllLines(directory.resolve("results.csv"))).hasSize(2);
    assertThat(directory.resolve("report.html.new")).doesNotExist();
  }

  @Test
  void anInterruptLeavesNeitherProcessesNorFiles() throws Exception {
    Process process =
        compare("pi --engines ranks --sizes 1K,100G --ranks 2 --runs 1 --warm-up 1 --out")
            .with(directory)
            .start();
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      String line = out.readLine();
      while (line != null && !line.contains("s]")) {
        line = out.readLine();
      }
      List<ProcessHandle> workers = process.descendants().toList();
      Path commandLine = Path.of("/proc", String.valueOf(workers.get(0).pid()), "cmdline");
      String[] words = Files.readString(commandLine).split("\0");
      Path scratch = Path.of(words[words.length - 1]);
      assertThat(scratch).isDirectory();

      process.destroy();

      assertThat(process.waitFor(END_SECONDS, TimeUnit.SECONDS)).isTrue();
      assertThat(scratch.getParent()).doesNotExist();
      assertThat(workers).noneMatch(ProcessHandle::isAlive);
      // What was measured before is there.
      assertThat(Files.readAllLines(directory.resolve("results.csv"))).hasSize(2);
      assertThat(directory.resolve("report.html")).isNotEmptyFile();
    } finally {
      process.destroyForcibly();
    }
  }
}

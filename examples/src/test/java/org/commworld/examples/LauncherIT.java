package org.commworld.examples;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The launcher's contract, through the real commands. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class LauncherIT {
  @ParameterizedTest
  @CsvSource({"main, 3", "thread, 3", "halt, 4", "abort, 7"})
  void endWithAStatusEndsTheWorldWithThatStatus(String how, int status) throws Exception {
    Command.Result result = Command.program(3, "Exits", 1, how, status).run();

    assertThat(result.status()).isEqualTo(status);
    assertThat(result.out()).containsExactly("exits");
    assertThat(result.err()).singleElement().asString().contains("rank 1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"main", "thread"})
  void exitWithStatusZeroEndsOneRankOnly(String how) throws Exception {
    Command.Result result = Command.program(3, "Exits", 1, how, 0).run();

    assertThat(result.err()).isEmpty();
    assertThat(result.out()).containsExactly("exits");
    assertThat(result.status()).isZero();
  }

  @Test
  void statusThatAShellCannotSeeIsStillAFailure() throws Exception {
    assertThat(Command.program(2, "Exits", 0, "main", 256).run().status()).isEqualTo(1);
  }

  @Test
  void whatARankThrowsIsShownOnceWithRankAndHost() throws Exception {
    Command.Result result = Command.program(3, "Exits", 2, "throw", 1).run();

    assertThat(result.status()).isEqualTo(1);
    assertThat(result.err().get(0))
        .matches("rank 2 on \\S+: java.lang.AssertionError: thrown by rank 2");
    assertThat(result.err()).filteredOn(line -> line.contains("AssertionError")).hasSize(1);
    assertThat(result.err().get(result.err().size() - 1)).contains("programs.Exits.main");
  }

  @Test
  void everythingPrintedIsForwardedByLinesInOrder() throws Exception {
    Command.Result result = Command.program(3, "Streams").run();

    assertThat(result.status()).isZero();
    for (int r = 0; r < 3; r++) {
      String rank = "rank " + r;
      assertThat(result.out())
          .filteredOn(line -> line.startsWith(rank))
          .containsExactly(rank + " starts=1", rank + " in a thread", rank + " captured é");
      assertThat(result.err()).contains(rank + " to err");
      assertThat(result.err()).contains("java.lang.IllegalStateException: trace of " + rank);
      assertThat(result.err())
          .anySatisfy(
              line -> assertThat(line).contains("Exception in thread", "uncaught of " + rank));
    }
    assertThat(result.out()).hasSize(9);
  }

  @Test
  void labelBeginsEachLineWithItsRank() throws Exception {
    Command.Result result =
        Command.commworld("run", "--label", "-n", 2, "--jars", Command.testClasses())
            .with("programs.Streams")
            .run();

    assertThat(result.out()).hasSize(6).allMatch(line -> line.matches("\\[([01])\\] rank \\1 .*"));
  }

  @Test
  void standardInputGoesToRankZero() throws Exception {
    Command.Result result = Command.program(2, "Echo").run("one\ntwo");

    assertThat(result.out())
        .containsExactlyInAnyOrder(
            "rank 0 read one", "rank 0 read two", "rank 0 at the end", "rank 1 at the end");
    assertThat(result.out()).containsSubsequence("rank 0 read one", "rank 0 read two");
  }

  @Test
  void optionsEndAtTheProgram() throws Exception {
    Command.Result result =
        Command.mpiexec("-np", 1, "--jars", Command.testClasses(), "programs.Arguments")
            .with("-n", "7", "--help", "@x", "", "a b", "--", "$HOME")
            .run();

    assertThat(result.out()).containsExactly("[-n, 7, --help, @x, , a b, --, $HOME]");
    assertThat(result.status()).isZero();
  }

  @Test
  void threadLeftBehindDoesNotKeepTheWorld() throws Exception {
    Command.Result result = Command.program(2, "LeftBehind").run();

    assertThat(result.out()).containsExactly("main returns", "main returns");
    assertThat(result.status()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"INT, 130", "TERM, 143"})
  void signalEndsAllRanksInTwoSeconds(String signal, int status) throws Exception {
    Process process = Command.program(4, "Waits").start();
    var err = Command.lines(process.getErrorStream());
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (int r = 0; r < 4; r++) {
        assertThat(out.readLine()).endsWith(" waits");
      }

      new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start().waitFor();

      assertThat(process.waitFor(3, TimeUnit.SECONDS)).as("ended in time").isTrue();
      assertThat(process.exitValue()).isEqualTo(status);
      assertThat(err.get()).containsExactly("commworld: ending all ranks on SIG" + signal);
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void worksFromAnyDirectoryAndThroughLinks(@TempDir Path directory) throws Exception {
    Path link =
        Files.createSymbolicLink(
            directory.resolve("a link"), Command.ROOT.resolve("bin/commworld"));
    Process process =
        new ProcessBuilder(link.toString(), "run", "-n", "1", "org.commworld.examples.Broadcast")
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .start();

    assertThat(Command.lines(process.getInputStream()).get()).hasSize(2);
    assertThat(process.waitFor()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          -n 0 programs.Echo                        | 0
          -n -1 programs.Echo                       | -1
          -n x programs.Echo                        | 'x'
          -n 2 no.such.Program                      | no.such.Program
          -n 2 no-such.jar                          | no-such.jar
          -n 2 --jars no-such.jar programs.Echo     | no-such.jar
          -n 2 org.commworld.examples.Vectors       | org.commworld.examples.Vectors
          -n 2 --master mars programs.Echo          | mars
          --master spark://localhost:7077 no.Such   | -n N
          -n 2 --no-such-option org.commworld.examples.Hello | --no-such-option
          -n 2 --conf colour=red org.commworld.examples.Hello | colour
          -n 2 --start-timeout soon org.commworld.examples.Hello | soon
          -n 2                                      | PROGRAM
          """)
  void mistakeInTheCommandIsOneLineThatNamesIt(String arguments, String named) throws Exception {
    Command.Result result =
        Command.commworld("run").with((Object[]) arguments.strip().split(" +")).run();

    assertThat(result.status()).isEqualTo(2);
    assertThat(result.out()).isEmpty();
    assertThat(result.err()).singleElement().asString().contains(named);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          -n 2 --master spark://localhost:1 org.commworld.examples.Hello | spark://localhost:1
          -n 4 --master local[2] org.commworld.examples.Hello | 4 ranks, 2 slots
          -n 2 --zk localhost:1 org.commworld.examples.Hello | localhost:1
          """)
  void worldThatCannotStartIsOneLineThatNamesWhy(String arguments, String named) throws Exception {
    Command.Result result =
        Command.commworld("run").with((Object[]) arguments.strip().split(" +")).run();

    assertThat(result.status()).isEqualTo(1);
    assertThat(result.err()).singleElement().asString().contains(named);
  }

  @Test
  void helpVersionAndCompletionAreThere() throws Exception {
    assertThat(Command.commworld("--help").run().out()).anyMatch(line -> line.contains("submit"));
    assertThat(Command.commworld("run", "--help").run().out())
        .anyMatch(line -> line.contains("--zk"));
    assertThat(Command.mpiexec("--help").run().out()).anyMatch(line -> line.contains("-np"));
    assertThat(Command.commworld("--version").run().out())
        .singleElement()
        .asString()
        .matches("commworld [0-9].* \\(Spark [0-9.]+, Java .*\\)");
    assertThat(Command.commworld("completion").run().out())
        .anyMatch(line -> line.startsWith("complete -F"));
  }

  @Test
  void readerThatGoesAwayEndsTheWorld() throws Exception {
    Process process =
        new ProcessBuilder(
                "sh",
                "-c",
                "{ \"$0\" \"$@\"; echo status $? >&2; } | head -n 1",
                Command.ROOT.resolve("bin/commworld").toString(),
                "run",
                "-n",
                "2",
                "--jars",
                Command.testClasses().toString(),
                "programs.Chatter")
            .start();
    var out = Command.lines(process.getInputStream());
    var err = Command.lines(process.getErrorStream());

    assertThat(out.get()).isEqualTo(List.of("again"));
    assertThat(err.get()).containsExactly("status 141");
  }
}

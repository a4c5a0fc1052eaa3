package org.commworld.spark.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

@Timeout(value = 20, unit = TimeUnit.SECONDS)
class RunOptionsTest {
  private static RunCommand run(String... arguments) {
    RunCommand command = new RunCommand();
    Launcher.commandLine(command).parseArgs(arguments);
    return command;
  }

  @Test
  void allOptionsAreRead() {
    RunCommand run =
        run(
            "-n",
            "4",
            "--master",
            "local[2]",
            "--zk",
            "h:1,i:2/c",
            "--jars",
            "a.jar,b.jar",
            "--conf",
            "spark.a=b=c",
            "--conf",
            "spark.d=e",
            "--label",
            "--name",
            "N",
            "P");

    assertThat(run.ranks).isEqualTo(4);
    assertThat(run.options.master).isEqualTo("local[2]");
    assertThat(run.options.zookeeper).isEqualTo("h:1,i:2/c");
    assertThat(run.options.jars).containsExactly("a.jar", "b.jar");
    assertThat(run.options.conf).isEqualTo(Map.of("spark.a", "b=c", "spark.d", "e"));
    assertThat(run.options.label).isTrue();
    assertThat(run.options.name).isEqualTo("N");
    assertThat(run.options.program).isEqualTo("P");
  }

  @Test
  void whatFollowsTheProgramIsTheProgramsOwn() {
    RunCommand run = run("P", "-n", "2", "--help", "@file", "--", "");

    assertThat(run.ranks).isNull();
    assertThat(run.options.arguments).isEqualTo(List.of("-n", "2", "--help", "@file", "--", ""));
  }

  @Test
  void mpiexecTakesBothOfItsNamesForTheRanks() {
    for (String name : List.of("-n", "-np")) {
      MpiexecCommand command = new MpiexecCommand();
      Launcher.commandLine(command).parseArgs(name, "3", "P", "-np");

      assertThat(command.ranks).isEqualTo(3);
      assertThat(command.options.arguments).containsExactly("-np");
    }
  }

  @ParameterizedTest
  @CsvSource({"90s, 90000", "5m, 300000", "1h, 3600000", "250ms, 250", "7, 7000"})
  void timesHaveUnits(String text, long millis) {
    assertThat(run("--start-timeout", text, "P").options.startTimeout)
        .isEqualTo(Duration.ofMillis(millis));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "s", "-1s", "1 s", "1w", "99999999999999999999s"})
  void whatIsNoTimeIsNamed(String text) {
    assertThatThrownBy(() -> run("--start-timeout", text, "P"))
        .isInstanceOf(CommandLine.ParameterException.class)
        .hasMessageContaining("'" + text + "'");
  }
}

package org.commworld.spark.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 20, unit = TimeUnit.SECONDS)
class SubmitArgumentsTest {
  private static final List<String> OURS = List.of("ours.jar");

  /** Without the slot check, which always comes first. */
  private static List<String> submit(String... arguments) {
    List<String> all = SubmitArguments.withJars(List.of(arguments), OURS);
    assertThat(all.get(0)).isEqualTo("--conf");
    assertThat(all.get(1)).startsWith("spark.scheduler.barrier.").endsWith("=1s");
    return all.subList(2, all.size());
  }

  @Test
  void ourJarsComeBeforeTheJobs() {
    assertThat(submit("--class", "C", "job.jar", "--jars", "x"))
        .containsExactly("--class", "C", "--jars", "ours.jar", "job.jar", "--jars", "x");
  }

  @Test
  void jarsOfTheUserAreKept() {
    assertThat(submit("--jars", "a.jar", "--verbose", "--jars=b.jar", "job.jar"))
        .containsExactly("--verbose", "--jars", "a.jar,b.jar,ours.jar", "job.jar");
  }

  @Test
  void jarsInTheConfigurationAreKept() {
    assertThat(submit("--conf", "spark.jars=a.jar", "job.jar"))
        .containsExactly("--conf", "spark.jars=a.jar", "--jars", "a.jar,ours.jar", "job.jar");
  }

  @Test
  void nothingButOptionsIsPassedOn() {
    assertThat(submit("--version")).containsExactly("--version", "--jars", "ours.jar");
  }
}

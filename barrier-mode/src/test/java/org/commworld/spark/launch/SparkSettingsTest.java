package org.commworld.spark.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 20, unit = TimeUnit.SECONDS)
class SparkSettingsTest {
  private static final Program PROGRAM =
      new Program("program.Sample", List.of(), List.of("/p/program.jar"), true);

  private static SparkConf settings(String master, Map<String, String> user) {
    return SparkSettings.of(new MasterUrl(master), "name", PROGRAM, List.of("/c/ours.jar"), user);
  }

  @Test
  void localWorldStaysOnTheLoopbackWithoutUi() {
    SparkConf conf = settings("local[2]", Map.of());

    assertThat(conf.get("spark.ui.enabled")).isEqualTo("false");
    assertThat(conf.get("spark.driver.bindAddress")).isEqualTo("127.0.0.1");
    assertThat(conf.contains("spark.jars")).isFalse();
  }

  @Test
  void whatTheUserSetsWins() {
    assertThat(settings("local[2]", Map.of("spark.ui.enabled", "true")).get("spark.ui.enabled"))
        .isEqualTo("true");
  }

  @Test
  void clusterGetsAllJars() {
    SparkConf conf = settings("spark://h:1", Map.of("spark.jars", "/u/own.jar"));

    assertThat(conf.get("spark.jars")).isEqualTo("/u/own.jar,/c/ours.jar,/p/program.jar");
    assertThat(conf.contains("spark.ui.enabled")).isFalse();
  }

  @Test
  void slotsAreLookedAtEachSecond() {
    for (String master : List.of("local[2]", "spark://h:1")) {
      assertThat(
              settings(master, Map.of())
                  .get("spark.scheduler.barrier.maxConcurrentTasksCheck.interval"))
          .isEqualTo("1s");
    }
  }

  @Test
  void defaultsOfTheInstallationAreRead(@TempDir Path home) throws IOException {
    Path conf = Files.createDirectory(home.resolve("conf"));
    Files.writeString(
        conf.resolve("spark-defaults.conf"), "# comment\nspark.a  b c \nspark.d=e\nother f\n");

    assertThat(SparkSettings.installedDefaults(Map.of("SPARK_HOME", home.toString())))
        .isEqualTo(Map.of("spark.a", "b c", "spark.d", "e"));
    assertThat(SparkSettings.installedDefaults(Map.of("SPARK_CONF_DIR", conf.toString())))
        .hasSize(2);
    assertThat(SparkSettings.installedDefaults(Map.of())).isEmpty();
  }
}

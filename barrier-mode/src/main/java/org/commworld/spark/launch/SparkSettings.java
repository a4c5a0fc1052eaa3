package org.commworld.spark.launch;

import java.io.File;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;

/** The Spark configuration of a run. What the user sets always wins. */
final class SparkSettings {
  /** Spark waits this long between two looks at the slots of a barrier stage; its own is 15 s. */
  private static final String SLOT_CHECK =
      "spark.scheduler.barrier.maxConcurrentTasksCheck.interval";

  private static final String JARS = "spark.jars";

  /** What a JVM that is master and executor at once does not need, and what costs it time. */
  private static final Map<String, String> LOCAL =
      Map.of(
          "spark.ui.enabled", "false",
          "spark.driver.host", "127.0.0.1",
          "spark.driver.bindAddress", "127.0.0.1",
          "spark.broadcast.compress", "false");

  private SparkSettings() {}

  static SparkConf of(
      MasterUrl master,
      String appName,
      Program program,
      List<String> ownJars,
      Map<String, String> user) {
    SparkConf conf = new SparkConf(true);
    if (!master.isLocal()) {
      installedDefaults(System.getenv()).forEach(conf::setIfMissing);
    }
    user.forEach(conf::set);
    conf.setMaster(master.url()).setAppName(appName);
    conf.setIfMissing(SLOT_CHECK, "1s");
    if (master.isLocal()) {
      LOCAL.forEach(conf::setIfMissing);
    } else {
      String jars =
          Stream.concat(
                  Stream.of(conf.get(JARS, "")),
                  Stream.concat(ownJars.stream(), program.classPath().stream()))
              .filter(jar -> !jar.isEmpty())
              .distinct()
              .collect(Collectors.joining(","));
      conf.set(JARS, jars);
    }
    return conf;
  }

  /** What spark-defaults.conf of the Spark installation says, as spark-submit would read it. */
  static Map<String, String> installedDefaults(Map<String, String> environment) {
    String home = environment.get("SPARK_HOME");
    String directory = environment.get("SPARK_CONF_DIR");
    if (directory == null && home == null) {
      return Map.of();
    }
    Path file =
        Path.of(
            directory != null ? directory : home + File.separator + "conf", "spark-defaults.conf");
    if (!Files.isReadable(file)) {
      return Map.of();
    }
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      properties.load(reader);
    } catch (IOException | IllegalArgumentException e) {
      throw new UsageException("cannot read %s: %s".formatted(file, e.getMessage()));
    }
    return properties.stringPropertyNames().stream()
        .filter(key -> key.startsWith("spark."))
        .collect(Collectors.toMap(key -> key, key -> properties.getProperty(key).strip()));
  }
}

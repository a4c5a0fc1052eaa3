package org.commworld.spark;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.SparkConf;
import org.commworld.spi.ObjectSerializer;

/**
 * The settings of the library in Spark's configuration: every {@code spark.commworld.*} key there
 * is. What a {@link BarrierJob} is given wins over them.
 */
public final class BarrierConf {
  static final String PREFIX = "spark.commworld.";

  /**
   * One setting.
   *
   * @param name its key
   * @param type what its value is
   * @param defaultValue what holds if it is not set; empty for none
   * @param unit of a number without a suffix; empty if it has none
   * @param meaning in a sentence
   */
  public record Key(String name, String type, String defaultValue, String unit, String meaning) {}

  static final Key ZOOKEEPER_CONNECT =
      new Key(
          PREFIX + "zookeeper.connect",
          "host:port,…[/chroot]",
          "",
          "",
          "The ZooKeeper ensemble; without it the driver starts a server of its own.");

  /** Its name matches spark.redaction.regex, so that Spark never shows its value. */
  static final Key ZOOKEEPER_PASSWORD =
      new Key(
          PREFIX + "zookeeper.password",
          "user:password",
          "",
          "",
          "Digest identity for an ensemble; with it only that identity may touch our znodes.");

  static final Key ZOOKEEPER_SESSION_TIMEOUT =
      new Key(
          PREFIX + "zookeeper.sessionTimeout",
          "duration",
          "30s",
          "ms",
          "Silence after which ZooKeeper takes an executor for dead.");

  static final Key START_TIMEOUT =
      new Key(
          PREFIX + "startTimeout",
          "duration",
          "60s",
          "ms",
          "How long a job waits for executors and for free slots.");

  static final Key JOIN_TIMEOUT =
      new Key(
          PREFIX + "joinTimeout",
          "duration",
          "120s",
          "ms",
          "How long the world of the ranks may take to form once they run.");

  static final Key ATTEMPTS =
      new Key(PREFIX + "attempts", "int", "1", "", "How often a job is run until it succeeds.");

  static final Key CONTROL_PORT =
      new Key(
          PREFIX + "driver.port",
          "int",
          "0",
          "",
          "Port on which the driver listens for its executors' control links; 0 for any.");

  static final Key SERIALIZER =
      new Key(
          PREFIX + "serializer",
          "class name",
          "org.commworld.data.JavaObjectSerializer",
          "",
          "The ObjectSerializer of objects between ranks, with a constructor without parameters;"
              + " org.commworld.spark.SparkObjectSerializer takes what spark.serializer names.");

  private static final List<Key> KEYS =
      List.of(
          ZOOKEEPER_CONNECT,
          ZOOKEEPER_PASSWORD,
          ZOOKEEPER_SESSION_TIMEOUT,
          START_TIMEOUT,
          JOIN_TIMEOUT,
          ATTEMPTS,
          CONTROL_PORT,
          SERIALIZER);

  private BarrierConf() {}

  /** All settings there are. */
  public static List<Key> keys() {
    return KEYS;
  }

  /** Refuses a {@code spark.commworld.*} key that is none. */
  static void checkNames(SparkConf conf) {
    Set<String> known = KEYS.stream().map(Key::name).collect(Collectors.toSet());
    List<String> unknown =
        Arrays.stream(conf.getAllWithPrefix(PREFIX))
            .map(pair -> PREFIX + pair._1())
            .filter(name -> !known.contains(name))
            .sorted()
            .toList();
    if (!unknown.isEmpty()) {
      throw new JobNotStartedException(
          "unknown settings: %s; there are %s"
              .formatted(unknown, known.stream().sorted().toList()));
    }
  }

  static Optional<String> string(SparkConf conf, Key key) {
    return conf.contains(key.name()) ? Optional.of(conf.get(key.name())) : Optional.empty();
  }

  static int integer(SparkConf conf, Key key) {
    String value = conf.get(key.name(), key.defaultValue());
    try {
      return Integer.parseInt(value.trim());
    } catch (NumberFormatException e) {
      throw new JobNotStartedException("not a number: %s=%s".formatted(key.name(), value), e);
    }
  }

  static Duration duration(SparkConf conf, Key key) {
    try {
      return Duration.ofMillis(conf.getTimeAsMs(key.name(), key.defaultValue()));
    } catch (IllegalArgumentException e) {
      throw new JobNotStartedException(
          "not a duration: %s=%s".formatted(key.name(), conf.get(key.name(), "")), e);
    }
  }

  /** The serializer that {@link #SERIALIZER} names, a class that ranks can see. */
  static ObjectSerializer serializer(SparkConf conf, ClassLoader loader) {
    String name = conf.get(SERIALIZER.name(), SERIALIZER.defaultValue());
    try {
      return Class.forName(name, true, loader)
          .asSubclass(ObjectSerializer.class)
          .getDeclaredConstructor()
          .newInstance();
    } catch (ReflectiveOperationException | ClassCastException e) {
      throw new JobNotStartedException(
          "not an ObjectSerializer: %s=%s (%s)".formatted(SERIALIZER.name(), name, e), e);
    }
  }
}

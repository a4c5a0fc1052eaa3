package org.commworld.spark;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.SparkConf;
import org.commworld.collective.select.AlgorithmTable;
import org.commworld.runtime.EngineConfig;
import org.commworld.spi.ObjectSerializer;
import org.commworld.transport.shm.ShmSettings;

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

  static final Key TRANSPORTS =
      new Key(
          PREFIX + "transports",
          "shm,tcp or tcp",
          "shm,tcp",
          "",
          "What ranks of different executors talk through, in order; shm reaches only executors of"
              + " one host, and what it does not reach takes tcp.");

  static final Key SHM_DIRECTORY =
      new Key(
          PREFIX + "shm.directory",
          "path",
          "/dev/shm",
          "",
          "Where executors make the memory that they share; without this directory they use tcp.");

  static final Key SHM_RING_BYTES =
      new Key(
          PREFIX + "shm.ringBytes",
          "bytes",
          "512k",
          "bytes",
          "Shared memory for each direction of a pair of ranks, a power of two from 256k to 64m; less"
              + " is taken where the file system is small.");

  static final Key BIND_TO =
      new Key(
          PREFIX + "bindTo",
          "core or none",
          "none",
          "",
          "core binds each rank's thread to a processor of its own, the first rank of a host to its"
              + " first processor and so on, where a host has one for each of its ranks: for hosts"
              + " that run nothing else.");

  static final Key COLLECTIVE_TABLE =
      new Key(
          PREFIX + "collective.table",
          "path or rules",
          "",
          "",
          "Which algorithms collectives between executors use: a file on the driver, such as"
              + " commworld tune writes, or its rules with semicolons between.");

  static final Key TRACE_CALLS =
      new Key(
          PREFIX + "trace.calls",
          "int",
          "1000000",
          "",
          "How many calls of each rank a trace has; those that come later are counted only.");

  private static final List<Key> KEYS =
      List.of(
          ZOOKEEPER_CONNECT,
          ZOOKEEPER_PASSWORD,
          ZOOKEEPER_SESSION_TIMEOUT,
          START_TIMEOUT,
          JOIN_TIMEOUT,
          ATTEMPTS,
          CONTROL_PORT,
          SERIALIZER,
          TRANSPORTS,
          SHM_DIRECTORY,
          SHM_RING_BYTES,
          BIND_TO,
          COLLECTIVE_TABLE,
          TRACE_CALLS);

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

  /** Refuses, before anything is started, values that only executors will use. */
  static void checkEngine(SparkConf conf) {
    transports(conf);
    shm(conf);
    bindsRanks(conf);
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

  static int positive(SparkConf conf, Key key) {
    int value = integer(conf, key);
    if (value < 1) {
      throw new JobNotStartedException("not positive: %s=%d".formatted(key.name(), value));
    }
    return value;
  }

  static Duration duration(SparkConf conf, Key key) {
    try {
      return Duration.ofMillis(conf.getTimeAsMs(key.name(), key.defaultValue()));
    } catch (IllegalArgumentException e) {
      throw new JobNotStartedException(
          "not a duration: %s=%s".formatted(key.name(), conf.get(key.name(), "")), e);
    }
  }

  /**
   * The table that {@link #COLLECTIVE_TABLE} names or is; read here, on the driver, so that all
   * executors have the same.
   */
  static AlgorithmTable algorithms(SparkConf conf) {
    String value = conf.get(COLLECTIVE_TABLE.name(), "").trim();
    if (value.isEmpty()) {
      return AlgorithmTable.defaults();
    }
    try {
      // No rule goes without blanks, and only rules have semicolons or lines.
      if (value.contains(" ranks ")) {
        return AlgorithmTable.parse(value.replace(';', '\n'), COLLECTIVE_TABLE.name());
      }
      return AlgorithmTable.read(Path.of(value));
    } catch (IllegalArgumentException e) {
      throw new JobNotStartedException(String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw new JobNotStartedException(
          "cannot read %s=%s: %s".formatted(COLLECTIVE_TABLE.name(), value, e), e);
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

  /** What ranks of different executors talk through. */
  static List<EngineConfig.TransportKind> transports(SparkConf conf) {
    String value = conf.get(TRANSPORTS.name(), TRANSPORTS.defaultValue());
    return switch (value.replace(" ", "").toLowerCase(Locale.ROOT)) {
      case "shm,tcp" -> List.of(EngineConfig.TransportKind.SHM, EngineConfig.TransportKind.TCP);
      case "tcp" -> List.of(EngineConfig.TransportKind.TCP);
      default ->
          throw new JobNotStartedException(
              "not transports: %s=%s; there are shm,tcp and tcp"
                  .formatted(TRANSPORTS.name(), value));
    };
  }

  /** Whether each rank is bound to a processor. */
  static boolean bindsRanks(SparkConf conf) {
    String value = conf.get(BIND_TO.name(), BIND_TO.defaultValue());
    return switch (value.trim().toLowerCase(Locale.ROOT)) {
      case "core" -> true;
      case "none" -> false;
      default ->
          throw new JobNotStartedException(
              "bound to nothing that is known: %s=%s; there are core and none"
                  .formatted(BIND_TO.name(), value));
    };
  }

  /** The memory that executors share. */
  static ShmSettings shm(SparkConf conf) {
    String value = conf.get(SHM_RING_BYTES.name(), SHM_RING_BYTES.defaultValue());
    try {
      long bytes = conf.getSizeAsBytes(SHM_RING_BYTES.name(), SHM_RING_BYTES.defaultValue());
      String directory = conf.get(SHM_DIRECTORY.name(), SHM_DIRECTORY.defaultValue());
      return new ShmSettings(Path.of(directory), Math.toIntExact(bytes));
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new JobNotStartedException(
          "not shared memory: %s=%s (%s)".formatted(SHM_RING_BYTES.name(), value, e.getMessage()),
          e);
    }
  }
}

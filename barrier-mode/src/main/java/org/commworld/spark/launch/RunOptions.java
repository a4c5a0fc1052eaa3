package org.commworld.spark.launch;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** The options that {@code run} and {@code mpiexec} share; they end at PROGRAM. */
final class RunOptions {
  @Option(
      names = "--master",
      paramLabel = "URL",
      description =
          "Spark master: local[N], spark://HOST:PORT, yarn, k8s://… Default: local[ranks].")
  @Nullable String master;

  @Option(
      names = "--zk",
      paramLabel = "HOSTS",
      description = "ZooKeeper ensemble, host:port,…[/chroot]. Default: a server in the launcher.")
  @Nullable String zookeeper;

  @Option(
      names = "--jars",
      paramLabel = "JAR",
      split = ",",
      description =
          "Jars (with a local master also directories of classes) of the program, comma-separated.")
  List<String> jars = new ArrayList<>();

  @Option(
      names = {"--conf", "-c"},
      paramLabel = "KEY=VALUE",
      description = "A Spark configuration property; may be given many times.")
  Map<String, String> conf = new LinkedHashMap<>();

  @Option(
      names = {"--label", "-l"},
      description = "Begin each line of output with the rank: \"[2] …\".")
  boolean label;

  @Option(
      names = "--stats",
      description = "At the end, say on standard error what each rank did and for how long.")
  boolean stats;

  @Option(
      names = "--trace",
      paramLabel = "FILE",
      description =
          "Write all calls of all ranks to FILE, for ui.perfetto.dev or chrome://tracing.")
  @Nullable Path trace;

  @Option(
      names = {"--quiet", "-q"},
      description = "No progress line on the terminal.")
  boolean quiet;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "Name of the Spark application. Default: the main class.")
  @Nullable String name;

  @Option(
      names = "--start-timeout",
      paramLabel = "TIME",
      defaultValue = "60s",
      converter = TimeConverter.class,
      description = "How long to wait for executors and free slots, as 90s or 5m. Default: 60s.")
  Duration startTimeout = Duration.ofSeconds(60);

  @Option(
      names = {"--verbose", "-v"},
      description = "Show Spark's log and the stack traces of errors.")
  boolean verbose;

  @Parameters(
      index = "0",
      paramLabel = "PROGRAM",
      description = "A class with a main method, or a jar with a Main-Class.")
  String program = "";

  @Parameters(
      index = "1..*",
      arity = "0..*",
      paramLabel = "ARGS",
      description = "Arguments of the program.")
  List<String> arguments = new ArrayList<>();

  /** Reads 500ms, 90s, 5m, 1h; a plain number is in seconds. */
  static final class TimeConverter implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String value) {
      int digits = 0;
      while (digits < value.length() && Character.isDigit(value.charAt(digits))) {
        digits++;
      }
      try {
        long amount = Long.parseLong(value.substring(0, digits));
        return switch (value.substring(digits)) {
          case "ms" -> Duration.ofMillis(amount);
          case "s", "" -> Duration.ofSeconds(amount);
          case "m", "min" -> Duration.ofMinutes(amount);
          case "h" -> Duration.ofHours(amount);
          default -> throw new NumberFormatException();
        };
      } catch (NumberFormatException | ArithmeticException e) {
        throw new TypeConversionException("'" + value + "' is not a time such as 90s or 5m");
      }
    }
  }
}

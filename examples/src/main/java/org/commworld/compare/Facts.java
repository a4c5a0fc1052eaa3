package org.commworld.compare;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.commworld.compare.data.Inputs;
import org.commworld.compare.engine.Engine;
import org.commworld.compare.engine.Engines;
import org.commworld.compare.report.Point;
import org.commworld.compare.report.Results;
import org.commworld.compare.workload.Workload;

/** The machine, the versions and the settings of a comparison. */
final class Facts {
  private final Map<String, String> facts = new LinkedHashMap<>();

  Facts(Plan plan, String memory) {
    facts.put(
        "date",
        DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm zzz", Locale.ROOT)
            .format(ZonedDateTime.now(ZoneId.systemDefault())));
    facts.put(
        "processors",
        "%d (%s)"
            .formatted(
                Runtime.getRuntime().availableProcessors(), line("/proc/cpuinfo", "model name")));
    facts.put("memory", line("/proc/meminfo", "MemTotal"));
    facts.put(
        "system",
        System.getProperty("os.name")
            + " "
            + System.getProperty("os.version")
            + ", "
            + System.getProperty("os.arch"));
    facts.put(
        "Java", System.getProperty("java.vm.name") + " " + System.getProperty("java.version"));
    facts.put(
        "ranks", plan.ranks().stream().map(String::valueOf).collect(Collectors.joining(", ")));
    facts.put("runs", plan.text());
    facts.put("heap of a JVM", memory + ", of an executor 1g");
  }

  /** The value of the first line that begins with {@code key}; unknown without such a file. */
  private static String line(String file, String key) {
    try (Stream<String> lines = Files.lines(Path.of(file))) {
      return lines
          .filter(l -> l.startsWith(key))
          .map(l -> l.substring(l.indexOf(':') + 1).strip())
          .findFirst()
          .orElse("unknown");
    } catch (IOException | java.io.UncheckedIOException e) {
      return "unknown";
    }
  }

  /** In two lines, for the terminal. */
  void print(PrintStream out) {
    out.printf(
        "Processors: %s; Java %s%nRuns: %s%n",
        facts.get("processors"), System.getProperty("java.version"), facts.get("runs"));
  }

  Results results(Engines engines, Inputs inputs, List<Point> points) {
    Map<Engine, String> versions = new EnumMap<>(Engine.class);
    Map<Workload, String> origins = new EnumMap<>(Workload.class);
    for (Point point : points) {
      String missing = engines.missing(point.engine());
      versions.put(
          point.engine(),
          missing == null ? engines.version(point.engine()) : "not installed: " + missing);
      origins.put(point.workload(), inputs.origin(point.workload()));
    }
    return new Results(facts, versions, origins, points);
  }
}

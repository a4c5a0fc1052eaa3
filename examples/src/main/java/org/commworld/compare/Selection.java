package org.commworld.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.commworld.compare.data.Sources;
import org.commworld.compare.engine.Engine;
import org.commworld.compare.workload.Points;
import org.commworld.compare.workload.Workload;
import org.jspecify.annotations.Nullable;

/** Makes values of the command's words; mistakes are IllegalArgumentException, for the user. */
final class Selection {
  private static final int MAX_RANKS = 256;
  private static final long MAX_BYTES = 1L << 30;

  private final Map<Workload, List<Long>> sizes = new LinkedHashMap<>();
  private final List<Engine> engines;

  Selection(List<String> workloads, List<String> sizeWords, List<String> engineWords) {
    Stream<Workload> chosen =
        workloads.isEmpty()
            ? Arrays.stream(Workload.values())
            : workloads.stream().map(Selection::workload).distinct();
    chosen.forEach(w -> sizes.put(w, w.sizes()));
    sizeWords.forEach(this::addSizes);
    engines =
        engineWords.isEmpty()
            ? Arrays.stream(Engine.values()).filter(Engine::isUsual).toList()
            : engineWords.stream().map(Selection::engine).distinct().sorted().toList();
  }

  private static Workload workload(String label) {
    return Workload.find(label)
        .orElseThrow(
            () ->
                expected(
                    "a workload, of %s: workload=%s"
                        .formatted(
                            Arrays.stream(Workload.values()).map(Workload::label).toList(),
                            label)));
  }

  private static Engine engine(String label) {
    return Engine.find(label)
        .orElseThrow(
            () ->
                expected(
                    "an engine, of %s: engines=%s"
                        .formatted(
                            Arrays.stream(Engine.values()).map(Engine::label).toList(), label)));
  }

  private void addSizes(String words) {
    int equals = words.indexOf('=');
    String list = words.substring(equals + 1);
    if (equals < 0) {
      sizes.replaceAll((workload, old) -> parse(workload, list));
      return;
    }
    Workload workload = workload(words.substring(0, equals));
    if (!sizes.containsKey(workload)) {
      throw expected("sizes of a workload that runs: sizes=" + words);
    }
    sizes.put(workload, parse(workload, list));
  }

  private static List<Long> parse(Workload workload, String list) {
    List<Long> parsed = new ArrayList<>();
    for (String word : list.split(",", -1)) {
      parsed.add(size(workload, word));
    }
    return parsed.stream().distinct().sorted().toList();
  }

  /** Checks that engines can do a size: arrays of Java and counts of MPI are int. */
  static long size(Workload workload, String word) {
    long size = number(workload, word);
    long least =
        workload == Workload.K_MEANS ? 100L * Points.CLUSTERS : workload.isSweep() ? 8 : 64;
    long most =
        switch (workload.unit()) {
          case BYTES -> MAX_BYTES;
          case POINTS, ROWS -> 20_000_000;
          case PAGES, RECORDS -> 10_000_000;
          case SIDE -> 16_384;
          case SAMPLES -> 100_000_000_000L;
        };
    if (size < least || size > most) {
      throw expected(
          "%d to %d %s of %s: size=%s"
              .formatted(least, most, workload.unit().text(), workload.label(), word));
    }
    if (workload.isSweep() && size % Double.BYTES != 0) {
      throw expected("a multiple of 8 bytes of %s: size=%s".formatted(workload.label(), word));
    }
    return size;
  }

  private static long number(Workload workload, String word) {
    int power = word.isEmpty() ? 0 : "KMG".indexOf(word.charAt(word.length() - 1)) + 1;
    String digits = power == 0 ? word : word.substring(0, word.length() - 1);
    try {
      long number = Long.parseLong(digits);
      for (int i = 0; i < power; i++) {
        number = Math.multiplyExact(number, (long) workload.unit().kilo());
      }
      return number;
    } catch (ArithmeticException | NumberFormatException e) {
      throw expected("a whole number, perhaps with K, M or G: size=" + word);
    }
  }

  /** Sizes by workload, both in order. */
  Map<Workload, List<Long>> sizes() {
    return sizes;
  }

  /** The engines in order. */
  List<Engine> engines() {
    return engines;
  }

  static List<Integer> ranks(List<Integer> words) {
    if (words.isEmpty()) {
      return List.of(Runtime.getRuntime().availableProcessors());
    }
    for (int ranks : words) {
      if (ranks < 1 || ranks > MAX_RANKS) {
        throw expected("1 to %d ranks: ranks=%d".formatted(MAX_RANKS, ranks));
      }
    }
    return words.stream().distinct().sorted().toList();
  }

  static int atLeast(int least, String name, int value) {
    if (value < least) {
      throw expected("%d or more: %s=%d".formatted(least, name, value));
    }
    return value;
  }

  static double seconds(double value) {
    if (!(value >= 0)) {
      throw expected("0 seconds or more: time=" + value);
    }
    return value;
  }

  static void heap(String memory) {
    if (!memory.matches("[1-9][0-9]*[kKmMgG]?")) {
      throw expected("a size such as 2g: memory=" + memory);
    }
  }

  /** What {@code --data} has; without it, what the project carries. */
  static Sources sources(@Nullable Path data) throws IOException {
    String command = System.getProperty("commworld.command");
    Path home = command == null ? null : Path.of(command).toAbsolutePath().getParent();
    Path carried =
        home == null ? null : home.resolveSibling("examples").resolve("data/zipcodes.csv");
    Sources own =
        new Sources(carried != null && Files.isReadable(carried) ? carried : null, null, null);
    if (data == null) {
      return own;
    }
    if (!Files.isDirectory(data)) {
      throw expected("a directory: data=" + data);
    }
    Sources given = Sources.in(data);
    if (given.isEmpty()) {
      throw expected("zipcodes.csv, flights*.parquet or *.txt in the directory: data=" + data);
    }
    return given.or(own);
  }

  private static IllegalArgumentException expected(String what) {
    return new IllegalArgumentException("expected " + what);
  }
}

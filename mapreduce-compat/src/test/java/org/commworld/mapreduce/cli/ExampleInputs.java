package org.commworld.mapreduce.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Inputs of Hadoop's example programs, the same in every run, and what can be said of them. */
final class ExampleInputs {
  static final int LINES = 12_000;
  static final int JOIN_KEYS = 3000;

  private final Path directory;
  private final Random random = new Random(42);

  private ExampleInputs(Path directory) {
    this.directory = directory;
  }

  /** Writes {@code in}, {@code pairs}, {@code j1}, {@code j2} and {@code puzzle}. */
  static ExampleInputs write(Path directory) throws IOException {
    ExampleInputs inputs = new ExampleInputs(directory);
    inputs.text();
    inputs.pairs();
    inputs.joined("j1", 0);
    inputs.joined("j2", 1);
    Files.writeString(
        directory.resolve("puzzle"),
        """
        8 5 ? 3 9 ? ? ? ?
        ? ? 2 ? ? ? ? ? ?
        ? ? 6 ? 1 ? ? ? 2
        ? ? 4 ? ? 3 ? 5 9
        ? ? 8 9 ? 1 4 ? ?
        3 2 ? 4 ? ? 8 ? ?
        9 ? ? ? 8 ? 5 ? ?
        ? ? ? ? ? ? 2 ? ?
        ? ? ? ? 4 5 ? 7 8
        """);
    return inputs;
  }

  private void text() throws IOException {
    Path input = Files.createDirectory(directory.resolve("in"));
    for (int file = 0; file < 3; file++) {
      List<String> lines = new ArrayList<>();
      for (int i = 0; i < LINES / 3; i++) {
        lines.add(
            IntStream.range(0, 1 + random.nextInt(14))
                .mapToObj(word -> "w" + (int) Math.min(1999, -150 * Math.log(random.nextDouble())))
                .collect(Collectors.joining(" ")));
      }
      Files.write(input.resolve("t" + file + ".txt"), lines);
    }
  }

  private void pairs() throws IOException {
    Path input = Files.createDirectory(directory.resolve("pairs"));
    Files.write(
        input.resolve("p.txt"),
        Stream.generate(
                () -> (random.nextInt(101) - 50) + " " + (random.nextInt(2_000_001) - 1_000_000))
            .limit(20_000)
            .toList());
  }

  /** Each key once, in order, as map-side joins need it. */
  private void joined(String name, int first) throws IOException {
    Path input = Files.createDirectory(directory.resolve(name));
    Files.write(
        input.resolve("d.txt"),
        joinKeys(first).stream()
            .map(key -> key + "\t" + name + Integer.parseInt(key.substring(1)))
            .toList());
  }

  /** Keys of {@code j1} (first 0, every second) or {@code j2} (first 1, every third). */
  static List<String> joinKeys(int first) {
    return IntStream.iterate(first, i -> i < JOIN_KEYS, i -> i + first + 2)
        .mapToObj("k%06d"::formatted)
        .toList();
  }

  List<String> words() {
    return lines(directory.resolve("in")).stream()
        .flatMap(line -> Stream.of(line.split(" ")))
        .toList();
  }

  Map<String, Long> counts() {
    return count(words().stream());
  }

  Map<String, Long> matches(String pattern) {
    Pattern compiled = Pattern.compile(pattern);
    return count(
        lines(directory.resolve("in")).stream()
            .flatMap(line -> compiled.matcher(line).results().map(found -> found.group())));
  }

  private static Map<String, Long> count(Stream<String> things) {
    return things.collect(
        Collectors.groupingBy(thing -> thing, TreeMap::new, Collectors.counting()));
  }

  /** The pairs as lines of {@code secondarysort}'s output, in its order. */
  List<String> sortedPairs() {
    List<int[]> pairs = new ArrayList<>();
    for (String line : lines(directory.resolve("pairs"))) {
      int space = line.indexOf(' ');
      pairs.add(
          new int[] {
            Integer.parseInt(line.substring(0, space)), Integer.parseInt(line.substring(space + 1))
          });
    }
    pairs.sort((a, b) -> a[0] == b[0] ? Integer.compare(a[1], b[1]) : Integer.compare(a[0], b[0]));
    return pairs.stream().map(pair -> pair[0] + "\t" + pair[1]).toList();
  }

  /** Median, or the two middle lengths, of all words. */
  List<Double> middleLengths() {
    List<Integer> lengths = new ArrayList<>(words().stream().map(String::length).toList());
    Collections.sort(lengths);
    double low = lengths.get((lengths.size() - 1) / 2);
    double high = lengths.get(lengths.size() / 2);
    return List.of(low, high, (low + high) / 2);
  }

  /** All lines of all files of a directory that are no side files, in the order of their names. */
  static List<String> lines(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      List<String> lines = new ArrayList<>();
      for (Path file : files.sorted().toList()) {
        if (!file.getFileName().toString().matches("[._].*")) {
          lines.addAll(Files.readAllLines(file));
        }
      }
      return lines;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

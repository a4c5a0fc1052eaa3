package org.commworld.compare.data;

import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.commworld.compare.workload.Points;
import org.commworld.compare.workload.Records;
import org.commworld.compare.workload.Samples;
import org.commworld.compare.workload.Task;
import org.commworld.compare.workload.Workload;
import org.commworld.examples.Positions;
import org.jspecify.annotations.Nullable;

/** Writes the workloads' files, one for each size. */
public final class Inputs {
  private static final int SEED = 42;
  private static final int MAX_LINKS = 15;

  private final Path directory;
  private final Sources sources;
  private final Converter converter;
  private final Map<String, Path> files = new HashMap<>();
  private @Nullable Path flightLines;

  /** Makes lines of delay, distance and minute of a Parquet file. */
  public interface Converter {
    /** Writes the lines of {@code parquet} to {@code lines}. */
    void convert(Path parquet, Path lines) throws IOException;
  }

  /** Files go to {@code directory}. */
  public Inputs(Path directory, Sources sources, Converter converter) {
    this.directory = directory;
    this.sources = sources;
    this.converter = converter;
  }

  /** A task of a size, its file written; rows of real data go round where it has fewer. */
  public Task task(Workload workload, long size) throws IOException {
    if (!workload.hasInput()) {
      return new Task(workload, size, workload.rounds(), "");
    }
    String key = workload.label() + "-" + size;
    Path file = files.get(key);
    if (file == null) {
      file = directory.resolve(key);
      try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
        write(workload, size, out);
      }
      files.put(key, file);
    }
    return new Task(workload, size, workload.rounds(), file.toString());
  }

  private void write(Workload workload, long size, OutputStream out) throws IOException {
    switch (workload) {
      case K_MEANS -> points(size, out);
      case LOGISTIC_REGRESSION -> flights(size, out);
      case PAGE_RANK -> graph(size, out);
      case WORD_COUNT -> text(size, out);
      case SORT -> records(size, out);
      case ALL_REDUCE, ALL_TO_ALL, HEAT, PI -> throw new IllegalArgumentException("no input");
    }
  }

  /** Where a workload's input comes from, for the report. */
  public String origin(Workload workload) {
    return switch (workload) {
      case K_MEANS -> origin(sources.positions(), "in a shuffled order", "generated positions");
      case LOGISTIC_REGRESSION -> origin(sources.flights(), "first rows", "generated flights");
      case WORD_COUNT ->
          origin(sources.text(), "from its beginning", "generated words, Zipf's law");
      case PAGE_RANK -> "generated graph";
      case SORT -> "generated records";
      case ALL_REDUCE, ALL_TO_ALL, HEAT, PI -> "no input";
    };
  }

  private static String origin(@Nullable Path file, String how, String generated) {
    return file == null
        ? generated
        : "%s, %s, repeated where more is asked for".formatted(file.getFileName(), how);
  }

  private void points(long size, OutputStream out) throws IOException {
    List<String> lines = new ArrayList<>();
    if (sources.positions() != null) {
      double[] positions = Positions.read(sources.positions());
      for (int i = 0; i < positions.length; i += 2) {
        lines.add(positions[i] + "," + positions[i + 1]);
      }
      Collections.shuffle(lines, new Random(SEED));
    } else {
      Random random = new Random(SEED);
      for (int i = 0; i < size; i++) {
        int town = random.nextInt(3 * Points.CLUSTERS);
        lines.add(
            "%.6f,%.6f"
                .formatted(
                    25 + town * 37 % 25 + random.nextGaussian(),
                    -70 - town * 53 % 55 + random.nextGaussian()));
      }
    }
    PrintStream text = new PrintStream(out, false, StandardCharsets.UTF_8);
    for (long i = 0; i < size; i++) {
      text.print(lines.get((int) (i % lines.size())) + "\n");
    }
    flush(text);
  }

  private void flights(long size, OutputStream out) throws IOException {
    PrintStream text = new PrintStream(out, false, StandardCharsets.UTF_8);
    if (sources.flights() == null) {
      Random random = new Random(SEED);
      for (long i = 0; i < size; i++) {
        int minute = 300 + random.nextInt(1140);
        double delay = random.nextGaussian() * 25 - 8 + minute / 60.0;
        text.print(Math.round(delay) + "," + (80 + random.nextInt(2500)) + "," + minute + "\n");
      }
    } else {
      if (flightLines == null) {
        flightLines = directory.resolve("flights.csv");
        converter.convert(sources.flights(), flightLines);
      }
      repeatLines(flightLines, size, text);
    }
    flush(text);
  }

  private static void repeatLines(Path file, long count, PrintStream out) throws IOException {
    long written = 0;
    while (written < count) {
      try (BufferedReader in = Files.newBufferedReader(file)) {
        String line = in.readLine();
        if (line == null) {
          throw new IOException("no rows: file=" + file);
        }
        for (; line != null && written < count; line = in.readLine(), written++) {
          out.print(line + "\n");
        }
      }
    }
  }

  private void graph(long pages, OutputStream out) throws IOException {
    PrintStream text = new PrintStream(out, false, StandardCharsets.UTF_8);
    Random random = new Random(SEED);
    for (long page = 0; page < pages; page++) {
      StringBuilder line = new StringBuilder().append(page);
      int links = 1 + random.nextInt(MAX_LINKS);
      for (int i = 0; i < links; i++) {
        // The cube gives few pages most of the links.
        long dest = (long) (pages * Math.pow(random.nextDouble(), 3));
        line.append(' ').append(dest);
      }
      text.print(line.append('\n'));
    }
    flush(text);
  }

  private void text(long bytes, OutputStream out) throws IOException {
    byte[] whole =
        sources.text() == null
            ? generatedText(bytes).getBytes(StandardCharsets.UTF_8)
            : firstBytes(sources.text(), bytes);
    for (long left = bytes; left > 0; left -= whole.length) {
      out.write(whole, 0, (int) Math.min(left, whole.length));
    }
  }

  private static byte[] firstBytes(Path file, long bytes) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes((int) Math.min(Integer.MAX_VALUE, bytes));
    }
  }

  /**
   * Words of a vocabulary that grows with the text, the k-th about 1/k times as often as the first.
   */
  private static String generatedText(long bytes) {
    Random random = new Random(SEED);
    StringBuilder text = new StringBuilder();
    double vocabulary = 1000 + Math.sqrt((double) bytes) * 8;
    while (text.length() < Math.min(bytes, 1 << 26)) {
      text.append(word((long) Math.pow(vocabulary, random.nextDouble())));
      text.append(random.nextInt(12) == 0 ? '\n' : ' ');
    }
    return text.toString();
  }

  private static String word(long number) {
    StringBuilder word = new StringBuilder();
    for (long rest = number; rest > 0; rest /= 20) {
      word.append("bcdfghklmnprstvwxzjq".charAt((int) (rest % 20)));
      word.append("aeiou".charAt((int) (rest % 5)));
    }
    return word.toString();
  }

  private static void records(long size, OutputStream out) throws IOException {
    byte[] record = new byte[Records.RECORD];
    for (long i = 0; i < size; i++) {
      for (int b = 0; b < Records.KEY; b++) {
        record[b] = (byte) (Samples.mix(2 * i + b / 8) >>> (8 * (b % 8)));
      }
      byte[] row = "%020d".formatted(i).getBytes(StandardCharsets.US_ASCII);
      for (int b = Records.KEY; b < Records.RECORD; b++) {
        record[b] = row[(b - Records.KEY) % row.length];
      }
      out.write(record);
    }
  }

  private static void flush(PrintStream text) throws IOException {
    if (text.checkError()) {
      throw new IOException("cannot write the input");
    }
  }
}

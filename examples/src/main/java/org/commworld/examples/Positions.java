package org.commworld.examples;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Positions on the Earth, read from a CSV file with columns latitude and longitude. */
public final class Positions {
  private Positions() {}

  /**
   * Latitude and longitude of each line in turn, in degrees.
   *
   * @throws IllegalArgumentException naming file, line and value, if a line is not as it must be
   */
  public static double[] read(Path file) throws IOException {
    try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      List<String> header = List.of(columns(reader.readLine()));
      int latitude = column(file, header, "latitude");
      int longitude = column(file, header, "longitude");
      DoubleList positions = new DoubleList();
      int lineNumber = 1;
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        lineNumber++;
        String[] values = columns(line);
        positions.add(number(file, lineNumber, values, latitude));
        positions.add(number(file, lineNumber, values, longitude));
      }
      return positions.toArray();
    }
  }

  private static String[] columns(@Nullable String line) {
    return line == null ? new String[0] : line.split(",", -1);
  }

  private static int column(Path file, List<String> header, String name) {
    int column = header.indexOf(name);
    if (column < 0) {
      throw new IllegalArgumentException(
          "%s:1: no column %s in the header: %s".formatted(file, name, header));
    }
    return column;
  }

  private static double number(Path file, int line, String[] values, int column) {
    if (column >= values.length) {
      throw new IllegalArgumentException(
          "%s:%d: expected at least %d columns, got %d"
              .formatted(file, line, column + 1, values.length));
    }
    try {
      double number = Double.parseDouble(values[column]);
      if (Double.isFinite(number)) {
        return number;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw new IllegalArgumentException(
        "%s:%d: expected a number in column %d, got '%s'"
            .formatted(file, line, column + 1, values[column]));
  }
}

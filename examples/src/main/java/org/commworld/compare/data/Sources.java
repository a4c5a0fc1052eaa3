package org.commworld.compare.data;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where real data is.
 *
 * @param positions a CSV file with columns latitude and longitude; null to generate
 * @param flights a Parquet file with columns date, delay and distance; null to generate
 * @param text a text file; null to generate
 */
public record Sources(@Nullable Path positions, @Nullable Path flights, @Nullable Path text) {
  /** What a directory has of zipcodes.csv, flights*.parquet and, the largest, *.txt. */
  public static Sources in(Path directory) throws IOException {
    Path positions = directory.resolve("zipcodes.csv");
    return new Sources(
        Files.isReadable(positions) ? positions : null,
        largest(directory, "flights*.parquet"),
        largest(directory, "*.txt"));
  }

  private static @Nullable Path largest(Path directory, String glob) throws IOException {
    Path largest = null;
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, glob)) {
      for (Path file : files) {
        if (largest == null || Files.size(file) > Files.size(largest)) {
          largest = file;
        }
      }
    }
    return largest;
  }

  /** Whether there is nothing. */
  public boolean isEmpty() {
    return positions == null && flights == null && text == null;
  }

  /** These, and what {@code other} has where these have nothing. */
  public Sources or(Sources other) {
    return new Sources(
        positions == null ? other.positions : positions,
        flights == null ? other.flights : flights,
        text == null ? other.text : text);
  }
}

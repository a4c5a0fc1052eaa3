package org.commworld.bench.rank;

import java.util.Locale;
import java.util.Optional;

/**
 * The result of one block.
 *
 * @param micros microseconds for an operation: each rank's average, the slowest rank's
 * @param bestMicros the same of the fastest of its batches: what it costs when nothing interrupts
 */
public record Figure(double micros, double bestMicros) {
  /** The line that {@link #parse} reads. */
  String line() {
    return String.format(Locale.ROOT, "row %.6f %.6f", micros, bestMicros);
  }

  /** The figure of a line; empty if it is none. */
  public static Optional<Figure> parse(String line) {
    String[] words = line.split(" ");
    if (words.length != 3 || !words[0].equals("row")) {
      return Optional.empty();
    }
    return Optional.of(new Figure(Double.parseDouble(words[1]), Double.parseDouble(words[2])));
  }
}

package org.commworld.bench;

import java.io.PrintStream;
import java.util.Locale;

/**
 * Prints rows for people: times in µs as median [min, max] of the blocks, the best batch, decimal
 * GB/s of the median; beside another MPI the ratio of the times, pair by pair, and of the best.
 */
final class Table {
  private static final String LEFT = "%-14s %10s  %-30s %10s %7s";
  private static final String AGAINST = "  %-30s %10s   %-22s %10s";
  private static final String PROBE = "  %9s  %s%n";

  private final PrintStream out;
  private final boolean against;

  /** A table on {@code out}, with the columns for another MPI or without. */
  Table(PrintStream out, boolean against) {
    this.out = out;
    this.against = against;
  }

  /** Prints the head; {@code other} is the other MPI's name. */
  void head(String other) {
    out.printf(LEFT, "operation", "bytes", "commworld µs", "best", "GB/s");
    if (against) {
      out.printf(AGAINST, other + " µs", "best", "ratio", "of best");
    }
    out.printf(PROBE, "hop ns", against ? "pairs" : "runs");
  }

  /** Prints a row. */
  void row(Row row) {
    boolean sized = row.operation().isSized();
    out.printf(
        LEFT,
        row.operation().label(),
        sized ? row.bytes() : "",
        times(row.oursMicros()),
        number(row.ourBest()),
        sized ? String.format(Locale.ROOT, "%.3f", row.gigabytesPerSecond()) : "");
    if (against) {
      out.printf(
          AGAINST,
          times(row.theirMicros()),
          number(row.theirBest()),
          ratios(row.ratios()),
          String.format(Locale.ROOT, "%.2f", row.ourBest() / row.theirBest()));
    }
    out.printf(PROBE, hops(row.hops()), counted(row));
    out.flush();
  }

  private static String counted(Row row) {
    String count = String.valueOf(row.ours().size());
    if (row.mixed()) {
      return count + " mixed";
    }
    return row.discarded() == 0 ? count : "%s, %d discarded".formatted(count, row.discarded());
  }

  private static String hops(Spread hops) {
    String most =
        Double.isNaN(hops.most()) ? "busy" : String.format(Locale.ROOT, "%.0f", hops.most());
    return Double.isNaN(hops.least())
        ? most
        : String.format(Locale.ROOT, "%.0f-%s", hops.least(), most);
  }

  private static String ratios(Spread s) {
    return String.format(Locale.ROOT, "%.2f [%.2f, %.2f]", s.median(), s.least(), s.most());
  }

  private static String times(Spread s) {
    return "%s [%s, %s]".formatted(number(s.median()), number(s.least()), number(s.most()));
  }

  /** Three figures at least. */
  static String number(double micros) {
    String format = micros < 10 ? "%.3f" : micros < 1000 ? "%.1f" : "%.0f";
    return String.format(Locale.ROOT, format, micros);
  }
}

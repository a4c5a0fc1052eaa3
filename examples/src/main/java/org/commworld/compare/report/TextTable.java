package org.commworld.compare.report;

import java.io.PrintStream;
import org.commworld.compare.workload.Workload;
import org.jspecify.annotations.Nullable;

/** Prints points as they come. */
public final class TextTable {
  private static final String FORMAT = "  %-26s %6s %9s  %10s  %-24s %10s %10s %10s%n";

  private final PrintStream out;
  private @Nullable Workload workload;
  private int ranks;

  /** A table on {@code out}. */
  public TextTable(PrintStream out) {
    this.out = out;
  }

  /** Prints a point, after a head where a workload or a number of ranks begins. */
  public void row(Point point) {
    if (workload != point.workload() || ranks != point.ranks()) {
      workload = point.workload();
      ranks = point.ranks();
      out.printf("%n%s%s%n", workload.title(), workload.isSweep() ? ", an operation" : "");
      out.printf(
          FORMAT, "", "ranks", "size", "median", "[min, max]", "job start", "command", "peak RSS");
    }
    if (!point.isOk()) {
      String size = point.size() == 0 ? "" : Format.size(point);
      out.printf(
          "  %-26s %6d %9s  %s: %s%n",
          point.engine().title(), ranks, size, point.state().text(), point.message());
      return;
    }
    Quartiles times = point.times();
    out.printf(
        FORMAT,
        point.engine().title(),
        ranks,
        Format.size(point),
        Format.seconds(times.median()),
        "[%s, %s]".formatted(Format.seconds(times.least()), Format.seconds(times.most())),
        Format.seconds(point.overheadSeconds()),
        Format.seconds(point.commandSeconds()),
        Format.bytes(point.peakBytes()));
    out.flush();
  }
}

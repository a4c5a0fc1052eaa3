package org.commworld.compare.report;

import java.io.PrintStream;
import org.commworld.compare.workload.Workload;
import org.jspecify.annotations.Nullable;

/** Prints points as they come, in lines of 80 columns at most. */
public final class TextTable {
  private static final String FORMAT = "  %-26s %8s %9s  %-21s %8s%n";
  private static final int WIDTH = 80;

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
      out.printf(
          "%n%s%s, %d %s%s%n",
          workload.title(),
          workload.isSweep() ? ", an operation" : "",
          ranks,
          ranks == 1 ? "rank" : "ranks",
          workload.unit() == Workload.Unit.BYTES ? "" : ", sizes in " + workload.unit().text());
      out.printf(FORMAT, "", "size", "median", "[min, max]", "job start");
    }
    String engine = point.engine().title();
    if (point.isOk()) {
      Quartiles times = point.times();
      out.printf(
          FORMAT,
          engine,
          Format.size(point),
          Format.seconds(times.median()),
          "[%s, %s]".formatted(Format.seconds(times.least()), Format.seconds(times.most())),
          Format.seconds(point.overheadSeconds()));
    } else {
      String size = point.size() == 0 ? "" : Format.size(point);
      wrap("  %-26s %8s  ".formatted(engine, size), point.state().text() + ": " + point.message());
    }
    out.flush();
  }

  private void wrap(String head, String text) {
    String indent = " ".repeat(head.length());
    StringBuilder line = new StringBuilder(head);
    boolean isEmpty = true;
    for (String word : text.split(" ")) {
      if (!isEmpty && line.length() + 1 + word.length() > WIDTH) {
        out.println(line);
        line = new StringBuilder(indent);
        isEmpty = true;
      }
      line.append(isEmpty ? "" : " ").append(word);
      isEmpty = false;
    }
    out.println(line);
  }
}

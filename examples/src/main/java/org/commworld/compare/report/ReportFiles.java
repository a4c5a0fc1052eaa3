package org.commworld.compare.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The files of a report. */
public final class ReportFiles {
  private final Path directory;

  /** They go to {@code directory}, which must exist. */
  public ReportFiles(Path directory) {
    this.directory = directory;
  }

  /** Writes report.html, results.csv and results.json. */
  public void write(Results results) throws IOException {
    Files.writeString(directory.resolve("report.html"), HtmlReport.of(results));
    Files.writeString(directory.resolve("results.csv"), CsvReport.of(results));
    Files.writeString(directory.resolve("results.json"), JsonReport.of(results));
  }
}

package org.commworld.compare.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.commworld.compare.engine.CompareException;

/** The files of a report. */
public final class ReportFiles {
  private static final String HTML = "report.html";
  private static final String CSV = "results.csv";
  private static final String JSON = "results.json";

  private final Path directory;

  /** They go to {@code directory}, which must exist. */
  public ReportFiles(Path directory) {
    this.directory = directory;
  }

  /**
   * Writes report.html, results.csv and results.json. Who reads one meanwhile sees the old file or
   * the new one.
   *
   * @throws CompareException naming the file that cannot be written; the figures come first
   */
  public void write(Results results) throws IOException {
    replace(CSV, CsvReport.of(results));
    replace(JSON, JsonReport.of(results));
    replace(HTML, HtmlReport.of(results));
  }

  private void replace(String name, String text) {
    Path file = directory.resolve(name);
    Path next = directory.resolve(name + ".new");
    try {
      Files.writeString(next, text);
      Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      try {
        Files.deleteIfExists(next);
      } catch (IOException ignored) {
        // The first failure is the one to tell.
      }
      throw new CompareException("cannot write " + file + ": " + e, e);
    }
  }
}

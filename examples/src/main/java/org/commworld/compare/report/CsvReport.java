package org.commworld.compare.report;

import java.io.IOException;
import java.util.Locale;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/** A row for each point; times in seconds, memory in bytes, empty where there is none. */
final class CsvReport {
  private static final String[] HEADER = {
    "workload",
    "engine",
    "ranks",
    "size",
    "unit",
    "state",
    "message",
    "runs",
    "median_s",
    "lower_quartile_s",
    "upper_quartile_s",
    "min_s",
    "max_s",
    "job_start_s",
    "engine_start_s",
    "first_run_s",
    "peak_rss_bytes",
    "answer"
  };

  private CsvReport() {}

  /** The whole text. */
  static String of(Results results) throws IOException {
    StringBuilder text = new StringBuilder();
    CSVFormat format = CSVFormat.Builder.create().setHeader(HEADER).setRecordSeparator('\n').get();
    try (CSVPrinter csv = new CSVPrinter(text, format)) {
      for (Point point : results.points()) {
        Quartiles times = point.times();
        csv.printRecord(
            point.workload().label(),
            point.engine().label(),
            point.ranks(),
            point.size() == 0 ? "" : point.size(),
            point.workload().unit().text(),
            point.state().text(),
            point.message(),
            point.work().size(),
            number(times.median()),
            number(times.lower()),
            number(times.upper()),
            number(times.least()),
            number(times.most()),
            number(point.overheadSeconds()),
            number(point.startSeconds()),
            number(point.firstSeconds()),
            point.peakBytes() == 0 ? "" : point.peakBytes(),
            point.answer());
      }
    }
    return text.toString();
  }

  private static String number(double seconds) {
    return Double.isNaN(seconds) ? "" : String.format(Locale.ROOT, "%.9f", seconds);
  }
}

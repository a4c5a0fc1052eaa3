package org.commworld.compare.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.commworld.compare.engine.Engine;
import org.commworld.compare.workload.Workload;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ReportTest {
  private final Results results = Made.results();

  @Test
  void csvHasARowForEachPointAndQuotesWhatNeedsIt() throws Exception {
    CSVFormat format = CSVFormat.Builder.create().setHeader().setSkipHeaderRecord(true).get();
    List<CSVRecord> rows;
    try (CSVParser parser = CSVParser.parse(new StringReader(CsvReport.of(results)), format)) {
      rows = parser.getRecords();
    }

    assertThat(rows).hasSameSizeAs(results.points());
    assertThat(rows.get(0).toMap())
        .containsEntry("workload", "kmeans")
        .containsEntry("engine", "spark")
        .containsEntry("size", "1000")
        .containsEntry("runs", "3")
        .containsEntry("median_s", "0.100000000")
        .containsEntry("min_s", "0.090000000")
        .containsEntry("job_start_s", "")
        .containsEntry("engine_start_s", "3.000000000")
        .containsEntry("peak_rss_bytes", "104857600");
    assertThat(rows)
        .filteredOn(row -> row.get("state").equals("wrong answer"))
        .singleElement()
        .satisfies(
            row -> {
              assertThat(row.get("message")).isEqualTo(Made.WRONG);
              assertThat(row.get("median_s")).isEmpty();
            });
  }

  @Test
  void jsonHasAllRunsAndNoTimesOfWrongAnswers() throws Exception {
    JsonNode json = new ObjectMapper().readTree(JsonReport.of(results));

    assertThat(json.at("/facts/machine").asText()).isEqualTo("made up");
    assertThat(json.at("/workloads/kmeans/unit").asText()).isEqualTo("points");
    assertThat(json.at("/points/0/work").size()).isEqualTo(3);
    assertThat(json.at("/points/0/median").asDouble()).isEqualTo(0.1);
    for (JsonNode point : json.get("points")) {
      assertThat(point.has("work")).isEqualTo(point.get("state").asText().equals("ok"));
    }
  }

  @Test
  void htmlNeedsNothingElseAndEscapesText() throws Exception {
    String html = HtmlReport.of(results);

    assertThat(html).doesNotContain("http://", "https://", "<script src", "<link", "@import");
    assertThat(html).contains("a &lt;tag&gt; &amp; more").doesNotContain("a <tag>");
    assertThat(html).contains(Html.escape(Made.WRONG), "apt-get install mpich");
    assertThat(html).contains("<svg class=\"plot\"", "treeAggregate");
    assertThat(count(html, "<polyline")).isEqualTo(3);
    assertThat(count(html, "<section")).isEqualTo(count(html, "</section>"));
    assertThat(count(html, "<tr")).isEqualTo(count(html, "</tr>"));
  }

  private static int count(String text, String word) {
    return (text.length() - text.replace(word, "").length()) / word.length();
  }

  @Test
  void verdictsSayWhoWinsAndFromWhere() {
    Verdict verdict =
        Verdict.ofWork(results, Workload.K_MEANS, 2).stream()
            .filter(v -> v.first().equals("dataflow") && v.second().equals("ranks in one JVM"))
            .findFirst()
            .orElseThrow();

    assertThat(verdict.winner())
        .isEqualTo("ranks in one JVM up to about 32K points, then dataflow");
    assertThat(verdict.factors()).isEqualTo("ranks in one JVM 10.0× … dataflow 10.0×");
  }

  @Test
  void aWholeJobCountsWhatTheWorkLeavesOut() {
    // Jobs take 0.2 s more than their work here: 0.2 s + 0.1 s against 0.2 s + 0.0005 s.
    Verdict verdict =
        Verdict.ofJob(results, Workload.K_MEANS, 2).stream()
            .filter(v -> v.first().equals("dataflow") && v.second().equals("MPI in C"))
            .findFirst()
            .orElseThrow();

    assertThat(verdict.winner()).isEqualTo("MPI in C, all sizes");
    assertThat(verdict.factors()).isEqualTo("1.50× … 1.20×");
  }

  @Test
  void fromTheCommandOnTheEnginesStartCounts() {
    Verdict verdict =
        Verdict.ofCommand(results, Workload.K_MEANS, 2).stream()
            .filter(v -> v.first().equals("dataflow") && v.second().equals("MPI in C"))
            .findFirst()
            .orElseThrow();

    assertThat(verdict.winner()).isEqualTo("MPI in C, all sizes");
  }

  @Test
  void sweepsHaveNeitherJobNorCommand() {
    Point sweep =
        Made.point(Workload.ALL_REDUCE, Engine.OPEN_MPI, 8, Double.NaN, 1e-6, 1.1e-6, 1.2e-6);

    assertThat(sweep.overheadSeconds()).isNaN();
    assertThat(sweep.commandSeconds()).isNaN();
  }

  @Test
  void theTableSaysWhatIsMissing() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    TextTable table = new TextTable(new PrintStream(bytes, true, StandardCharsets.UTF_8));

    results.points().forEach(table::row);

    assertThat(bytes.toString(StandardCharsets.UTF_8).lines())
        .anyMatch(line -> line.contains("Spark dataflow") && line.contains("100 ms"))
        .anyMatch(line -> line.contains("not installed: apt-get install"))
        .allMatch(line -> line.length() <= 80);
    // Long messages go on in the next line.
    assertThat(bytes.toString(StandardCharsets.UTF_8).replaceAll("\\s+", " "))
        .contains("not installed: apt-get install mpich", Made.WRONG);
  }

  @Test
  void timesAndSizesHaveThreeFigures() {
    assertThat(Format.seconds(1.234e-6)).isEqualTo("1.23 µs");
    assertThat(Format.seconds(0.9996e-3)).isEqualTo("1.00 ms");
    assertThat(Format.seconds(0.0456)).isEqualTo("45.6 ms");
    assertThat(Format.seconds(12.34)).isEqualTo("12.3 s");
    assertThat(Format.seconds(Double.NaN)).isEqualTo("–");
    assertThat(Format.size(Workload.ALL_REDUCE, 1 << 20)).isEqualTo("1 MiB");
    assertThat(Format.size(Workload.ALL_REDUCE, 100)).isEqualTo("100 B");
    assertThat(Format.size(Workload.ALL_REDUCE, 1016)).isEqualTo("1016 B");
    assertThat(Format.size(Workload.WORD_COUNT, 5000)).isEqualTo("4.88 KiB");
    assertThat(Format.size(Workload.PI, 1_500_000)).isEqualTo("1.5M");
    assertThat(Format.size(Workload.PI, 42_000)).isEqualTo("42K");
    assertThat(Format.size(Workload.HEAT, 2048)).isEqualTo("2048");
    assertThat(Format.size(Workload.PI, 0)).isEqualTo("0");
  }

  @Test
  void whereTheWinnerChangesHasTwoFiguresAndAUnit() {
    assertThat(Format.about(Workload.ALL_REDUCE, 363.2)).isEqualTo("360 B");
    assertThat(Format.about(Workload.ALL_REDUCE, 1023.5)).isEqualTo("1 KiB");
    assertThat(Format.about(Workload.ALL_TO_ALL, 37_191)).isEqualTo("36 KiB");
    assertThat(Format.about(Workload.WORD_COUNT, 1.55 * (1 << 20))).isEqualTo("1.6 MiB");
    assertThat(Format.about(Workload.K_MEANS, 31_623)).isEqualTo("32K points");
    assertThat(Format.about(Workload.K_MEANS, 996_000)).isEqualTo("1M points");
    assertThat(Format.about(Workload.HEAT, 1234)).isEqualTo("1200 points a side");
    assertThat(Format.about(Workload.PI, 123_456_789)).isEqualTo("120M samples");
  }

  @Test
  void sizesOfASweepHaveTheirUnitWhereverTheyAreShown() throws Exception {
    Results sweep = sweep();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    TextTable table = new TextTable(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    String change = "ranks in one JVM up to about 2.8 KiB, then dataflow";

    sweep.points().forEach(table::row);
    String html = HtmlReport.of(sweep);
    JsonNode json = new ObjectMapper().readTree(JsonReport.of(sweep));

    assertThat(bytes.toString(StandardCharsets.UTF_8).lines())
        .anyMatch(line -> line.contains(" 8 B ") && line.contains("100 ms"))
        .anyMatch(line -> line.contains(" 1 MiB ") && line.contains("100 ms"))
        .allMatch(line -> line.length() <= 80);
    assertThat(html).contains("<td>" + change + "</td>", ">8 B</td>", ">1 MiB</text>");
    assertThat(html).contains("Spark dataflow, 1 MiB: 100 ms");
    assertThat(json.at("/verdicts/0/winner").asText()).isEqualTo(change);
    assertThat(json.at("/verdicts/0/changes/0").asDouble()).isBetween(2800.0, 3000.0);
    assertThat(json.at("/workloads/allreduce/unit").asText()).isEqualTo("bytes");
  }

  /** Dataflow takes 0.1 s whatever the size; ranks 0.01 s for 8 bytes and 1 s for a MiB. */
  private static Results sweep() {
    List<Point> points = new ArrayList<>();
    for (long size : List.of(8L, 1L << 20)) {
      double ranks = size == 8 ? 0.01 : 1;
      points.add(Made.point(Workload.ALL_REDUCE, Engine.SPARK, size, 3, 0.09, 0.1, 0.11));
      points.add(
          Made.point(Workload.ALL_REDUCE, Engine.RANKS, size, 3, 0.9 * ranks, ranks, 1.1 * ranks));
    }
    return new Results(Map.of(), Map.of(), Map.of(), points);
  }
}

package org.commworld.compare.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The report in a browser, if there is one: apt-get install chromium. */
@Timeout(90)
class BrowserIT {
  private static final List<String> BROWSERS =
      List.of("chromium", "chromium-browser", "google-chrome");

  /** Presses the head of column median in the table of k-means, and says what it sees. */
  private static final String PRESS =
      """
      <script>
      const report = [];
      window.onerror = message => report.push("error " + message);
      const heads = [...document.querySelectorAll("#kmeans table.points th")];
      const median = heads.findIndex(h => h.textContent.startsWith("median"));
      const shown = () => [...document.querySelectorAll("#kmeans table.points tbody tr")]
          .map(r => r.cells[0].textContent + "=" + (r.cells[median]?.dataset.v ?? "none")).join(";");
      report.push("before " + shown());
      heads[median].querySelector("button").click();
      report.push("rising " + shown());
      heads[median].querySelector("button").click();
      report.push("falling " + shown());
      const plot = document.querySelector("#kmeans svg.plot").getBoundingClientRect();
      report.push("plot " + (plot.width > 200 && plot.height > 100));
      report.push("wide " + (document.documentElement.scrollWidth > window.innerWidth));
      report.push("fetched " + performance.getEntriesByType("resource").length);
      report.push("page " + getComputedStyle(document.body).backgroundColor);
      document.getElementById("theme").click();
      report.push("other " + getComputedStyle(document.body).backgroundColor);
      const out = document.createElement("div");
      out.id = "seen";
      out.textContent = report.map(line => "@" + line + "@").join("");
      document.body.append(out);
      </script>
      """;

  @TempDir Path directory;

  private static String browser() {
    return BROWSERS.stream()
        .flatMap(
            name ->
                Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                    .map(entry -> Path.of(entry, name)))
        .filter(Files::isExecutable)
        .map(Path::toString)
        .findFirst()
        .orElse("");
  }

  private List<String> open(String html, int width) throws Exception {
    Path page = Files.writeString(directory.resolve("page.html"), html);
    Path out = directory.resolve("dom");
    Process process =
        new ProcessBuilder(
                browser(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--user-data-dir=" + directory.resolve("profile"),
                "--window-size=" + width + ",900",
                "--virtual-time-budget=5000",
                "--dump-dom",
                page.toUri().toString())
            .redirectOutput(out.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("the browser ends").isTrue();
    String dom = Files.readString(out, StandardCharsets.UTF_8);
    int seen = dom.indexOf("id=\"seen\"");
    assertThat(seen).as("the script's report in %s", dom).isPositive();
    return Pattern.compile("@([a-z]+ [^@]*)@")
        .matcher(dom.substring(seen))
        .results()
        .map(MatchResult::group)
        .map(line -> line.substring(1, line.length() - 1))
        .toList();
  }

  @Test
  void aBrowserShowsAndSortsTheNumbers() throws Exception {
    assumeThat(browser()).as("a browser on the PATH: apt-get install chromium").isNotEmpty();
    Results results = Made.results();
    String html = HtmlReport.of(results).replace("</body>", PRESS + "</body>");

    List<String> wide = open(html, 1200);
    List<String> narrow = open(html, 500);

    String before = rows(results.points().stream().filter(p -> p.size() != 0));
    String rising =
        rows(
            results.points().stream()
                .filter(p -> p.size() != 0)
                .sorted(java.util.Comparator.comparingDouble(p -> p.times().median())));
    assertThat(wide).noneMatch(line -> line.startsWith("error"));
    assertThat(wide).contains("before " + before, "rising " + rising, "plot true", "fetched 0");
    assertThat(line(wide, "falling"))
        .startsWith("ranks, one JVM=1.0")
        .endsWith("Hadoop local=none");
    assertThat(line(wide, "page")).isNotEqualTo(line(wide, "other"));
    assertThat(wide).contains("wide false");
    assertThat(narrow).contains("wide false", "plot true");
  }

  private static String rows(Stream<Point> points) {
    return points
        .map(
            p ->
                p.engine().title()
                    + "="
                    + (p.isOk() ? "%.9g".formatted(p.times().median()) : "none"))
        .collect(java.util.stream.Collectors.joining(";"));
  }

  private static String line(List<String> lines, String word) {
    return lines.stream()
        .filter(line -> line.startsWith(word + " "))
        .map(line -> line.substring(word.length() + 1))
        .findFirst()
        .orElse("");
  }
}

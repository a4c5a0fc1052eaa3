package org.commworld.compare.report;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.commworld.compare.engine.Engine;
import org.commworld.compare.engine.Engine.Style;
import org.commworld.compare.workload.Workload;

/** The report as one page that needs nothing else. */
final class HtmlReport {
  private final Results results;
  private final Html page = new Html();

  private HtmlReport(Results results) {
    this.results = results;
  }

  /** The whole page. */
  static String of(Results results) throws IOException {
    HtmlReport report = new HtmlReport(results);
    report.write();
    return report.page.toString();
  }

  private void write() throws IOException {
    page.raw("<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\">")
        .raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")
        .raw("<meta name=\"color-scheme\" content=\"light dark\">")
        .element("title", "Dataflow, ranks, MapReduce, MPI: compared")
        .raw("<style>" + resource("report.css") + "</style></head><body>");
    page.raw("<header><h1>Dataflow, ranks, MapReduce, MPI</h1>");
    page.raw("<button id=\"theme\" type=\"button\" hidden>light / dark</button></header><main>");
    page.element(
        "p",
        "The same work with the same input on the same processors, engine by engine in turn. "
            + "Answers were compared before times count.");
    navigation();
    wrong();
    summary();
    engines();
    for (Workload workload : results.workloads()) {
      new Section(workload).write();
    }
    lines();
    facts();
    method();
    page.raw("</main><script>" + resource("report.js") + "</script></body></html>\n");
  }

  private static String resource(String name) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(HtmlReport.class.getResourceAsStream(name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private void navigation() {
    page.raw("<nav>");
    for (Workload workload : results.workloads()) {
      page.raw("<a href=\"#" + workload.label() + "\">").text(workload.title()).raw("</a> ");
    }
    page.raw("</nav>");
  }

  private void wrong() {
    List<Point> bad = results.points().stream().filter(Point::isBad).toList();
    if (bad.isEmpty()) {
      return;
    }
    page.raw("<section class=\"bad\"><h2>Not all is well</h2><ul>");
    for (Point point : bad) {
      page.element(
          "li",
          "%s, %s, %d ranks%s: %s: %s"
              .formatted(
                  point.workload().title(),
                  point.engine().title(),
                  point.ranks(),
                  point.size() == 0 ? "" : ", " + Format.sizeOf(point),
                  point.state().text(),
                  point.message()));
    }
    page.raw("</ul></section>");
  }

  // ---- who wins ----

  private void summary() {
    page.raw("<section><h2>Who wins, and from which size on</h2>");
    page.element(
        "p",
        "A size decides where the middle halves of the runs do not overlap. The work alone is from "
            + "begin to answer; ranks and MPI are there already then, while a dataflow's and a MapReduce "
            + "job's own start is in it. A whole job in an engine that runs already has the start of ranks "
            + "and of mpirun in it too: it is the fairer one where jobs are short. From the command on "
            + "there is one run for each size, and what differs by less than a tenth to either side does "
            + "not decide. Factors are of the medians, at the smallest size and at the largest.");
    for (int ranks : results.ranks()) {
      page.raw("<div class=\"scroll\"><table class=\"sortable verdicts\"><caption>")
          .text(ranks + (ranks == 1 ? " rank" : " ranks"))
          .raw("</caption>");
      head(
          "workload",
          "between",
          "the work alone",
          "by",
          "a whole job",
          "by",
          "from the command on");
      for (Workload workload : results.workloads()) {
        List<Verdict> jobs = Verdict.ofJob(results, workload, ranks);
        List<Verdict> commands = Verdict.ofCommand(results, workload, ranks);
        for (Verdict verdict : Verdict.ofWork(results, workload, ranks)) {
          page.raw("<tr>")
              .element("td", workload.title())
              .element("td", verdict.first() + " and " + verdict.second())
              .element("td", verdict.winner())
              .element("td", verdict.factors())
              .element("td", same(verdict, jobs, Verdict::winner))
              .element("td", same(verdict, jobs, Verdict::factors))
              .element("td", same(verdict, commands, Verdict::winner))
              .raw("</tr>");
        }
      }
      page.raw("</tbody></table></div>");
    }
    page.raw("</section>");
  }

  /** What is said of the same pair among others; a dash if nothing is. */
  private static String same(
      Verdict verdict, List<Verdict> others, Function<Verdict, String> words) {
    return others.stream()
        .filter(o -> o.first().equals(verdict.first()) && o.second().equals(verdict.second()))
        .map(words)
        .findFirst()
        .orElse("–");
  }

  private void head(String... columns) {
    page.raw("<thead><tr>");
    for (String column : columns) {
      page.raw("<th scope=\"col\"><button type=\"button\">").text(column).raw("</button></th>");
    }
    page.raw("</tr></thead><tbody>");
  }

  // ---- engines ----

  private void engines() {
    page.raw("<section><h2>Engines</h2><div class=\"scroll\"><table class=\"sortable\">");
    head("engine", "made of", "starts in", "a job starts in", "peak memory, least to most");
    for (Engine engine : results.allEngines()) {
      List<Point> ok =
          results.points().stream().filter(p -> p.engine() == engine && p.isOk()).toList();
      Quartiles start =
          Quartiles.of(
              ok.stream().map(Point::startSeconds).filter(s -> !s.isNaN()).distinct().toList());
      Quartiles job =
          Quartiles.of(ok.stream().map(Point::overheadSeconds).filter(s -> !s.isNaN()).toList());
      Quartiles peak = Quartiles.of(ok.stream().map(p -> (double) p.peakBytes()).toList());
      page.raw("<tr><td>")
          .raw(key(engine))
          .text(engine.title())
          .raw("</td>")
          .element("td", results.engines().getOrDefault(engine, ""))
          .number(start.median(), Format.seconds(start.median()))
          .number(job.median(), Format.seconds(job.median()))
          .number(
              peak.most(),
              Double.isNaN(peak.most())
                  ? "–"
                  : Format.bytes((long) peak.least()) + " – " + Format.bytes((long) peak.most()))
          .raw("</tr>");
    }
    page.raw("</tbody></table></div></section>");
  }

  private static String key(Engine engine) {
    return "<svg class=\"key e-"
        + engine.label()
        + "\" viewBox=\"-8 -8 16 16\" aria-hidden=\"true\"><g class=\"mark\">"
        + Plot.mark(engine)
        + "</g></svg>";
  }

  // ---- a workload ----

  private final class Section {
    private final Workload workload;

    Section(Workload workload) {
      this.workload = workload;
    }

    void write() {
      page.raw("<section id=\"" + workload.label() + "\"><h2>").text(workload.title()).raw("</h2>");
      page.element(
          "p",
          workload.description()
              + " Input: "
              + results.origins().getOrDefault(workload, "none")
              + ".");
      page.raw("<div class=\"plots\">");
      for (int ranks : results.ranks()) {
        plot(ranks);
      }
      page.raw("</div>");
      table();
      absent();
      code();
      page.raw("</section>");
    }

    private void plot(int ranks) {
      Map<Engine, Map<Long, Quartiles>> series = new EnumMap<>(Engine.class);
      for (Engine engine : results.allEngines()) {
        TreeMap<Long, Quartiles> one = results.series(workload, ranks, engine, Point::times);
        if (!one.isEmpty()) {
          series.put(engine, one);
        }
      }
      if (series.isEmpty()) {
        return;
      }
      String title = "%s, %d %s".formatted(workload.title(), ranks, ranks == 1 ? "rank" : "ranks");
      page.raw("<figure><figcaption>").text(title).raw("</figcaption>");
      page.raw(new Plot(workload, series).svg(title)).raw("<ul class=\"legend\">");
      for (Engine engine : series.keySet()) {
        page.raw("<li>").raw(key(engine)).text(engine.title()).raw("</li>");
      }
      page.raw("</ul></figure>");
    }

    private void table() {
      page.raw("<div class=\"scroll\"><table class=\"sortable points\">");
      head(
          "engine",
          "ranks",
          isInBytes() ? "size" : workload.unit().text(),
          "median",
          "quartiles",
          "min … max",
          "to the fastest",
          "job start",
          "command",
          "peak memory");
      for (Point point : results.points()) {
        if (point.workload() == workload && point.size() != 0) {
          row(point);
        }
      }
      page.raw("</tbody></table></div>");
    }

    /** Whether each size has its unit beside it. */
    private boolean isInBytes() {
      return workload.unit() == Workload.Unit.BYTES;
    }

    private void row(Point point) {
      page.raw("<tr" + (point.isOk() ? "" : " class=\"bad\"") + "><td>")
          .raw(key(point.engine()))
          .text(point.engine().title())
          .raw("</td>")
          .number(point.ranks(), String.valueOf(point.ranks()))
          .number((double) point.size(), Format.size(point));
      if (!point.isOk()) {
        page.raw("<td colspan=\"7\">")
            .text(point.state().text() + ": " + point.message())
            .raw("</td></tr>");
        return;
      }
      Quartiles times = point.times();
      double ratio = times.median() / fastest(point);
      page.number(times.median(), Format.seconds(times.median()))
          .number(times.lower(), range(times.lower(), times.upper()))
          .number(times.least(), range(times.least(), times.most()))
          .number(ratio, Format.ratio(ratio))
          .number(point.overheadSeconds(), Format.seconds(point.overheadSeconds()))
          .number(point.commandSeconds(), Format.seconds(point.commandSeconds()))
          .number(
              point.peakBytes() == 0 ? Double.NaN : (double) point.peakBytes(),
              Format.bytes(point.peakBytes()))
          .raw("</tr>");
    }

    private double fastest(Point point) {
      return results.of(workload, point.ranks()).stream()
          .filter(p -> p.isOk() && p.size() == point.size())
          .mapToDouble(p -> p.times().median())
          .min()
          .orElse(Double.NaN);
    }

    /** Engines without any size, each once. */
    private void absent() {
      String text =
          results.points().stream()
              .filter(p -> p.workload() == workload && p.size() == 0)
              .map(
                  p ->
                      "<li>"
                          + key(p.engine())
                          + Html.escape(
                              "%s: %s: %s"
                                  .formatted(p.engine().title(), p.state().text(), p.message()))
                          + "</li>")
              .distinct()
              .collect(Collectors.joining());
      if (!text.isEmpty()) {
        page.raw("<ul class=\"absent\">" + text + "</ul>");
      }
    }

    private void code() {
      for (Style style : stylesOf(workload)) {
        Code code = Code.of(workload, style);
        page.raw("<details><summary>")
            .text(
                "%s: %s, %d lines%s"
                    .formatted(
                        style.title(),
                        code.program().name(),
                        code.programLines(),
                        code.shared().isEmpty()
                            ? ""
                            : " + %d of %s"
                                .formatted(
                                    code.sharedLines(), String.join(", ", code.sharedNames()))))
            .raw("</summary><pre>")
            .text(code.text())
            .raw("</pre></details>");
      }
    }
  }

  private static String range(double from, double to) {
    return Format.seconds(from) + " … " + Format.seconds(to);
  }

  /** The styles that have a program for a workload, whether it could run here or not. */
  private static List<Style> stylesOf(Workload workload) {
    return Arrays.stream(Engine.values())
        .filter(engine -> engine.reasonAgainst(workload).isEmpty())
        .map(Engine::style)
        .distinct()
        .toList();
  }

  // ---- lines of code ----

  private void lines() {
    page.raw("<section><h2>Lines of code</h2>");
    page.element(
        "p",
        "Lines that are neither blank nor comment, imports included, counted by one rule for all: "
            + "a workload's program and, the second number, every file of ours that it needs, be it "
            + "arithmetic, reading its part of the input or a helper, from which other programs may "
            + "have it too. Not counted in any is what starts and measures programs and takes their "
            + "answers (compare.h in C, compare.py in Python, their like in Java), nor libraries.");
    page.raw("<div class=\"scroll\"><table class=\"sortable lines\">");
    List<String> columns = new ArrayList<>(List.of("workload"));
    for (Style style : Style.values()) {
      columns.add(style.title());
    }
    head(columns.toArray(String[]::new));
    for (Workload workload : results.workloads()) {
      page.raw("<tr>").element("td", workload.title());
      List<Style> styles = stylesOf(workload);
      for (Style style : Style.values()) {
        if (!styles.contains(style)) {
          page.number(Double.NaN, "–");
          continue;
        }
        Code code = Code.of(workload, style);
        int shared = code.sharedLines();
        page.number(
            code.programLines() + shared,
            code.programLines() + (shared == 0 ? "" : " + " + shared));
      }
      page.raw("</tr>");
    }
    page.raw("</tbody></table></div></section>");
  }

  // ---- how ----

  private void facts() {
    page.raw("<section><h2>Machine and settings</h2><dl>");
    results.facts().forEach((name, value) -> page.element("dt", name).element("dd", value));
    page.raw("</dl></section>");
  }

  private void method() throws IOException {
    page.raw("<section><h2>Method</h2>" + resource("method.html") + "</section>");
  }
}

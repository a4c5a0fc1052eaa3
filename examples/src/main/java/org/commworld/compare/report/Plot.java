package org.commworld.compare.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.commworld.compare.engine.Engine;
import org.commworld.compare.workload.Workload;

/** Times over sizes as an SVG, both axes logarithmic: a line and a mark for each engine. */
final class Plot {
  private static final int WIDTH = 640;
  private static final int HEIGHT = 360;
  private static final int LEFT = 64;
  private static final int RIGHT = 12;
  private static final int TOP = 12;
  private static final int BOTTOM = 44;
  private static final double ROOM = 1.25;

  private final Workload workload;
  private final Map<Engine, Map<Long, Quartiles>> series;
  private final double xLeast;
  private final double xMost;
  private final double yLeast;
  private final double yMost;

  /** Of samples in seconds by size, at least one. */
  Plot(Workload workload, Map<Engine, Map<Long, Quartiles>> series) {
    this.workload = workload;
    this.series = series;
    List<Double> times = new ArrayList<>();
    List<Long> sizes = new ArrayList<>();
    for (Map<Long, Quartiles> one : series.values()) {
      one.forEach(
          (size, q) -> {
            sizes.add(size);
            times.add(q.least());
            times.add(q.most());
          });
    }
    xLeast = sizes.stream().mapToLong(s -> s).min().orElse(1) / ROOM;
    xMost = sizes.stream().mapToLong(s -> s).max().orElse(1) * ROOM;
    yLeast = times.stream().mapToDouble(t -> t).min().orElse(1) / ROOM;
    yMost = times.stream().mapToDouble(t -> t).max().orElse(1) * ROOM;
  }

  /** The picture. */
  String svg(String title) {
    StringBuilder svg = new StringBuilder();
    svg.append(
        "<svg class=\"plot\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">"
            .formatted(WIDTH, HEIGHT, Html.escape(title)));
    yAxis(svg);
    xAxis(svg);
    series.forEach((engine, one) -> line(svg, engine, one));
    return svg.append("</svg>").toString();
  }

  private double x(double size) {
    return LEFT + (WIDTH - LEFT - RIGHT) * Math.log(size / xLeast) / Math.log(xMost / xLeast);
  }

  private double y(double seconds) {
    return HEIGHT
        - BOTTOM
        - (HEIGHT - TOP - BOTTOM) * Math.log(seconds / yLeast) / Math.log(yMost / yLeast);
  }

  private void yAxis(StringBuilder svg) {
    int first = (int) Math.ceil(Math.log10(yLeast));
    int last = (int) Math.floor(Math.log10(yMost));
    List<Double> ticks = new ArrayList<>();
    for (int power = first; power <= last; power++) {
      ticks.add(Math.pow(10, power));
    }
    if (ticks.size() < 2) {
      ticks = List.of(yLeast * ROOM, Math.sqrt(yLeast * yMost), yMost / ROOM);
    }
    for (double tick : ticks) {
      append(
          svg,
          "<line class=\"grid\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/>",
          LEFT,
          WIDTH - RIGHT,
          y(tick),
          y(tick));
      append(
          svg,
          "<text class=\"tick end\" x=\"%d\" y=\"%.1f\">%s</text>",
          LEFT - 8,
          y(tick) + 4,
          shortTime(tick));
    }
  }

  private static String shortTime(double seconds) {
    return Format.seconds(seconds).replaceAll("\\.0+(?= )", "");
  }

  private void xAxis(StringBuilder svg) {
    List<Double> sizes =
        series.values().stream()
            .flatMap(s -> s.keySet().stream())
            .map(Long::doubleValue)
            .distinct()
            .sorted()
            .toList();
    append(
        svg,
        "<line class=\"axis\" x1=\"%d\" x2=\"%d\" y1=\"%d\" y2=\"%d\"/>",
        LEFT,
        WIDTH - RIGHT,
        HEIGHT - BOTTOM,
        HEIGHT - BOTTOM);
    double last = -100;
    for (double size : sizes) {
      if (x(size) - last > 40) {
        append(
            svg,
            "<text class=\"tick middle\" x=\"%.1f\" y=\"%d\">%s</text>",
            x(size),
            HEIGHT - BOTTOM + 18,
            Format.size(workload, size));
        last = x(size);
      }
    }
    append(
        svg,
        "<text class=\"tick middle\" x=\"%d\" y=\"%d\">%s</text>",
        (LEFT + WIDTH - RIGHT) / 2,
        HEIGHT - 8,
        workload.unit() == Workload.Unit.BYTES ? "size" : workload.unit().text());
  }

  private void line(StringBuilder svg, Engine engine, Map<Long, Quartiles> one) {
    svg.append("<g class=\"e-").append(engine.label()).append("\">");
    StringBuilder points = new StringBuilder();
    one.forEach((size, q) -> append(points, "%.1f,%.1f ", x(size), y(q.median())));
    append(svg, "<polyline points=\"%s\"/>", points.toString().strip());
    one.forEach(
        (size, q) -> {
          append(
              svg,
              "<line class=\"spread\" x1=\"%1$.1f\" x2=\"%1$.1f\" y1=\"%2$.1f\" y2=\"%3$.1f\"/>",
              x(size),
              y(q.least()),
              y(q.most()));
          append(
              svg,
              "<g class=\"mark\" transform=\"translate(%.1f %.1f)\">%s<title>%s</title></g>",
              x(size),
              y(q.median()),
              mark(engine),
              Html.escape(
                  "%s, %s: %s [%s, %s]"
                      .formatted(
                          engine.title(),
                          Format.sizeOf(workload, size),
                          Format.seconds(q.median()),
                          Format.seconds(q.least()),
                          Format.seconds(q.most()))));
        });
    svg.append("</g>");
  }

  /** A shape for each engine, so that colour is not all that tells them apart. */
  static String mark(Engine engine) {
    return switch (engine) {
      case SPARK -> "<circle r=\"4.5\"/>";
      case SPARK_JVMS -> "<circle r=\"4.5\" class=\"hollow\"/>";
      case RANKS -> "<rect x=\"-4\" y=\"-4\" width=\"8\" height=\"8\"/>";
      case RANKS_JVMS -> "<rect x=\"-4\" y=\"-4\" width=\"8\" height=\"8\" class=\"hollow\"/>";
      case MAPREDUCE -> "<path d=\"M0 -5.5 L5 4 L-5 4 Z\"/>";
      case HADOOP -> "<path d=\"M0 -5.5 L5 4 L-5 4 Z\" class=\"hollow\"/>";
      case OPEN_MPI -> "<path d=\"M0 -5.5 L5.5 0 L0 5.5 L-5.5 0 Z\"/>";
      case MPICH -> "<path d=\"M0 -5.5 L5.5 0 L0 5.5 L-5.5 0 Z\" class=\"hollow\"/>";
      case MPI4PY -> "<path d=\"M-4 -4 L4 4 M-4 4 L4 -4\" class=\"stroke\"/>";
    };
  }

  private static void append(StringBuilder svg, String format, Object... values) {
    svg.append(String.format(Locale.ROOT, format, values));
  }
}

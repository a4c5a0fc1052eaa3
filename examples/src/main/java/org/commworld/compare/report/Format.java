package org.commworld.compare.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import org.commworld.compare.workload.Workload;

/** Numbers for people: three figures, and a unit that suits. */
final class Format {
  private Format() {}

  /** A time; a dash if there is none. */
  static String seconds(double seconds) {
    if (Double.isNaN(seconds)) {
      return "–";
    }
    if (seconds < 0.9995e-3) {
      return figures(seconds * 1e6) + " µs";
    }
    return seconds < 0.9995 ? figures(seconds * 1e3) + " ms" : figures(seconds) + " s";
  }

  /** A ratio, as in 3.2 times; a dash if there is none. */
  static String ratio(double ratio) {
    return Double.isNaN(ratio) ? "–" : figures(ratio) + "×";
  }

  /** Three figures. */
  static String figures(double number) {
    String format = number < 9.995 ? "%.2f" : number < 99.95 ? "%.1f" : "%,.0f";
    return String.format(Locale.ROOT, format, number);
  }

  /** Memory; a dash if unknown. */
  static String bytes(long bytes) {
    return bytes <= 0 ? "–" : String.format(Locale.ROOT, "%,.0f MiB", bytes / 1048576.0);
  }

  /** A size of a point. */
  static String size(Point point) {
    return size(point.workload(), (double) point.size());
  }

  /** A size of a point with what it counts, as in {@code 42K points}. */
  static String sizeOf(Point point) {
    return sizeOf(point.workload(), point.size());
  }

  /** A size with what it counts. */
  static String sizeOf(Workload workload, long size) {
    return withUnit(workload, size(workload, (double) size));
  }

  /** A size for its workload's column: bytes in B, KiB, MiB or GiB, others with K, M or G. */
  static String size(Workload workload, double size) {
    Scaled scaled = Scaled.of(workload, size, 3);
    // As it was asked for where three figures are not enough.
    int figures = workload.unit() == Workload.Unit.SIDE || scaled.number >= 100 ? 5 : 3;
    return scaled.text(figures);
  }

  /**
   * About where something changes, in two figures and with its unit, as in {@code 360 B} or {@code
   * 32K points}: between two measured sizes more is not known.
   */
  static String about(Workload workload, double size) {
    return withUnit(workload, Scaled.of(workload, size, 2).text(2));
  }

  private static String withUnit(Workload workload, String size) {
    return workload.unit() == Workload.Unit.BYTES ? size : size + " " + workload.unit().text();
  }

  /** A size by a power of its unit's kilo, and what that power is called. */
  private record Scaled(double number, String suffix) {
    private static final List<String> BYTES = List.of(" B", " KiB", " MiB", " GiB");
    private static final List<String> OTHERS = List.of("", "K", "M", "G");
    private static final List<String> SIDE = List.of("");

    static Scaled of(Workload workload, double size, int figures) {
      List<String> suffixes =
          switch (workload.unit()) {
            case BYTES -> BYTES;
            case SIDE -> SIDE;
            case POINTS, ROWS, PAGES, RECORDS, SAMPLES -> OTHERS;
          };
      int kilo = workload.unit().kilo();
      double next = kilo * (1 - 0.5 * Math.pow(10, -figures)); // what is rounded to a kilo
      double number = size;
      int power = 0;
      while (power < suffixes.size() - 1 && number >= next) {
        number /= kilo;
        power++;
      }
      return new Scaled(number, suffixes.get(power));
    }

    String text(int figures) {
      BigDecimal rounded =
          new BigDecimal(number).round(new MathContext(figures, RoundingMode.HALF_UP));
      return rounded.stripTrailingZeros().toPlainString() + suffix;
    }
  }
}

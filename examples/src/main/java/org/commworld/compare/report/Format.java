package org.commworld.compare.report;

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

  /** A size with K, M or G as the command takes it. */
  static String size(Workload workload, double size) {
    if (workload.unit() == Workload.Unit.SIDE) {
      return String.format(Locale.ROOT, "%.0f", size);
    }
    int kilo = workload.unit().kilo();
    String letters = " KMG";
    int power = 0;
    double number = size;
    while (power < 3 && number >= kilo * 0.9995) {
      number /= kilo;
      power++;
    }
    String text =
        String.format(
            Locale.ROOT, number < 9.995 ? "%.2f" : number < 99.95 ? "%.1f" : "%.0f", number);
    if (text.contains(".")) {
      text = text.replaceAll("\\.?0+$", "");
    }
    return power == 0 ? text : text + letters.charAt(power);
  }
}

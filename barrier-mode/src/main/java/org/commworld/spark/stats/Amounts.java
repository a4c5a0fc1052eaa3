package org.commworld.spark.stats;

import java.util.Locale;

/** Amounts as people read them. */
public final class Amounts {
  private static final String[] BYTES = {"B", "KiB", "MiB", "GiB", "TiB", "PiB"};

  private Amounts() {}

  /** As 17 B, 1.5 KiB, 320 MiB. */
  public static String bytes(long bytes) {
    double amount = bytes;
    int unit = 0;
    while (amount >= 1024 && unit < BYTES.length - 1) {
      amount /= 1024;
      unit++;
    }
    return number(amount, unit > 0) + " " + BYTES[unit];
  }

  /** As 850 ns, 12.3 µs, 4.56 ms, 7.89 s, 12 min 3 s. */
  public static String time(long nanos) {
    double seconds = nanos / 1e9;
    if (nanos < 1_000) {
      return nanos + " ns";
    } else if (nanos < 1_000_000) {
      return number(nanos / 1e3, true) + " µs";
    } else if (nanos < 1_000_000_000) {
      return number(nanos / 1e6, true) + " ms";
    } else if (seconds < 120) {
      return number(seconds, true) + " s";
    }
    long whole = Math.round(seconds);
    return whole < 7200
        ? "%d min %d s".formatted(whole / 60, whole % 60)
        : "%d h %d min".formatted(whole / 3600, whole % 3600 / 60);
  }

  /** As 37.5 %. */
  public static String percent(double part) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * part);
  }

  /** Three digits that count. */
  private static String number(double amount, boolean fraction) {
    int digits = !fraction || amount >= 99.95 ? 0 : amount >= 9.995 ? 1 : 2;
    return String.format(Locale.ROOT, "%." + digits + "f", amount);
  }
}

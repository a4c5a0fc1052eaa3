package org.commworld.mapreduce.mrjob.protocol;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * Writes a double as Python's {@code repr}: the shortest digits that read back as the same double,
 * among those the nearest to it, and an exponent of at least two digits below 1e-4 and from 1e16
 * on.
 *
 * <p>{@code Double.toString} writes more digits than it needs in some cases before Java 19
 * (JDK-4511638) and has other rules for exponents. So its digits are only the start: as long as a
 * decimal with one digit less reads back as the same double, that one is taken. If n digits are
 * enough then n + 1 are too, so the first n that fails ends the search.
 */
final class PythonFloat {
  private static final long EXACT = 1L << 53;

  private PythonFloat() {}

  static void write(double value, StringBuilder out) {
    if (Double.isNaN(value)) {
      out.append("NaN");
    } else if (Double.isInfinite(value)) {
      out.append(value > 0 ? "Infinity" : "-Infinity");
    } else if (value == 0) {
      out.append(1 / value > 0 ? "0.0" : "-0.0");
    } else if (value == (long) value && Math.abs(value) <= EXACT) {
      out.append((long) value).append(".0");
    } else {
      if (value < 0) {
        out.append('-');
      }
      digits(shortest(Math.abs(value)), out);
    }
  }

  private static BigDecimal shortest(double value) {
    BigDecimal exact = new BigDecimal(value);
    int precision = new BigDecimal(Double.toString(value)).stripTrailingZeros().precision();
    BigDecimal best = nearest(value, exact, precision);
    for (int fewer = precision - 1; fewer > 0; fewer--) {
      BigDecimal shorter = nearest(value, exact, fewer);
      if (shorter.doubleValue() != value) {
        break;
      }
      best = shorter;
    }
    return best.stripTrailingZeros();
  }

  /**
   * The nearest decimal of so many digits; if that reads back as another double, the one on the
   * other side, for next to a power of two the doubles above are twice as far apart as those below.
   */
  private static BigDecimal nearest(double value, BigDecimal exact, int precision) {
    BigDecimal half = exact.round(new MathContext(precision, RoundingMode.HALF_EVEN));
    if (half.doubleValue() == value) {
      return half;
    }
    RoundingMode other = half.compareTo(exact) < 0 ? RoundingMode.UP : RoundingMode.DOWN;
    return exact.round(new MathContext(precision, other));
  }

  private static void digits(BigDecimal decimal, StringBuilder out) {
    String digits = decimal.unscaledValue().toString();
    int exponent = digits.length() - 1 - decimal.scale();
    if (exponent < -4 || exponent >= 16) {
      out.append(digits.charAt(0));
      if (digits.length() > 1) {
        out.append('.').append(digits, 1, digits.length());
      }
      out.append(exponent < 0 ? "e-" : "e+");
      int magnitude = Math.abs(exponent);
      out.append(magnitude < 10 ? "0" : "").append(magnitude);
    } else if (exponent < 0) {
      out.append("0.").append("0".repeat(-exponent - 1)).append(digits);
    } else if (digits.length() <= exponent + 1) {
      out.append(digits).append("0".repeat(exponent + 1 - digits.length())).append(".0");
    } else {
      out.append(digits, 0, exponent + 1).append('.').append(digits, exponent + 1, digits.length());
    }
  }
}

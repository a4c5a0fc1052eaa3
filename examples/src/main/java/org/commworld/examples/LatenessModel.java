package org.commworld.examples;

import java.io.Serializable;
import java.util.Iterator;
import org.apache.spark.sql.Row;

/**
 * Logistic regression of "the flight is more than 15 minutes late" on distance and time of day: the
 * rows of one rank or partition, unboxed, and the gradient over them.
 */
public final class LatenessModel implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Constant, distance, and the first two harmonics of the day. */
  public static final int FEATURES = 6;

  /** Gradient, loss and number of rows, so that one reduction carries all. */
  public static final int SUMS = FEATURES + 2;

  private static final double LATE_MINUTES = 15;
  private static final double TYPICAL_MILES = 700;
  private static final double LEARNING_RATE = 1;

  private final double[] features;
  private final double[] isLate;

  private LatenessModel(double[] features, double[] isLate) {
    this.features = features; // FEATURES numbers for each row in turn
    this.isLate = isLate; // 1 for a late flight, otherwise 0
  }

  /** From rows of delay in minutes, distance in miles, minute of the day. */
  static LatenessModel of(Iterator<Row> rows) {
    Builder builder = new Builder();
    rows.forEachRemaining(row -> builder.add(row.getLong(0), row.getLong(1), row.getInt(2)));
    return builder.build();
  }

  /** From lines of the same three numbers with commas between. */
  public static LatenessModel ofLines(Iterator<String> lines) {
    Builder builder = new Builder();
    while (lines.hasNext()) {
      String line = lines.next();
      int first = line.indexOf(',');
      int second = line.indexOf(',', first + 1);
      builder.add(
          Long.parseLong(line, 0, first, 10),
          Long.parseLong(line, first + 1, second, 10),
          Integer.parseInt(line, second + 1, line.length(), 10));
    }
    return builder.build();
  }

  private static final class Builder {
    private final DoubleList features = new DoubleList();
    private final DoubleList isLate = new DoubleList();

    void add(long delay, long distance, int minute) {
      double hourAngle = minute * (2 * Math.PI / (24 * 60));
      features.add(1);
      features.add(distance / TYPICAL_MILES - 1);
      features.add(Math.cos(hourAngle));
      features.add(Math.sin(hourAngle));
      features.add(Math.cos(2 * hourAngle));
      features.add(Math.sin(2 * hourAngle));
      isLate.add(delay > LATE_MINUTES ? 1 : 0);
    }

    LatenessModel build() {
      return new LatenessModel(features.toArray(), isLate.toArray());
    }
  }

  /** Adds this part's gradient, loss and rows to {@code sums}. */
  public void addTo(double[] sums, double[] weights) {
    for (int i = 0; i < isLate.length; i++) {
      int row = i * FEATURES;
      double z = 0;
      for (int f = 0; f < FEATURES; f++) {
        z += weights[f] * features[row + f];
      }
      double error = 1 / (1 + Math.exp(-z)) - isLate[i];
      for (int f = 0; f < FEATURES; f++) {
        sums[f] += error * features[row + f];
      }
      sums[FEATURES] += Math.log1p(Math.exp(-Math.abs(z))) + Math.max(z, 0) - isLate[i] * z;
    }
    sums[FEATURES + 1] += isLate.length;
  }

  /** One step down the gradient that {@code sums} holds. */
  public static void descend(double[] weights, double[] sums) {
    for (int f = 0; f < FEATURES; f++) {
      weights[f] -= LEARNING_RATE * sums[f] / sums[FEATURES + 1];
    }
  }

  /** The mean loss of a row before the step. */
  public static double loss(double[] sums) {
    return sums[FEATURES] / sums[FEATURES + 1];
  }
}

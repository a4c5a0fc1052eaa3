package org.commworld.compare.workload;

import java.util.Arrays;

/**
 * The heat equation on rows of a plate. The first row and the last are the neighbours' edges, and
 * the first column and the last, like what is above and below the plate, always cold.
 */
public final class Stencil {
  private static final double ALPHA = 0.1;

  private Stencil() {}

  /**
   * Rows {@code first} to {@code first + count - 1} of a plate of {@code n} rows as it begins, cold
   * but for a hot square in the middle; with a cold row before and after.
   */
  public static double[][] start(int n, int first, int count) {
    double[][] rows = new double[count + 2][n + 2];
    for (int i = 1; i <= count; i++) {
      int row = first + i - 1;
      if (row >= n / 4 && row < n - n / 4) {
        Arrays.fill(rows[i], 1 + n / 4, 1 + n - n / 4, 1 + row % 7);
      }
    }
    return rows;
  }

  /** One step of all rows but the first and the last. */
  public static void step(double[][] from, double[][] to) {
    for (int i = 1; i < from.length - 1; i++) {
      double[] up = from[i - 1];
      double[] row = from[i];
      double[] down = from[i + 1];
      double[] next = to[i];
      for (int j = 1; j < row.length - 1; j++) {
        next[j] = row[j] + ALPHA * (up[j] + down[j] + row[j - 1] + row[j + 1] - 4 * row[j]);
      }
    }
  }

  /**
   * Of all rows but the first and the last of those from {@code first} on: their heat; the same
   * weighted by row and column; and what has come to the cold rows above the square, which alone
   * tells how fast heat spreads.
   */
  public static double[] sums(double[][] rows, int first) {
    double[] sums = new double[3];
    for (int i = 1; i < rows.length - 1; i++) {
      int row = first + i - 1;
      boolean isCold = row < (rows[i].length - 2) / 4;
      for (int j = 1; j < rows[i].length - 1; j++) {
        sums[0] += rows[i][j];
        sums[1] += rows[i][j] * (row % 10 + j % 3 + 1);
        sums[2] += isCold ? rows[i][j] : 0;
      }
    }
    return sums;
  }
}

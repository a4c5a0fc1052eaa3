package org.commworld.data;

import org.commworld.mpi.Data;
import org.commworld.mpi.ErrorClass;
import org.commworld.mpi.MpiException;

/** MINLOC and MAXLOC on arrays in which value and index alternate. */
final class AlternatingPairReducer implements Reducer {
  private final Locations order;

  AlternatingPairReducer(Locations order) {
    this.order = order;
  }

  @Override
  public int unit() {
    return 2;
  }

  @Override
  public void reduce(Data in, Data inOut, int first, int n) {
    if (first % 2 != 0 || n % 2 != 0) {
      throw new MpiException(
          ErrorClass.COUNT,
          "value and index alternate, so counts are even: first=%d, count=%d".formatted(first, n));
    }
    arrays.reduce(in, inOut, first, n);
  }

  private final ArrayReducer arrays =
      new ArrayReducer() {
        @Override
        void loop(Object in, int inFirst, Object inOut, int inOutFirst, int n) {
          if (in instanceof double[] left) {
            doubles(left, inFirst, (double[]) inOut, inOutFirst, n);
          } else if (in instanceof float[] left) {
            floats(left, inFirst, (float[]) inOut, inOutFirst, n);
          } else if (in instanceof long[] left) {
            longs(left, inFirst, (long[]) inOut, inOutFirst, n);
          } else if (in instanceof int[] left) {
            ints(left, inFirst, (int[]) inOut, inOutFirst, n);
          } else {
            shorts((short[]) in, inFirst, (short[]) inOut, inOutFirst, n);
          }
        }
      };

  private void shorts(short[] left, int a, short[] right, int b, int n) {
    for (int i = 0; i < n; i += 2) {
      if (order.firstWins(left[a + i], left[a + i + 1], right[b + i], right[b + i + 1])) {
        right[b + i] = left[a + i];
        right[b + i + 1] = left[a + i + 1];
      }
    }
  }

  private void ints(int[] left, int a, int[] right, int b, int n) {
    for (int i = 0; i < n; i += 2) {
      if (order.firstWins(left[a + i], left[a + i + 1], right[b + i], right[b + i + 1])) {
        right[b + i] = left[a + i];
        right[b + i + 1] = left[a + i + 1];
      }
    }
  }

  private void longs(long[] left, int a, long[] right, int b, int n) {
    for (int i = 0; i < n; i += 2) {
      if (order.firstWins(left[a + i], left[a + i + 1], right[b + i], right[b + i + 1])) {
        right[b + i] = left[a + i];
        right[b + i + 1] = left[a + i + 1];
      }
    }
  }

  private void floats(float[] left, int a, float[] right, int b, int n) {
    for (int i = 0; i < n; i += 2) {
      if (order.firstWins(left[a + i], left[a + i + 1], right[b + i], right[b + i + 1])) {
        right[b + i] = left[a + i];
        right[b + i + 1] = left[a + i + 1];
      }
    }
  }

  private void doubles(double[] left, int a, double[] right, int b, int n) {
    for (int i = 0; i < n; i += 2) {
      if (order.firstWins(left[a + i], left[a + i + 1], right[b + i], right[b + i + 1])) {
        right[b + i] = left[a + i];
        right[b + i + 1] = left[a + i + 1];
      }
    }
  }
}

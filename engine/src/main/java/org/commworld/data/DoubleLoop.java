package org.commworld.data;

import java.util.function.DoubleBinaryOperator;

/** Template of a loop over double arrays; {@link LoopTemplate} says how it is used. */
final class DoubleLoop extends ArrayReducer {
  private final DoubleBinaryOperator op;

  DoubleLoop(DoubleBinaryOperator op) {
    this.op = op;
  }

  @Override
  void loop(Object in, int inFirst, Object inOut, int inOutFirst, int n) {
    double[] left = (double[]) in;
    double[] right = (double[]) inOut;
    if (isLongWithOneIndex(inFirst, inOutFirst, n)) {
      for (int i = inFirst, end = inFirst + n; i < end; i++) {
        right[i] = op.applyAsDouble(left[i], right[i]);
      }
    } else {
      for (int i = 0; i < n; i++) {
        right[inOutFirst + i] = op.applyAsDouble(left[inFirst + i], right[inOutFirst + i]);
      }
    }
  }
}

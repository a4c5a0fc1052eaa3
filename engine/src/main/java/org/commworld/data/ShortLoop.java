package org.commworld.data;

import java.util.function.IntBinaryOperator;

/** Template of a loop over short arrays; {@link LoopTemplate} says how it is used. */
final class ShortLoop extends ArrayReducer {
  private final IntBinaryOperator op;

  ShortLoop(IntBinaryOperator op) {
    this.op = op;
  }

  @Override
  void loop(Object in, int inFirst, Object inOut, int inOutFirst, int n) {
    short[] left = (short[]) in;
    short[] right = (short[]) inOut;
    if (isLongWithOneIndex(inFirst, inOutFirst, n)) {
      for (int i = inFirst, end = inFirst + n; i < end; i++) {
        right[i] = (short) op.applyAsInt(left[i], right[i]);
      }
    } else {
      for (int i = 0; i < n; i++) {
        right[inOutFirst + i] = (short) op.applyAsInt(left[inFirst + i], right[inOutFirst + i]);
      }
    }
  }
}

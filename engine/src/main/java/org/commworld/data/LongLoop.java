package org.commworld.data;

import java.util.function.LongBinaryOperator;

/** Template of a loop over long arrays; {@link LoopTemplate} says how it is used. */
final class LongLoop extends ArrayReducer {
  private final LongBinaryOperator op;

  LongLoop(LongBinaryOperator op) {
    this.op = op;
  }

  @Override
  void loop(Object in, int inFirst, Object inOut, int inOutFirst, int n) {
    long[] left = (long[]) in;
    long[] right = (long[]) inOut;
    if (isLongWithOneIndex(inFirst, inOutFirst, n)) {
      for (int i = inFirst, end = inFirst + n; i < end; i++) {
        right[i] = op.applyAsLong(left[i], right[i]);
      }
    } else {
      for (int i = 0; i < n; i++) {
        right[inOutFirst + i] = op.applyAsLong(left[inFirst + i], right[inOutFirst + i]);
      }
    }
  }
}

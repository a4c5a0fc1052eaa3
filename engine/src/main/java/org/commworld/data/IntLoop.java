package org.commworld.data;

import java.util.function.IntBinaryOperator;

/** Template of a loop over int arrays; {@link LoopTemplate} says how it is used. */
final class IntLoop extends ArrayReducer {
  private final IntBinaryOperator op;

  IntLoop(IntBinaryOperator op) {
    this.op = op;
  }

  @Override
  void loop(Object in, int inFirst, Object inOut, int inOutFirst, int n) {
    int[] left = (int[]) in;
    int[] right = (int[]) inOut;
    if (isLongWithOneIndex(inFirst, inOutFirst, n)) {
      for (int i = inFirst, end = inFirst + n; i < end; i++) {
        right[i] = op.applyAsInt(left[i], right[i]);
      }
    } else {
      for (int i = 0; i < n; i++) {
        right[inOutFirst + i] = op.applyAsInt(left[inFirst + i], right[inOutFirst + i]);
      }
    }
  }
}

package org.commworld.data;

import java.util.function.IntBinaryOperator;

/** Template of a loop over char arrays; {@link LoopTemplate} says how it is used. */
final class CharLoop extends ArrayReducer {
  private final IntBinaryOperator op;

  CharLoop(IntBinaryOperator op) {
    this.op = op;
  }

  @Override
  void loop(Object in, int inFirst, Object inOut, int inOutFirst, int n) {
    char[] left = (char[]) in;
    char[] right = (char[]) inOut;
    if (isLongWithOneIndex(inFirst, inOutFirst, n)) {
      for (int i = inFirst, end = inFirst + n; i < end; i++) {
        right[i] = (char) op.applyAsInt(left[i], right[i]);
      }
    } else {
      for (int i = 0; i < n; i++) {
        right[inOutFirst + i] = (char) op.applyAsInt(left[inFirst + i], right[inOutFirst + i]);
      }
    }
  }
}

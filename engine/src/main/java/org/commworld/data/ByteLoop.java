package org.commworld.data;

import java.util.function.IntBinaryOperator;

/** Template of a loop over byte arrays; {@link LoopTemplate} says how it is used. */
final class ByteLoop extends ArrayReducer {
  private final IntBinaryOperator op;

  ByteLoop(IntBinaryOperator op) {
    this.op = op;
  }

  @Override
  void loop(Object in, int inFirst, Object inOut, int inOutFirst, int n) {
    byte[] left = (byte[]) in;
    byte[] right = (byte[]) inOut;
    if (isLongWithOneIndex(inFirst, inOutFirst, n)) {
      for (int i = inFirst, end = inFirst + n; i < end; i++) {
        right[i] = (byte) op.applyAsInt(left[i], right[i]);
      }
    } else {
      for (int i = 0; i < n; i++) {
        right[inOutFirst + i] = (byte) op.applyAsInt(left[inFirst + i], right[inOutFirst + i]);
      }
    }
  }
}

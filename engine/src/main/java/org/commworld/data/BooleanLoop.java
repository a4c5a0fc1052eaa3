package org.commworld.data;

/** Template of a loop over boolean arrays; {@link LoopTemplate} says how it is used. */
final class BooleanLoop extends ArrayReducer {
  private final BooleanBinaryOperator op;

  BooleanLoop(BooleanBinaryOperator op) {
    this.op = op;
  }

  @Override
  void loop(Object in, int inFirst, Object inOut, int inOutFirst, int n) {
    boolean[] left = (boolean[]) in;
    boolean[] right = (boolean[]) inOut;
    if (isLongWithOneIndex(inFirst, inOutFirst, n)) {
      for (int i = inFirst, end = inFirst + n; i < end; i++) {
        right[i] = op.apply(left[i], right[i]);
      }
    } else {
      for (int i = 0; i < n; i++) {
        right[inOutFirst + i] = op.apply(left[inFirst + i], right[inOutFirst + i]);
      }
    }
  }
}

package org.commworld.data;

import org.commworld.mpi.Data;
import org.commworld.mpi.Datatype;

/**
 * A reducer that loops over arrays. Elements in an NIO buffer go through small arrays first: loops
 * over buffers are not vectorised, and an array that stays in the L1 cache costs little.
 */
abstract class ArrayReducer implements Reducer {
  private static final int STAGE_COUNT = 1024;

  /** So few elements are reduced as fast one by one. */
  private static final int FEW = 16;

  /**
   * Whether a loop should be the one that the compiler can vectorise. It vectorises none with two
   * indices, and none that it has seen to end after a few turns: where operands of a few elements
   * had come first, long ones took twice as long for the rest of the JVM's life. So a few go
   * through the other loop, whose turns it counts apart.
   */
  static boolean isLongWithOneIndex(int inFirst, int inOutFirst, int n) {
    return inFirst == inOutFirst && n > FEW;
  }

  /** Reduces {@code n} elements of arrays of this reducer's type. */
  abstract void loop(Object in, int inFirst, Object inOut, int inOutFirst, int n);

  @Override
  public final void reduce(Data in, Data inOut, int first, int n) {
    boolean arrays = in.base().getClass().isArray() && inOut.base().getClass().isArray();
    if (arrays) {
      loop(in.base(), in.offset() + first, inOut.base(), inOut.offset() + first, n);
    } else {
      reduceStaged(in, inOut, first, n);
    }
  }

  private void reduceStaged(Data in, Data inOut, int first, int n) {
    Datatype type = inOut.type();
    Data left = Elements.allocate(type, Math.min(n, STAGE_COUNT));
    Data right = Elements.allocate(type, Math.min(n, STAGE_COUNT));
    for (int done = 0; done < n; done += STAGE_COUNT) {
      int part = Math.min(STAGE_COUNT, n - done);
      Data target = inOut.slice(first + done, part);
      Elements.copy(in.slice(first + done, part), left);
      Elements.copy(target, right);
      loop(left.base(), 0, right.base(), 0, part);
      Elements.copy(right.slice(0, part), target);
    }
  }
}

package org.commworld.collective.algo;

import org.commworld.data.Elements;
import org.commworld.data.Reducer;
import org.commworld.mpi.Data;

/** Combines the operands of all ranks, which are here, in the order of ranks. */
final class OrderedReduction {
  private OrderedReduction() {}

  /**
   * Sets {@code target} to the reduction of {@code operands}, of which all but the one at {@code
   * self} are scratch that is overwritten. {@code target} may be {@code operands[self]}.
   */
  static void combine(Data[] operands, int self, Data target, Reducer reducer) {
    int last = operands.length - 1;
    Data result = operands[last];
    if (last == self) {
      Elements.copy(result, target);
      result = target;
    }
    // From the last rank down: a reducer's first operand is that of the lower ranks.
    for (int r = last - 1; r >= 0; r--) {
      reducer.reduce(operands[r], result, 0, target.count());
    }
    if (result != target) {
      Elements.copy(result, target);
    }
  }
}

package org.commworld.data;

import java.nio.ByteBuffer;
import org.commworld.mpi.Data;

/**
 * A reduction of two operands, one of which comes in parts: each is combined while it is in the
 * cache, and the whole of it is never stored. Used by one thread at a time.
 */
public final class Fold {
  /** Of each operand: leaves room in the L1 cache. */
  private static final int STAGE_BYTES = 8 << 10;

  private final Reducer reducer;
  private final Data here;
  private final Data result;
  private final boolean comesFromLower;
  private final Data come;

  /** For an operand in a buffer, which reducers are slow on: a copy of the part at hand. */
  private final Data own;

  private final boolean onHeap;

  /**
   * Begins.
   *
   * @param here the operand that is here
   * @param result where the result goes; may be {@code here}, otherwise they do not overlap
   * @param comesFromLower whether what comes is of lower ranks than {@code here}
   */
  public Fold(Reducer reducer, Data here, Data result, boolean comesFromLower) {
    this.reducer = reducer;
    this.here = here;
    this.result = result;
    this.comesFromLower = comesFromLower;
    int count = Math.min(here.count(), STAGE_BYTES / here.type().sizeBytes());
    this.come = Elements.allocate(here.type(), count);
    this.onHeap = here.base().getClass().isArray() && result.base().getClass().isArray();
    this.own = onHeap ? come : Elements.allocate(here.type(), count);
  }

  /**
   * Takes elements from {@code wire}'s position, which moves, as [first, first+n) of the operand
   * that comes.
   */
  public void read(ByteBuffer wire, int first, int n) {
    for (int done = 0; done < n; done += come.count()) {
      int part = Math.min(come.count(), n - done);
      Elements.read(wire, come, 0, part);
      combine(first + done, part);
    }
  }

  /** Takes all of {@code operand}, which stays as it is. */
  public void take(Data operand) {
    for (int done = 0; done < operand.count(); done += come.count()) {
      int part = Math.min(come.count(), operand.count() - done);
      Elements.copy(operand, done, come, 0, part);
      combine(done, part);
    }
  }

  private void combine(int first, int n) {
    Data target = result.slice(first, n);
    if (comesFromLower) {
      Data higher = onHeap ? target : own;
      Elements.copy(here, first, higher, 0, n);
      reducer.reduce(come, higher, 0, n);
      Elements.copy(higher, 0, target, 0, n);
    } else {
      Data lower = here.slice(first, n);
      if (!onHeap) {
        Elements.copy(lower, own);
        lower = own;
      }
      reducer.reduce(lower, come, 0, n);
      Elements.copy(come, 0, target, 0, n);
    }
  }
}

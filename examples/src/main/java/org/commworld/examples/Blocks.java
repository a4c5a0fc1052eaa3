package org.commworld.examples;

/**
 * A row of elements cut into consecutive blocks, one a rank, as equal as can be: the first ones get
 * one more where it does not come out even.
 */
public final class Blocks {
  private final int[] counts;
  private final int[] displs;

  /** Cuts {@code elements} into {@code ranks} blocks. */
  public Blocks(int elements, int ranks) {
    counts = new int[ranks];
    displs = new int[ranks];
    int next = 0;
    for (int r = 0; r < ranks; r++) {
      counts[r] = elements / ranks + (r < elements % ranks ? 1 : 0);
      displs[r] = next;
      next += counts[r];
    }
  }

  /** Elements of each rank. */
  public int[] counts() {
    return counts;
  }

  /** Where each rank's begin. */
  public int[] displs() {
    return displs;
  }
}

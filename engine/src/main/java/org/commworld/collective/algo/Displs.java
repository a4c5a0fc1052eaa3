package org.commworld.collective.algo;

/** Displacements of blocks that follow each other. */
final class Displs {
  private Displs() {}

  static int[] of(int[] counts) {
    int[] displs = new int[counts.length];
    for (int r = 1; r < counts.length; r++) {
      displs[r] = displs[r - 1] + counts[r - 1];
    }
    return displs;
  }
}

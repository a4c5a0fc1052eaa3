package org.commworld.collective.algo;

import org.commworld.collective.topo.Blocks;
import org.commworld.collective.topo.Segments;
import org.commworld.mpi.Data;

/**
 * A vector dealt in one block each to all ranks but one.
 *
 * @param counts elements of each rank's block, 0 for the one that gets none
 * @param displs where each begins
 */
record Deal(int[] counts, int[] displs) {
  static Deal without(int excluded, int ranks, int count, int unit) {
    int[] counts = new int[ranks];
    int[] displs = new int[ranks];
    if (ranks > 1) {
      Blocks blocks = new Blocks(count, ranks - 1, unit);
      for (int r = 0; r < ranks; r++) {
        int i = r < excluded ? r : r - 1;
        if (r != excluded) {
          counts[r] = blocks.count(i);
          displs[r] = blocks.start(i);
        }
      }
    }
    return new Deal(counts, displs);
  }

  int maxCount() {
    int max = 0;
    for (int count : counts) {
      max = Math.max(max, count);
    }
    return max;
  }

  Segments segments(int rank, int length) {
    return new Segments(counts[rank], length);
  }

  Data segment(Data whole, int rank, int length, int i) {
    Segments segments = segments(rank, length);
    return whole.slice(displs[rank] + segments.start(i), segments.count(i));
  }
}

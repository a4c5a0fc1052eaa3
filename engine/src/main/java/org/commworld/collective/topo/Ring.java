package org.commworld.collective.topo;

/**
 * A rank's place in the ring of all ranks.
 *
 * @param rank the rank
 * @param size number of ranks
 */
public record Ring(int rank, int size) {
  /** The rank {@code distance} further; {@code distance} may be negative. */
  public int ahead(int distance) {
    return (int) Math.floorMod((long) rank + distance, (long) size);
  }

  /** The next rank. */
  public int next() {
    return ahead(1);
  }

  /** The previous rank. */
  public int previous() {
    return ahead(-1);
  }
}

package org.commworld.collective.topo;

/**
 * The rounds of dissemination: in round k each rank tells the one 2^k further, so that after ⌈log₂
 * p⌉ rounds it has heard, through others, of all.
 *
 * @param rank the rank
 * @param size number of ranks
 */
public record Dissemination(int rank, int size) {
  /** Number of rounds. */
  public int rounds() {
    return Integer.SIZE - Integer.numberOfLeadingZeros(size - 1);
  }

  /** Whom the rank tells in {@code round}. */
  public int dest(int round) {
    return (int) ((rank + (1L << round)) % size);
  }

  /** Whom the rank hears in {@code round}. */
  public int source(int round) {
    return (int) Math.floorMod(rank - (1L << round), (long) size);
  }
}

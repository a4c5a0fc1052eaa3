package org.commworld.collective.topo;

/**
 * The rounds of recursive doubling for any number of ranks. With p = 2^k + r, the first 2r ranks
 * form pairs; the even one of a pair is <i>folded</i> into the odd one before the rounds and hears
 * from it after them. The 2^k ranks that take part are numbered in the order of ranks; in round i,
 * numbers that differ in bit i exchange. What a rank knows before round i is that of a run of
 * consecutive ranks, and its peer's run lies directly beside it, so operands can be combined in
 * order.
 *
 * @param rank the rank
 * @param size number of ranks
 */
public record RecursiveDoubling(int rank, int size) {
  /** Number of rounds, k. */
  public int rounds() {
    return Integer.SIZE - 1 - Integer.numberOfLeadingZeros(size);
  }

  private int pairs() {
    return size - (1 << rounds());
  }

  /** Whether the rank is one of a pair. */
  public boolean isPaired() {
    return rank < 2 * pairs();
  }

  /** Whether the rank takes no part in the rounds. */
  public boolean isFolded() {
    return isPaired() && rank % 2 == 0;
  }

  /** The other of the pair. */
  public int partner() {
    if (!isPaired()) {
      throw new IllegalStateException("not in a pair: rank=%d, size=%d".formatted(rank, size));
    }
    return rank ^ 1;
  }

  /** With whom the rank, which is not folded, exchanges in {@code round}. */
  public int peer(int round) {
    if (isFolded() || round < 0 || round >= rounds()) {
      throw new IllegalStateException(
          "no such exchange: rank=%d, size=%d, round=%d".formatted(rank, size, round));
    }
    int number = isPaired() ? rank / 2 : rank - pairs();
    int other = number ^ (1 << round);
    return other < pairs() ? 2 * other + 1 : other + pairs();
  }
}

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
    return rankOf(number() ^ (1 << round));
  }

  /** The rank's number among those that take part; of a folded rank, its partner's. */
  public int number() {
    return isPaired() ? rank / 2 : rank - pairs();
  }

  /** The rank that takes part as {@code number}. */
  public int rankOf(int number) {
    return number < pairs() ? 2 * number + 1 : number + pairs();
  }

  /**
   * The first of the ranks that {@code number} stands for, itself and whoever is folded into it;
   * the number of ranks, for the number after the last.
   */
  public int firstRank(int number) {
    return number < pairs() ? 2 * number : number + pairs();
  }
}

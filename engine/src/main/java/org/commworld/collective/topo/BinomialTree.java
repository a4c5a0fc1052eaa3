package org.commworld.collective.topo;

/**
 * A rank's place in the binomial tree over all ranks with a given root. Ranks are numbered from the
 * root on; the parent of number v is v without its lowest set bit, so each subtree is a run of
 * consecutive numbers that begins with its own root.
 *
 * @param rank the rank
 * @param root the rank at the top
 * @param size number of ranks
 */
public record BinomialTree(int rank, int root, int size) {
  /** Checks the ranks. */
  public BinomialTree {
    if (rank < 0 || rank >= size || root < 0 || root >= size) {
      throw new IllegalArgumentException(
          "no such place in a tree: rank=%d, root=%d, size=%d".formatted(rank, root, size));
    }
  }

  /** Whether there is nobody above. */
  public boolean isRoot() {
    return rank == root;
  }

  /** The rank above; not for the root. */
  public int parent() {
    if (isRoot()) {
      throw new IllegalStateException("the root has no parent: root=" + root);
    }
    int number = number();
    return rankOf(number - Integer.lowestOneBit(number));
  }

  /** Number of ranks directly below. */
  public int childCount() {
    int bound = span();
    return bound <= 1 ? 0 : Integer.SIZE - Integer.numberOfLeadingZeros(bound - 1);
  }

  /** The child at {@code i}, which has the numbers from v + 2^i on to v + 2^(i+1) below it. */
  public int child(int i) {
    if (i < 0 || i >= childCount()) {
      throw new IllegalArgumentException(
          "no such child: child=%d, children=%d, rank=%d".formatted(i, childCount(), rank));
    }
    return rankOf(number() + (1 << i));
  }

  /** How many numbers from its own on are below the child at {@code i}, itself included. */
  public int childSpan(int i) {
    return Math.min(1 << i, size - number() - (1 << i));
  }

  /** How many numbers from the rank's own on are below it, itself included. */
  public int span() {
    int number = number();
    return number == 0 ? size : Math.min(Integer.lowestOneBit(number), size - number);
  }

  /** The rank's number, counted from the root on. */
  public int number() {
    return Math.floorMod(rank - root, size);
  }

  private int rankOf(int number) {
    return (int) (((long) number + root) % size);
  }
}

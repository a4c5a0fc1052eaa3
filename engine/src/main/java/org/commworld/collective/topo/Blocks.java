package org.commworld.collective.topo;

/**
 * Elements cut into blocks as equal as can be, one a rank, at multiples of a unit. The first blocks
 * are the longer ones; elements after the last whole unit belong to the last block.
 *
 * @param count number of elements
 * @param parts number of blocks
 * @param unit elements that must not be separated
 */
public record Blocks(int count, int parts, int unit) {
  /** Checks the values. */
  public Blocks {
    if (count < 0 || parts < 1 || unit < 1) {
      throw new IllegalArgumentException(
          "invalid blocks: count=%d, parts=%d, unit=%d".formatted(count, parts, unit));
    }
  }

  /** Where block {@code i} begins; for {@code i == parts}, where the last one ends. */
  public int start(int i) {
    if (i == parts) {
      return count;
    }
    int units = count / unit;
    return (i * (units / parts) + Math.min(i, units % parts)) * unit;
  }

  /** Number of elements of block {@code i}. */
  public int count(int i) {
    return start(i + 1) - start(i);
  }

  /** Number of elements of the longest block. */
  public int maxCount() {
    return Math.max(count(0), count(parts - 1));
  }
}

package org.commworld.collective.select;

/**
 * How a collective goes.
 *
 * @param algorithm which algorithm
 * @param segmentBytes into how long segments it cuts what it sends; 0 for not at all. Algorithms
 *     that do not cut ignore it
 */
public record Choice(Algorithm algorithm, int segmentBytes) {
  /** Checks the length. */
  public Choice {
    if (segmentBytes < 0) {
      throw new IllegalArgumentException("negative segment: segmentBytes=" + segmentBytes);
    }
  }
}

package org.commworld.collective.topo;

/**
 * Elements cut into segments of one length, the last of which may be shorter. No elements make no
 * segment.
 *
 * @param count number of elements
 * @param length elements of a segment
 */
public record Segments(int count, int length) {
  /** Checks the values. */
  public Segments {
    if (count < 0 || length < 1) {
      throw new IllegalArgumentException(
          "invalid segments: count=%d, length=%d".formatted(count, length));
    }
  }

  /** How many there are. */
  public int number() {
    return count == 0 ? 0 : (count - 1) / length + 1;
  }

  /** Where segment {@code i} begins. */
  public int start(int i) {
    return i * length;
  }

  /** Number of elements of segment {@code i}. */
  public int count(int i) {
    return Math.min(length, count - start(i));
  }
}

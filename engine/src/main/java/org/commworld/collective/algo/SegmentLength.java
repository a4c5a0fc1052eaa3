package org.commworld.collective.algo;

import org.commworld.mpi.Datatype;

/** How many elements of a type a segment of so many bytes holds. */
final class SegmentLength {
  private SegmentLength() {}

  /**
   * The greatest multiple of {@code unit} that fits, at least one unit.
   *
   * @param segmentBytes 0 for everything in one segment
   */
  static int of(Datatype type, int segmentBytes, int unit) {
    if (segmentBytes == 0) {
      return Integer.MAX_VALUE;
    }
    return Math.max(unit, segmentBytes / type.sizeBytes() / unit * unit);
  }
}

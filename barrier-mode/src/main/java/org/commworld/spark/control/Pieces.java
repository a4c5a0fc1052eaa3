package org.commworld.spark.control;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** Cuts an output into copies that fit a frame. */
final class Pieces {
  private Pieces() {}

  static List<byte[]> of(byte[] bytes, int offset, int lengthBytes) {
    Objects.checkFromIndexSize(offset, lengthBytes, bytes.length);
    List<byte[]> pieces = new ArrayList<>(1);
    int end = offset + lengthBytes;
    for (int from = offset; from < end; from += ControlLink.MAX_OUTPUT_BYTES) {
      int to = Math.min(end - from, ControlLink.MAX_OUTPUT_BYTES) + from;
      pieces.add(Arrays.copyOfRange(bytes, from, to));
    }
    return pieces;
  }
}

package org.commworld.data;

import java.nio.ByteBuffer;
import org.commworld.mpi.Datatype;

/**
 * Where value and index of a pair type lie in its bytes, as in the C struct of a 64-bit machine.
 *
 * <pre>
 *   SHORT_INT            value 0..1   padding 2..3   index 4..7
 *   INT_INT, FLOAT_INT   value 0..3                  index 4..7
 *   LONG_INT, DOUBLE_INT value 0..7                  index 8..11   padding 12..15
 * </pre>
 */
final class Pairs {
  private Pairs() {}

  /** Where the index is, from the start of the pair. */
  static int indexOffset(Datatype type) {
    return type.sizeBytes() == 16 ? 8 : 4;
  }

  /** Moves {@code n} pairs; offsets are in pairs, each buffer is in its own byte order. */
  static void transfer(Datatype type, ByteBuffer from, int at, ByteBuffer to, int toAt, int n) {
    int size = type.sizeBytes();
    if (from.order() == to.order()) {
      to.put(toAt * size, from, at * size, n * size);
      return;
    }
    // Swapped in place (one buffer seen in two orders) each pair is read before it is written, and
    // distinct regions that overlap cannot be told apart from here: go through a copy of the bytes.
    ByteBuffer bytes = ByteBuffer.allocate(n * size).order(from.order());
    bytes.put(0, from, at * size, n * size);
    for (int i = 0; i < n; i++) {
      swap(type, bytes, i * size, to, (toAt + i) * size);
    }
  }

  private static void swap(Datatype type, ByteBuffer from, int at, ByteBuffer to, int toAt) {
    switch (type) {
      case SHORT_INT -> to.putShort(toAt, from.getShort(at));
      case LONG_INT, DOUBLE_INT -> to.putLong(toAt, from.getLong(at));
      default -> to.putInt(toAt, from.getInt(at));
    }
    int index = indexOffset(type);
    to.putInt(toAt + index, from.getInt(at + index));
  }
}

package org.commworld.data;

import java.nio.ByteBuffer;
import org.commworld.mpi.Data;
import org.commworld.mpi.Datatype;

/** MINLOC and MAXLOC on the pair types; the two buffers may differ in byte order. */
final class PairReducer implements Reducer {
  private final Datatype type;
  private final Locations order;

  PairReducer(Datatype type, Locations order) {
    this.type = type;
    this.order = order;
  }

  @Override
  public void reduce(Data in, Data inOut, int first, int n) {
    ByteBuffer left = (ByteBuffer) in.base();
    ByteBuffer right = (ByteBuffer) inOut.base();
    int size = type.sizeBytes();
    for (int i = first; i < first + n; i++) {
      int a = (in.offset() + i) * size;
      int b = (inOut.offset() + i) * size;
      if (leftWins(left, a, right, b)) {
        Pairs.transfer(type, left, in.offset() + i, right, inOut.offset() + i, 1);
      }
    }
  }

  private boolean leftWins(ByteBuffer left, int a, ByteBuffer right, int b) {
    int leftIndex = left.getInt(a + Pairs.indexOffset(type));
    int rightIndex = right.getInt(b + Pairs.indexOffset(type));
    return switch (type) {
      case FLOAT_INT ->
          order.firstWins(left.getFloat(a), (double) leftIndex, right.getFloat(b), rightIndex);
      case DOUBLE_INT ->
          order.firstWins(left.getDouble(a), (double) leftIndex, right.getDouble(b), rightIndex);
      case SHORT_INT -> order.firstWins(left.getShort(a), leftIndex, right.getShort(b), rightIndex);
      case LONG_INT -> order.firstWins(left.getLong(a), leftIndex, right.getLong(b), rightIndex);
      default -> order.firstWins(left.getInt(a), leftIndex, right.getInt(b), rightIndex);
    };
  }
}

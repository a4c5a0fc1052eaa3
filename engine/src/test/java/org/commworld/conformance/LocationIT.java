package org.commworld.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.commworld.mpi.Comm;
import org.commworld.mpi.Data;
import org.commworld.mpi.Datatype;
import org.commworld.mpi.Op;
import org.commworld.testkit.Worlds;
import org.commworld.testkit.Worlds.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** MINLOC and MAXLOC: rank r has (value(r, i), r) at i, so that there are ties. */
@ParameterizedClass
@MethodSource("org.commworld.testkit.Worlds#kindsAndSizes")
@Timeout(120)
class LocationIT {
  private static final List<Datatype> ALTERNATING =
      List.of(Datatype.SHORT, Datatype.INT, Datatype.LONG, Datatype.FLOAT, Datatype.DOUBLE);
  private static final List<Datatype> PAIRS =
      List.of(
          Datatype.SHORT_INT,
          Datatype.INT_INT,
          Datatype.LONG_INT,
          Datatype.FLOAT_INT,
          Datatype.DOUBLE_INT);

  private final Kind kind;
  private final int ranks;

  LocationIT(Kind kind, int ranks) {
    this.kind = kind;
    this.ranks = ranks;
  }

  private static int value(int rank, int i) {
    return (rank * 3 + i) % 4 - 2;
  }

  /** The lowest rank with the least (greatest) value at {@code i}. */
  private static int winner(int p, int i, boolean lowest) {
    int best = 0;
    for (int r = 1; r < p; r++) {
      boolean better = lowest ? value(r, i) < value(best, i) : value(r, i) > value(best, i);
      best = better ? r : best;
    }
    return best;
  }

  @Test
  void alternatingArraysGiveTheValueAndTheLowestRankThatHasIt() {
    Worlds.run(
        kind,
        ranks,
        world -> {
          for (Datatype type : ALTERNATING) {
            for (int n : new int[] {1, 3, 5000}) {
              alternating(world, type, n, true);
              alternating(world, type, n, false);
            }
          }
          return null;
        });
  }

  private static void alternating(Comm comm, Datatype type, int n, boolean lowest) {
    Object x = Typed.zeros(type, 2 * n);
    Object expected = Typed.zeros(type, 2 * n);
    for (int i = 0; i < n; i++) {
      int best = winner(comm.size(), i, lowest);
      Typed.set(x, 2 * i, value(comm.rank(), i));
      Typed.set(x, 2 * i + 1, comm.rank());
      Typed.set(expected, 2 * i, value(best, i));
      Typed.set(expected, 2 * i + 1, best);
    }

    comm.allReduce(x, lowest ? Op.MINLOC : Op.MAXLOC);

    Typed.check(x, expected, "%s pairs, lowest=%s, n=%d", type, lowest, n);
  }

  @Test
  void pairTypesGiveTheValueAndTheLowestRankThatHasIt() {
    Worlds.run(
        kind,
        ranks,
        world -> {
          for (Datatype type : PAIRS) {
            for (int n : new int[] {1, 3, 5000}) {
              pairs(world, type, n, true);
              pairs(world, type, n, false);
            }
          }
          return null;
        });
  }

  private static void pairs(Comm comm, Datatype type, int n, boolean lowest) {
    ByteBuffer send = buffer(comm, type, n);
    ByteBuffer recv = buffer(comm, type, n);
    for (int i = 0; i < n; i++) {
      put(send, type, i, value(comm.rank(), i), comm.rank());
    }

    Op op = lowest ? Op.MINLOC : Op.MAXLOC;
    comm.allReduce(Data.of(send, type, n), Data.of(recv, type, n), op);

    for (int i = 0; i < n; i++) {
      int best = winner(comm.size(), i, lowest);
      ByteBuffer expected = buffer(comm, type, 1);
      put(expected, type, 0, value(best, i), best);
      assertThat(index(recv, type, i)).as("%s at %d of %d", type, i, n).isEqualTo(best);
      assertThat(valueBits(recv, type, i)).isEqualTo(valueBits(expected, type, 0));
    }
  }

  /** Heap or direct and of either byte order, by rank. */
  private static ByteBuffer buffer(Comm comm, Datatype type, int n) {
    int lengthBytes = n * type.sizeBytes();
    ByteBuffer bytes =
        comm.rank() % 2 == 0
            ? ByteBuffer.allocate(lengthBytes)
            : ByteBuffer.allocateDirect(lengthBytes);
    return bytes.order(comm.rank() % 3 == 0 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
  }

  private static int indexAt(Datatype type, int i) {
    return i * type.sizeBytes() + (type.sizeBytes() == 16 ? 8 : 4);
  }

  private static int index(ByteBuffer bytes, Datatype type, int i) {
    return bytes.getInt(indexAt(type, i));
  }

  private static void put(ByteBuffer bytes, Datatype type, int i, int value, int index) {
    int at = i * type.sizeBytes();
    switch (type) {
      case SHORT_INT -> bytes.putShort(at, (short) value);
      case INT_INT -> bytes.putInt(at, value);
      case LONG_INT -> bytes.putLong(at, value);
      case FLOAT_INT -> bytes.putFloat(at, value);
      default -> bytes.putDouble(at, value);
    }
    bytes.putInt(indexAt(type, i), index);
  }

  private static long valueBits(ByteBuffer bytes, Datatype type, int i) {
    int at = i * type.sizeBytes();
    return switch (type) {
      case SHORT_INT -> bytes.getShort(at);
      case LONG_INT, DOUBLE_INT -> bytes.getLong(at);
      default -> bytes.getInt(at);
    };
  }
}

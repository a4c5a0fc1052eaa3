package org.commworld.collective;

import org.commworld.data.Elements;
import org.commworld.data.Reducer;
import org.commworld.mpi.Data;
import org.jspecify.annotations.Nullable;

/**
 * The shares of reductions among ranks of one JVM. Rank r's share is the r-th part of the elements,
 * of all ranks' buffers: it is the only one to read or write them, so buffers may be in place, and
 * each element is combined once, in the order of ranks, for all ranks to get the same bits. Work
 * goes tile by tile, so that what was combined is still in the cache when it is copied to the
 * others.
 */
final class LocalReductions {
  /** Elements; a multiple of 2, so that no tile cuts a pair of value and index. */
  private static final int TILE = 2048;

  /** Parts begin at multiples of this, so that no two ranks write to one cache line. */
  private static final int PART_STEP = 64;

  /** Carries out the work on elements [first, first+n). */
  private interface TileWork {
    void run(int first, int n);
  }

  private LocalReductions() {}

  private static int partFrom(int count, int ranks, int rank) {
    int steps = (count + PART_STEP - 1) / PART_STEP;
    return (int) Math.min(count, (long) steps * rank / ranks * PART_STEP);
  }

  private static void forPart(int count, int ranks, int rank, TileWork work) {
    int to = partFrom(count, ranks, rank + 1);
    for (int first = partFrom(count, ranks, rank); first < to; first += TILE) {
      work.run(first, Math.min(TILE, to - first));
    }
  }

  static void allReduceShare(LocalCall[] calls, int rank) {
    LocalCall last = calls[calls.length - 1];
    Data result = last.needRecv();
    int to = partFrom(result.count(), calls.length, rank + 1);
    for (int first = partFrom(result.count(), calls.length, rank); first < to; first += TILE) {
      int n = Math.min(TILE, to - first);
      combineInto(calls, result, last.needSend(), first, n);
      for (int r = 0; r < calls.length - 1; r++) {
        Elements.copy(result, first, calls[r].needRecv(), first, n);
      }
    }
  }

  /**
   * Sets the elements of {@code result} to the reduction; {@code last} is the highest rank's
   * operand.
   */
  private static void combineInto(LocalCall[] calls, Data result, Data last, int first, int n) {
    if (!isSame(result, last)) {
      Elements.copy(last, first, result, first, n);
    }
    for (int r = calls.length - 2; r >= 0; r--) {
      calls[r].needReducer().reduce(calls[r].needSend(), result, first, n);
    }
  }

  static void reduceShare(LocalCall[] calls, int rank) {
    int root = calls[rank].root();
    Data result = calls[root].needRecv();
    Data last = calls[calls.length - 1].needSend();
    if (root == calls.length - 1 || !isSame(result, calls[root].needSend())) {
      forPart(
          result.count(),
          calls.length,
          rank,
          (first, n) -> combineInto(calls, result, last, first, n));
      return;
    }
    // In place at a root that is not the last rank: its operand is needed before it may be
    // overwritten.
    Data scratch = Elements.allocate(result.type(), Math.min(TILE, result.count()));
    forPart(
        result.count(),
        calls.length,
        rank,
        (first, n) -> {
          Elements.copy(last.slice(first, n), scratch);
          for (int r = calls.length - 2; r >= 0; r--) {
            calls[r].needReducer().reduce(calls[r].needSend().slice(first, n), scratch, 0, n);
          }
          Elements.copy(scratch.slice(0, n), result.slice(first, n));
        });
  }

  static void reduceScatterShare(LocalCall[] calls, int rank) {
    LocalCall own = calls[rank];
    Data result = own.needRecv();
    LocalCall last = calls[calls.length - 1];
    Elements.copy(own.needSendLayout().block(last.needSend(), rank), result);
    for (int r = calls.length - 2; r >= 0; r--) {
      Data operand = own.needSendLayout().block(calls[r].needSend(), rank);
      own.needReducer().reduce(operand, result, 0, result.count());
    }
  }

  static void scanShare(LocalCall[] calls, int rank) {
    forPart(
        calls[0].needSend().count(),
        calls.length,
        rank,
        (first, n) -> {
          @Nullable Data below = null;
          for (LocalCall call : calls) {
            Data result = call.needRecv();
            if (!isSame(result, call.needSend())) {
              Elements.copy(call.needSend().slice(first, n), result.slice(first, n));
            }
            if (below != null) {
              call.needReducer().reduce(below, result, first, n);
            }
            below = result;
          }
        });
  }

  static void exScanShare(LocalCall[] calls, int rank) {
    Data operands = calls[0].needSend();
    int tile = Math.min(TILE, operands.count());
    Data[] scratch = {
      Elements.allocate(operands.type(), tile), Elements.allocate(operands.type(), tile)
    };
    forPart(
        operands.count(),
        calls.length,
        rank,
        (first, n) -> {
          Elements.copy(operands.slice(first, n), scratch[0]);
          for (int r = 1; r < calls.length; r++) {
            Data below = scratch[(r - 1) % 2];
            Data upTo = scratch[r % 2];
            Elements.copy(calls[r].needSend().slice(first, n), upTo);
            Elements.copy(below.slice(0, n), calls[r].needRecv().slice(first, n));
            Reducer reducer = calls[r].needReducer();
            reducer.reduce(below, upTo, 0, n);
          }
        });
  }

  /** Whether both begin at the same element of the same memory. */
  static boolean isSame(Data a, Data b) {
    return a.base() == b.base() && a.offset() == b.offset();
  }
}

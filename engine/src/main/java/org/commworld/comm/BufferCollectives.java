package org.commworld.comm;

import java.util.Arrays;
import org.commworld.collective.Collectives.Layout;
import org.commworld.data.Reducer;
import org.commworld.mpi.Data;
import org.commworld.mpi.Datatype;
import org.commworld.mpi.ErrorClass;
import org.commworld.mpi.MpiException;
import org.commworld.mpi.Op;
import org.commworld.wire.CollectiveKind;
import org.jspecify.annotations.Nullable;

/**
 * The collectives of one communicator on buffers: checks what is passed, then has it carried out.
 */
final class BufferCollectives {
  /** The code of an operation on a type. */
  private record Kernel(Op op, Datatype type, Reducer reducer) {}

  private final CommCore core;
  private @Nullable Layout lastEven; // A race between a rank's threads is harmless.
  private @Nullable Kernel lastKernel;

  BufferCollectives(CommCore core) {
    this.core = core;
  }

  void barrier(CollectiveKind kind) {
    core.collectives().barrier(core.call(kind));
  }

  void bcast(Data data, int root) {
    root(root);
    if (core.rank() != root) {
      writable(data);
    }
    core.collectives()
        .bcast(core.call(CollectiveKind.BCAST, root, null, data, data.count()), data, root);
  }

  void scatter(@Nullable Object send, Object recv, int root) {
    root(root);
    Data into = writable(recv);
    Data from = null;
    Layout layout = null;
    if (core.rank() == root) {
      layout = even(into.count());
      from = Checks.atLeast(readable(send), total(into.count()), "send");
      Checks.sameType(from, into);
    }
    core.collectives()
        .scatter(
            core.call(CollectiveKind.SCATTER, root, null, into, into.count()),
            from,
            layout,
            into,
            root);
  }

  void scatterv(
      @Nullable Object send,
      int @Nullable [] counts,
      int @Nullable [] displs,
      Object recv,
      int root) {
    root(root);
    Data into = writable(recv);
    Data from = null;
    Layout layout = null;
    if (core.rank() == root) {
      from = readable(send);
      Checks.sameType(from, into);
      layout = layout(counts, displs, from);
      into = Checks.atLeast(into, layout.counts()[root], "receive");
    }
    core.collectives()
        .scatter(
            core.call(CollectiveKind.SCATTERV, root, null, into, -1), from, layout, into, root);
  }

  void gather(Object send, @Nullable Object recv, int root) {
    root(root);
    Data from = readable(send);
    Data into = null;
    Layout layout = null;
    if (core.rank() == root) {
      layout = even(from.count());
      into = Checks.atLeast(writable(recv), total(from.count()), "receive");
      Checks.sameType(from, into);
    }
    core.collectives()
        .gather(
            core.call(CollectiveKind.GATHER, root, null, from, from.count()),
            from,
            into,
            layout,
            root);
  }

  void gatherv(
      Object send,
      @Nullable Object recv,
      int @Nullable [] counts,
      int @Nullable [] displs,
      int root) {
    root(root);
    Data from = readable(send);
    Data into = null;
    Layout layout = null;
    if (core.rank() == root) {
      into = writable(recv);
      Checks.sameType(from, into);
      layout = layout(counts, displs, into);
    }
    core.collectives()
        .gather(core.call(CollectiveKind.GATHERV, root, null, from, -1), from, into, layout, root);
  }

  void allGather(Object send, Object recv) {
    Data from = readable(send);
    Data into = Checks.atLeast(writable(recv), total(from.count()), "receive");
    Checks.sameType(from, into);
    core.collectives()
        .allGather(
            core.call(CollectiveKind.ALL_GATHER, -1, null, from, from.count()),
            from,
            into,
            even(from.count()));
  }

  void allGatherv(Object send, Object recv, int[] counts, int[] displs) {
    Data from = readable(send);
    Data into = writable(recv);
    Checks.sameType(from, into);
    Layout layout = layout(counts, displs, into);
    if (from.count() != counts[core.rank()]) {
      throw new MpiException(
          ErrorClass.COUNT,
          "own count differs: send=%d, counts[%d]=%d"
              .formatted(from.count(), core.rank(), counts[core.rank()]));
    }
    core.collectives()
        .allGather(core.call(CollectiveKind.ALL_GATHERV, -1, null, from, -1), from, into, layout);
  }

  void allToAll(Object send, Object recv) {
    Data from = readable(send);
    if (from.count() % core.size() != 0) {
      throw new MpiException(
          ErrorClass.COUNT,
          "not p equal blocks: elements=%d, size=%d".formatted(from.count(), core.size()));
    }
    Data into = Checks.atLeast(writable(recv), from.count(), "receive");
    Checks.sameType(from, into);
    Layout layout = even(from.count() / core.size());
    core.collectives()
        .allToAll(
            core.call(CollectiveKind.ALL_TO_ALL, -1, null, from, from.count()),
            from,
            layout,
            into,
            layout);
  }

  void allToAllv(
      Object send,
      int[] sendCounts,
      int[] sendDispls,
      Object recv,
      int[] recvCounts,
      int[] recvDispls) {
    Data from = readable(send);
    Data into = writable(recv);
    Checks.sameType(from, into);
    core.collectives()
        .allToAll(
            core.call(CollectiveKind.ALL_TO_ALLV, -1, null, from, -1),
            from,
            layout(sendCounts, sendDispls, from),
            into,
            layout(recvCounts, recvDispls, into));
  }

  void reduce(Object send, @Nullable Object recv, Op op, int root) {
    root(root);
    Data from = readable(send);
    Reducer reducer = reducer(op, from);
    Data into = core.rank() == root ? result(from, recv) : null;
    core.collectives()
        .reduce(
            core.call(CollectiveKind.REDUCE, root, op, from, from.count()),
            from,
            into,
            reducer,
            op.isCommutative(),
            root);
  }

  void allReduce(Object send, Object recv, Op op) {
    Data from = readable(send);
    Data into = result(from, recv);
    core.collectives()
        .allReduce(
            core.call(CollectiveKind.ALL_REDUCE, -1, op, from, from.count()),
            from,
            into,
            reducer(op, from),
            op.isCommutative());
  }

  void reduceScatter(Object send, Object recv, int[] counts, Op op) {
    Data from = readable(send);
    if (counts.length != core.size() || !areParts(counts, from.count())) {
      throw new MpiException(
          ErrorClass.COUNT,
          "counts are not the parts of the send buffer: counts=%s, elements=%d, size=%d"
              .formatted(Arrays.toString(counts), from.count(), core.size()));
    }
    Data into = Checks.atLeast(writable(recv), counts[core.rank()], "receive");
    reduceScatter(CollectiveKind.REDUCE_SCATTER, from, into, Layout.dense(counts), op);
  }

  private static boolean areParts(int[] counts, int total) {
    long sum = 0;
    for (int n : counts) {
      if (n < 0) {
        return false;
      }
      sum += n;
    }
    return sum == total;
  }

  void reduceScatterBlock(Object send, Object recv, Op op) {
    Data from = readable(send);
    Data into = writable(recv);
    if (from.count() != total(into.count())) {
      throw new MpiException(
          ErrorClass.COUNT,
          "send buffer is not one block for each rank: elements=%d, block=%d, size=%d"
              .formatted(from.count(), into.count(), core.size()));
    }
    reduceScatter(CollectiveKind.REDUCE_SCATTER_BLOCK, from, into, even(into.count()), op);
  }

  private void reduceScatter(CollectiveKind kind, Data from, Data into, Layout layout, Op op) {
    Checks.sameType(from, into);
    core.collectives()
        .reduceScatter(
            core.call(kind, -1, op, from, from.count()),
            from,
            into,
            layout,
            reducer(op, from),
            op.isCommutative());
  }

  void scan(Object send, Object recv, Op op, boolean exclusive) {
    Data from = readable(send);
    Data into = result(from, recv);
    CollectiveKind kind = exclusive ? CollectiveKind.EX_SCAN : CollectiveKind.SCAN;
    core.collectives()
        .scan(
            core.call(kind, -1, op, from, from.count()), from, into, reducer(op, from), exclusive);
  }

  /** What reduces {@code data}, whose count it must be able to divide into units. */
  private Reducer reducer(Op op, Data data) {
    Kernel last = lastKernel;
    if (last == null || last.op != op || last.type != data.type()) {
      last = new Kernel(op, data.type(), Reducer.of(op, data.type()));
      lastKernel = last;
    }
    Reducer reducer = last.reducer;
    if (data.count() % reducer.unit() != 0) {
      throw new MpiException(
          ErrorClass.COUNT,
          "%s needs pairs of value and index: count=%d".formatted(op, data.count()));
    }
    return reducer;
  }

  private Data result(Data from, @Nullable Object recv) {
    Data into = Checks.atLeast(writable(recv), from.count(), "receive");
    Checks.sameType(from, into);
    return into;
  }

  private void root(int root) {
    core.checkUsable();
    Checks.root(root, core.size());
  }

  private long total(int count) {
    return (long) count * core.size();
  }

  /** The same object as before, if nothing differs: most calls are in a loop. */
  private Layout even(int count) {
    Layout last = lastEven;
    if (last != null && last.counts()[0] == count) {
      return last;
    }
    Layout layout = Layout.even(core.size(), count);
    lastEven = layout;
    return layout;
  }

  private Data readable(@Nullable Object buffer) {
    return Checks.readable(core.buffers().tryOf(buffer), buffer);
  }

  private Data writable(@Nullable Object buffer) {
    return Checks.writable(core.buffers().tryOf(buffer), buffer);
  }

  private Layout layout(int @Nullable [] counts, int @Nullable [] displs, Data data) {
    Checks.layout(counts, displs, data, core.size());
    return new Layout(
        java.util.Objects.requireNonNull(counts), java.util.Objects.requireNonNull(displs));
  }
}

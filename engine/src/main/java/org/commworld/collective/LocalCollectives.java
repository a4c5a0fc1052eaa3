package org.commworld.collective;

import org.commworld.collective.LocalGroup.Share;
import org.commworld.data.Reducer;
import org.commworld.mpi.Data;
import org.commworld.mpi.Datatype;
import org.commworld.wire.Fingerprint;
import org.jspecify.annotations.Nullable;

/**
 * Collectives of ranks that share this JVM: each rank's share reads and writes the others' buffers
 * in place.
 */
final class LocalCollectives implements Collectives {
  /** Less is copied by each receiver alone: to write to its memory takes the root as long. */
  private static final int MIN_SHARED_BYTES = 32 << 10;

  private static final Share NOTHING = (calls, rank) -> {};

  private static final Share SCATTER =
      (calls, rank) -> {
        LocalCall root = calls[calls[rank].root()];
        LocalGroup.copyBlock(
            root.needSendLayout().block(root.needSend(), rank), calls[rank].needRecv());
      };

  private static final Share GATHER =
      (calls, rank) -> {
        LocalCall root = calls[calls[rank].root()];
        LocalGroup.copyBlock(
            calls[rank].needSend(), root.needRecvLayout().block(root.needRecv(), rank));
      };

  private static final Share ALL_GATHER =
      (calls, rank) -> {
        LocalCall own = calls[rank];
        for (int r = 0; r < calls.length; r++) {
          LocalGroup.copyBlock(calls[r].needSend(), own.needRecvLayout().block(own.needRecv(), r));
        }
      };

  private static final Share ALL_TO_ALL =
      (calls, rank) -> {
        LocalCall own = calls[rank];
        for (int r = 0; r < calls.length; r++) {
          Data from = calls[r].needSendLayout().block(calls[r].needSend(), rank);
          LocalGroup.copyBlock(from, own.needRecvLayout().block(own.needRecv(), r));
        }
      };

  /**
   * Each copies for itself, but the root, which needs nothing, copies the last part for all others,
   * so that all have as much to do.
   */
  private static final Share BCAST =
      (calls, rank) -> {
        int root = calls[rank].root();
        Data from = calls[root].needSend();
        boolean isLong = from.lengthBytes() >= MIN_SHARED_BYTES;
        int rootFrom = isLong ? from.count() - from.count() / calls.length : from.count();
        if (rank != root) {
          LocalGroup.copyBlock(from, calls[rank].needRecv(), 0, rootFrom);
          return;
        }
        for (int r = 0; isLong && r < calls.length; r++) {
          if (r != root) {
            LocalGroup.copyBlock(from, calls[r].needRecv(), rootFrom, from.count() - rootFrom);
          }
        }
      };

  // As constants, so that no call makes a lambda.
  private static final Share REDUCE = LocalReductions::reduceShare;
  private static final Share ALL_REDUCE = LocalReductions::allReduceShare;
  private static final Share REDUCE_SCATTER = LocalReductions::reduceScatterShare;
  private static final Share SCAN = LocalReductions::scanShare;
  private static final Share EX_SCAN = LocalReductions::exScanShare;

  private final LocalGroup group;
  private final int rank;
  private final @Nullable HostCollectives few;
  private final Runnable onClose;

  /**
   * The collectives of {@code rank} of the communicator.
   *
   * @param onClose gives back the group
   */
  LocalCollectives(LocalGroup group, int rank, Runnable onClose) {
    this.group = group;
    this.rank = rank;
    this.few = group.few(rank);
    this.onClose = onClose;
  }

  private LocalCall begin(Fingerprint call, @Nullable Data send, @Nullable Data recv, Share share) {
    return group.next(rank).begin(call, send, recv, share);
  }

  /** Whether a call in which each rank passes {@code operand}, or as much, is of few elements. */
  private static boolean areFew(HostCollectives few, Data operand) {
    return few.isAtOnce(operand) && operand.type() != Datatype.OBJECT;
  }

  @Override
  public boolean areNumbered() {
    return false;
  }

  @Override
  public void barrier(Fingerprint call) {
    if (few != null) {
      few.barrier(call);
      return;
    }
    begin(call, null, null, NOTHING);
    group.run(rank);
  }

  @Override
  public void bcast(Fingerprint call, Data data, int root) {
    if (few != null && areFew(few, data)) {
      few.bcast(call, data, root);
      return;
    }
    begin(call, data, data, BCAST).rooted(root);
    group.run(rank);
  }

  @Override
  public void scatter(
      Fingerprint call, @Nullable Data send, @Nullable Layout layout, Data recv, int root) {
    begin(call, send, recv, SCATTER).rooted(root).sending(layout);
    group.run(rank);
  }

  @Override
  public void gather(
      Fingerprint call, Data send, @Nullable Data recv, @Nullable Layout layout, int root) {
    begin(call, send, recv, GATHER).rooted(root).receiving(layout);
    group.run(rank);
  }

  @Override
  public void allGather(Fingerprint call, Data send, Data recv, Layout layout) {
    // Without a count blocks may differ, so that only some ranks would find them few.
    if (few != null && call.count() >= 0 && areFew(few, send)) {
      few.allGather(call, send, recv, layout);
      return;
    }
    begin(call, send, recv, ALL_GATHER).receiving(layout);
    group.run(rank);
  }

  @Override
  public void allToAll(
      Fingerprint call, Data send, Layout sendLayout, Data recv, Layout recvLayout) {
    if (few != null && call.count() >= 0 && areFew(few, send)) {
      few.allToAll(call, send, sendLayout, recv, recvLayout);
      return;
    }
    begin(call, send, recv, ALL_TO_ALL).sending(sendLayout).receiving(recvLayout);
    group.run(rank);
  }

  @Override
  public void reduce(
      Fingerprint call,
      Data send,
      @Nullable Data recv,
      Reducer reducer,
      boolean commutative,
      int root) {
    if (few != null && areFew(few, send)) {
      few.reduce(call, send, recv, reducer, commutative, root);
      return;
    }
    begin(call, send, recv, REDUCE).rooted(root).reducing(reducer);
    group.run(rank);
  }

  @Override
  public void allReduce(
      Fingerprint call, Data send, Data recv, Reducer reducer, boolean commutative) {
    if (few != null && areFew(few, send)) {
      few.allReduce(call, send, recv, reducer, commutative);
      return;
    }
    begin(call, send, recv, ALL_REDUCE).reducing(reducer);
    group.run(rank);
  }

  @Override
  public void reduceScatter(
      Fingerprint call, Data send, Data recv, Layout layout, Reducer reducer, boolean commutative) {
    if (few != null && areFew(few, send)) {
      few.reduceScatter(call, send, recv, layout, reducer, commutative);
      return;
    }
    begin(call, send, recv, REDUCE_SCATTER).reducing(reducer).sending(layout);
    group.run(rank);
  }

  @Override
  public void scan(Fingerprint call, Data send, Data recv, Reducer reducer, boolean exclusive) {
    if (few != null && areFew(few, send)) {
      few.scan(call, send, recv, reducer, exclusive);
      return;
    }
    begin(call, send, recv, exclusive ? EX_SCAN : SCAN).reducing(reducer);
    group.run(rank);
  }

  @Override
  public void close() {
    onClose.run();
  }
}

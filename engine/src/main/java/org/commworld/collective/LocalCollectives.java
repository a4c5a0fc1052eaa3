package org.commworld.collective;

import org.commworld.collective.LocalGroup.Call;
import org.commworld.collective.LocalGroup.Share;
import org.commworld.data.Reducer;
import org.commworld.mpi.Data;
import org.commworld.wire.Fingerprint;
import org.jspecify.annotations.Nullable;

/**
 * Collectives of ranks that share this JVM: each rank's share reads and writes the others' buffers
 * in place.
 */
final class LocalCollectives implements Collectives {
  private static final Share NOTHING = (calls, rank) -> {};

  private static final Share SCATTER =
      (calls, rank) -> {
        Call root = calls[calls[rank].print().root()];
        LocalGroup.copyBlock(
            root.needSendLayout().block(root.needSend(), rank), calls[rank].needRecv());
      };

  private static final Share GATHER =
      (calls, rank) -> {
        Call root = calls[calls[rank].print().root()];
        LocalGroup.copyBlock(
            calls[rank].needSend(), root.needRecvLayout().block(root.needRecv(), rank));
      };

  private static final Share ALL_GATHER =
      (calls, rank) -> {
        Call own = calls[rank];
        for (int r = 0; r < calls.length; r++) {
          LocalGroup.copyBlock(calls[r].needSend(), own.needRecvLayout().block(own.needRecv(), r));
        }
      };

  private static final Share ALL_TO_ALL =
      (calls, rank) -> {
        Call own = calls[rank];
        for (int r = 0; r < calls.length; r++) {
          Data from = calls[r].needSendLayout().block(calls[r].needSend(), rank);
          LocalGroup.copyBlock(from, own.needRecvLayout().block(own.needRecv(), r));
        }
      };

  private static final Share BCAST =
      (calls, rank) -> {
        int root = calls[rank].print().root();
        if (rank != root) {
          LocalGroup.copyBlock(calls[root].needSend(), calls[rank].needRecv());
        }
      };

  private final LocalGroup group;
  private final int rank;
  private final Runnable onClose;

  /**
   * The collectives of {@code rank} of the communicator.
   *
   * @param onClose gives back the group
   */
  LocalCollectives(LocalGroup group, int rank, Runnable onClose) {
    this.group = group;
    this.rank = rank;
    this.onClose = onClose;
  }

  @Override
  public void barrier(Fingerprint call) {
    group.run(rank, new Call(call, null, null, null, null, null, NOTHING));
  }

  @Override
  public void bcast(Fingerprint call, Data data, int root) {
    group.run(rank, new Call(call, data, data, null, null, null, BCAST));
  }

  @Override
  public void scatter(
      Fingerprint call, @Nullable Data send, @Nullable Layout layout, Data recv, int root) {
    group.run(rank, new Call(call, send, recv, layout, null, null, SCATTER));
  }

  @Override
  public void gather(
      Fingerprint call, Data send, @Nullable Data recv, @Nullable Layout layout, int root) {
    group.run(rank, new Call(call, send, recv, null, layout, null, GATHER));
  }

  @Override
  public void allGather(Fingerprint call, Data send, Data recv, Layout layout) {
    group.run(rank, new Call(call, send, recv, null, layout, null, ALL_GATHER));
  }

  @Override
  public void allToAll(
      Fingerprint call, Data send, Layout sendLayout, Data recv, Layout recvLayout) {
    group.run(rank, new Call(call, send, recv, sendLayout, recvLayout, null, ALL_TO_ALL));
  }

  @Override
  public void reduce(
      Fingerprint call,
      Data send,
      @Nullable Data recv,
      Reducer reducer,
      boolean commutative,
      int root) {
    group.run(rank, new Call(call, send, recv, null, null, reducer, LocalReductions::reduceShare));
  }

  @Override
  public void allReduce(
      Fingerprint call, Data send, Data recv, Reducer reducer, boolean commutative) {
    group.run(
        rank, new Call(call, send, recv, null, null, reducer, LocalReductions::allReduceShare));
  }

  @Override
  public void reduceScatter(
      Fingerprint call, Data send, Data recv, Layout layout, Reducer reducer, boolean commutative) {
    group.run(
        rank,
        new Call(call, send, recv, layout, null, reducer, LocalReductions::reduceScatterShare));
  }

  @Override
  public void scan(Fingerprint call, Data send, Data recv, Reducer reducer, boolean exclusive) {
    Share share = exclusive ? LocalReductions::exScanShare : LocalReductions::scanShare;
    group.run(rank, new Call(call, send, recv, null, null, reducer, share));
  }

  @Override
  public void close() {
    onClose.run();
  }
}

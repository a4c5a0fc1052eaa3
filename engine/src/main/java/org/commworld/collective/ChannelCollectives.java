package org.commworld.collective;

import org.commworld.collective.algo.BinomialBcast;
import org.commworld.collective.algo.BinomialReduce;
import org.commworld.collective.algo.Channel;
import org.commworld.collective.algo.DisseminationBarrier;
import org.commworld.collective.algo.LinearGather;
import org.commworld.collective.algo.LinearScatter;
import org.commworld.collective.algo.PairwiseAlltoall;
import org.commworld.collective.algo.PairwiseReduceScatter;
import org.commworld.collective.algo.RecursiveDoublingAllreduce;
import org.commworld.collective.algo.RecursiveDoublingScan;
import org.commworld.collective.algo.ReduceThenScatter;
import org.commworld.collective.algo.RingAllgather;
import org.commworld.collective.algo.RingAllreduce;
import org.commworld.data.Reducer;
import org.commworld.mpi.Data;
import org.commworld.wire.Fingerprint;
import org.jspecify.annotations.Nullable;

/** Collectives of ranks in several JVMs: an algorithm over messages, chosen by ranks and bytes. */
final class ChannelCollectives implements Collectives {
  /** Below this, rounds cost more than bytes. */
  private static final long RING_BYTES = 64 << 10;

  private final EndpointChannel.Place place;

  ChannelCollectives(EndpointChannel.Place place) {
    this.place = place;
  }

  private Channel channel(Fingerprint call) {
    return new EndpointChannel(place, call);
  }

  @Override
  public void barrier(Fingerprint call) {
    DisseminationBarrier.run(channel(call));
  }

  @Override
  public void bcast(Fingerprint call, Data data, int root) {
    BinomialBcast.run(channel(call), data, root);
  }

  @Override
  public void scatter(
      Fingerprint call, @Nullable Data send, @Nullable Layout layout, Data recv, int root) {
    int @Nullable [] counts = layout == null ? null : layout.counts();
    int @Nullable [] displs = layout == null ? null : layout.displs();
    LinearScatter.run(channel(call), send, counts, displs, recv, root);
  }

  @Override
  public void gather(
      Fingerprint call, Data send, @Nullable Data recv, @Nullable Layout layout, int root) {
    int @Nullable [] counts = layout == null ? null : layout.counts();
    int @Nullable [] displs = layout == null ? null : layout.displs();
    LinearGather.run(channel(call), send, recv, counts, displs, root);
  }

  @Override
  public void allGather(Fingerprint call, Data send, Data recv, Layout layout) {
    RingAllgather.run(channel(call), send, recv, layout.counts(), layout.displs());
  }

  @Override
  public void allToAll(
      Fingerprint call, Data send, Layout sendLayout, Data recv, Layout recvLayout) {
    PairwiseAlltoall.run(
        channel(call),
        send,
        sendLayout.counts(),
        sendLayout.displs(),
        recv,
        recvLayout.counts(),
        recvLayout.displs());
  }

  @Override
  public void reduce(
      Fingerprint call,
      Data send,
      @Nullable Data recv,
      Reducer reducer,
      boolean commutative,
      int root) {
    BinomialReduce.run(channel(call), send, recv, reducer, commutative, root);
  }

  @Override
  public void allReduce(
      Fingerprint call, Data send, Data recv, Reducer reducer, boolean commutative) {
    if (commutative && send.lengthBytes() >= RING_BYTES) {
      // Neighbours in the ring share a JVM where they can: fewer hops go over the network.
      Channel ring = new ReorderedChannel(channel(call), place.ranksByProcess());
      RingAllreduce.run(ring, send, recv, reducer);
    } else {
      RecursiveDoublingAllreduce.run(channel(call), send, recv, reducer);
    }
  }

  @Override
  public void reduceScatter(
      Fingerprint call, Data send, Data recv, Layout layout, Reducer reducer, boolean commutative) {
    if (commutative) {
      PairwiseReduceScatter.run(channel(call), send, recv, layout.counts(), reducer);
    } else {
      ReduceThenScatter.run(channel(call), send, recv, layout.counts(), reducer);
    }
  }

  @Override
  public void scan(Fingerprint call, Data send, Data recv, Reducer reducer, boolean exclusive) {
    if (exclusive) {
      RecursiveDoublingScan.exScan(channel(call), send, recv, reducer);
    } else {
      RecursiveDoublingScan.scan(channel(call), send, recv, reducer);
    }
  }

  @Override
  public void close() {
    // Messages need no meeting place.
  }
}

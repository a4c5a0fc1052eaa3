package org.commworld.collective;

import org.commworld.collective.algo.BinomialBcast;
import org.commworld.collective.algo.BinomialGather;
import org.commworld.collective.algo.BinomialScatter;
import org.commworld.collective.algo.BruckAllgather;
import org.commworld.collective.algo.BruckAlltoall;
import org.commworld.collective.algo.ChainBcast;
import org.commworld.collective.algo.Channel;
import org.commworld.collective.algo.DealtBcast;
import org.commworld.collective.algo.DisseminationBarrier;
import org.commworld.collective.algo.LinearBcast;
import org.commworld.collective.algo.LinearGather;
import org.commworld.collective.algo.LinearScatter;
import org.commworld.collective.algo.PairwiseAlltoall;
import org.commworld.collective.algo.RecursiveDoublingAllgather;
import org.commworld.collective.algo.RecursiveDoublingScan;
import org.commworld.collective.algo.RingAllgather;
import org.commworld.collective.algo.ScatterAllgatherBcast;
import org.commworld.collective.algo.SpreadAllgather;
import org.commworld.collective.algo.SpreadAlltoall;
import org.commworld.collective.algo.SpreadBarrier;
import org.commworld.collective.select.AlgorithmTable;
import org.commworld.collective.select.Choice;
import org.commworld.collective.select.Collective;
import org.commworld.data.Reducer;
import org.commworld.mpi.Data;
import org.commworld.wire.Fingerprint;
import org.jspecify.annotations.Nullable;

/**
 * Collectives of ranks in several JVMs: an algorithm over messages, chosen from a table by what all
 * ranks know.
 */
final class ChannelCollectives implements Collectives {
  private final EndpointChannel.Place place;
  private final AlgorithmTable table;
  private final ChannelReductions reductions;

  ChannelCollectives(EndpointChannel.Place place, AlgorithmTable table) {
    this.place = place;
    this.table = table;
    this.reductions = new ChannelReductions(place, table);
  }

  private Channel channel(Fingerprint call) {
    return new EndpointChannel(place, call);
  }

  private Choice choose(Collective collective, long bytes) {
    return table.choose(collective, place.size(), bytes);
  }

  private static IllegalStateException notOf(Collective collective, Choice choice) {
    return new IllegalStateException(
        "no %s of %s".formatted(choice.algorithm().text(), collective.text()));
  }

  @Override
  public boolean areNumbered() {
    return true;
  }

  @Override
  public void barrier(Fingerprint call) {
    Choice choice = choose(Collective.BARRIER, 0);
    switch (choice.algorithm()) {
      case SPREAD -> SpreadBarrier.run(channel(call));
      case DISSEMINATION -> DisseminationBarrier.run(channel(call));
      default -> throw notOf(Collective.BARRIER, choice);
    }
  }

  @Override
  public void bcast(Fingerprint call, Data data, int root) {
    Choice choice = choose(Collective.BCAST, data.lengthBytes());
    Channel channel = channel(call);
    switch (choice.algorithm()) {
      case LINEAR -> LinearBcast.run(channel, data, root);
      case BINOMIAL -> BinomialBcast.run(channel, data, root);
      case CHAIN -> ChainBcast.run(channel, data, root, choice.segmentBytes());
      case DEALT -> DealtBcast.run(channel, data, root, choice.segmentBytes());
      case SCATTER_ALLGATHER ->
          ScatterAllgatherBcast.run(channel, data, root, choice.segmentBytes());
      default -> throw notOf(Collective.BCAST, choice);
    }
  }

  /** Whether all ranks know the length of a block, which then is the same for all. */
  private static boolean isEven(Fingerprint call) {
    return call.count() >= 0;
  }

  @Override
  public void scatter(
      Fingerprint call, @Nullable Data send, @Nullable Layout layout, Data recv, int root) {
    int @Nullable [] counts = layout == null ? null : layout.counts();
    int @Nullable [] displs = layout == null ? null : layout.displs();
    Channel channel = channel(call);
    if (!isEven(call)) {
      LinearScatter.run(channel, send, counts, displs, recv, root);
      return;
    }
    Choice choice = choose(Collective.SCATTER, recv.lengthBytes());
    switch (choice.algorithm()) {
      case LINEAR -> LinearScatter.run(channel, send, counts, displs, recv, root);
      case BINOMIAL -> BinomialScatter.run(channel, send, displs, recv, root);
      default -> throw notOf(Collective.SCATTER, choice);
    }
  }

  @Override
  public void gather(
      Fingerprint call, Data send, @Nullable Data recv, @Nullable Layout layout, int root) {
    int @Nullable [] counts = layout == null ? null : layout.counts();
    int @Nullable [] displs = layout == null ? null : layout.displs();
    Channel channel = channel(call);
    if (!isEven(call)) {
      LinearGather.run(channel, send, recv, counts, displs, root);
      return;
    }
    Choice choice = choose(Collective.GATHER, send.lengthBytes());
    switch (choice.algorithm()) {
      case LINEAR -> LinearGather.run(channel, send, recv, counts, displs, root);
      case BINOMIAL -> BinomialGather.run(channel, send, recv, displs, root);
      default -> throw notOf(Collective.GATHER, choice);
    }
  }

  @Override
  public void allGather(Fingerprint call, Data send, Data recv, Layout layout) {
    int[] counts = layout.counts();
    int[] displs = layout.displs();
    long total = 0;
    for (int count : counts) {
      total += (long) count * send.type().sizeBytes();
    }
    Choice choice = choose(Collective.ALLGATHER, total / counts.length);
    Channel channel = channel(call);
    switch (choice.algorithm()) {
      case SPREAD ->
          SpreadAllgather.run(channel, send, recv, counts, displs, choice.segmentBytes());
      case RECURSIVE_DOUBLING ->
          RecursiveDoublingAllgather.run(channel, send, recv, counts, displs);
      case BRUCK -> BruckAllgather.run(channel, send, recv, counts, displs);
      case RING -> RingAllgather.run(channel, send, recv, counts, displs, choice.segmentBytes());
      default -> throw notOf(Collective.ALLGATHER, choice);
    }
  }

  @Override
  public void allToAll(
      Fingerprint call, Data send, Layout sendLayout, Data recv, Layout recvLayout) {
    Channel channel = channel(call);
    if (isEven(call) && sendLayout.counts().length > 0) {
      int count = sendLayout.counts()[0];
      Choice even = choose(Collective.ALLTOALL, (long) count * send.type().sizeBytes());
      switch (even.algorithm()) {
        case SPREAD -> spread(channel, send, sendLayout, recv, recvLayout, even.segmentBytes());
        case PAIRWISE -> pairwise(channel, send, sendLayout, recv, recvLayout);
        case BRUCK ->
            BruckAlltoall.run(channel, send, sendLayout.displs(), recv, recvLayout.displs(), count);
        default -> throw notOf(Collective.ALLTOALL, even);
      }
      return;
    }
    // No rank knows the lengths between two others, so all go by that of the longest there may be.
    Choice longest = choose(Collective.ALLTOALL, Long.MAX_VALUE);
    switch (longest.algorithm()) {
      case SPREAD -> spread(channel, send, sendLayout, recv, recvLayout, longest.segmentBytes());
      default -> pairwise(channel, send, sendLayout, recv, recvLayout);
    }
  }

  private static void spread(
      Channel channel, Data send, Layout sendLayout, Data recv, Layout recvLayout, int segment) {
    SpreadAlltoall.run(
        channel,
        send,
        sendLayout.counts(),
        sendLayout.displs(),
        recv,
        recvLayout.counts(),
        recvLayout.displs(),
        segment);
  }

  private static void pairwise(
      Channel channel, Data send, Layout sendLayout, Data recv, Layout recvLayout) {
    PairwiseAlltoall.run(
        channel,
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
    reductions.reduce(call, send, recv, reducer, commutative, root);
  }

  @Override
  public void allReduce(
      Fingerprint call, Data send, Data recv, Reducer reducer, boolean commutative) {
    reductions.allReduce(call, send, recv, reducer, commutative);
  }

  @Override
  public void reduceScatter(
      Fingerprint call, Data send, Data recv, Layout layout, Reducer reducer, boolean commutative) {
    reductions.reduceScatter(call, send, recv, layout.counts(), reducer, commutative);
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

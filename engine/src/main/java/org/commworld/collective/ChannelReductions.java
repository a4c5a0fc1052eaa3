package org.commworld.collective;

import org.commworld.collective.algo.BinomialReduce;
import org.commworld.collective.algo.Channel;
import org.commworld.collective.algo.DealtReduce;
import org.commworld.collective.algo.LinearReduce;
import org.commworld.collective.algo.PairwiseReduceScatter;
import org.commworld.collective.algo.RabenseifnerAllreduce;
import org.commworld.collective.algo.RabenseifnerReduce;
import org.commworld.collective.algo.RecursiveDoublingAllreduce;
import org.commworld.collective.algo.RecursiveHalvingReduceScatter;
import org.commworld.collective.algo.ReduceThenScatter;
import org.commworld.collective.algo.RingAllreduce;
import org.commworld.collective.algo.RingReduceScatter;
import org.commworld.collective.algo.SpreadAllreduce;
import org.commworld.collective.algo.SpreadReduceScatter;
import org.commworld.collective.algo.TwoShotAllreduce;
import org.commworld.collective.select.AlgorithmTable;
import org.commworld.collective.select.Choice;
import org.commworld.collective.select.Collective;
import org.commworld.data.Reducer;
import org.commworld.mpi.Data;
import org.commworld.wire.Fingerprint;
import org.jspecify.annotations.Nullable;

/**
 * Reductions of ranks in several JVMs. Where the table names an algorithm that does not keep the
 * order of ranks and the operation needs it, one that does takes its place.
 */
final class ChannelReductions {
  private final EndpointChannel.Place place;
  private final AlgorithmTable table;

  ChannelReductions(EndpointChannel.Place place, AlgorithmTable table) {
    this.place = place;
    this.table = table;
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

  void reduce(
      Fingerprint call,
      Data send,
      @Nullable Data recv,
      Reducer reducer,
      boolean commutative,
      int root) {
    Choice choice = choose(Collective.REDUCE, send.lengthBytes());
    Channel channel = channel(call);
    switch (choice.algorithm()) {
      case LINEAR -> LinearReduce.run(channel, send, recv, reducer, root);
      case BINOMIAL -> BinomialReduce.run(channel, send, recv, reducer, commutative, root);
      case DEALT -> DealtReduce.run(channel, send, recv, reducer, root, choice.segmentBytes());
      case RABENSEIFNER -> RabenseifnerReduce.run(channel, send, recv, reducer, root);
      default -> throw notOf(Collective.REDUCE, choice);
    }
  }

  void allReduce(Fingerprint call, Data send, Data recv, Reducer reducer, boolean commutative) {
    Choice choice = choose(Collective.ALLREDUCE, send.lengthBytes());
    Channel channel = channel(call);
    switch (choice.algorithm()) {
      case SPREAD -> SpreadAllreduce.run(channel, send, recv, reducer);
      case TWO_SHOT -> TwoShotAllreduce.run(channel, send, recv, reducer, choice.segmentBytes());
      case RECURSIVE_DOUBLING -> RecursiveDoublingAllreduce.run(channel, send, recv, reducer);
      case RABENSEIFNER -> RabenseifnerAllreduce.run(channel, send, recv, reducer);
      case RING -> {
        if (commutative) {
          // Neighbours in the ring share a JVM where they can: fewer hops go over the network.
          Channel ring = new ReorderedChannel(channel, place.ranksByProcess());
          RingAllreduce.run(ring, send, recv, reducer, choice.segmentBytes());
        } else {
          RabenseifnerAllreduce.run(channel, send, recv, reducer);
        }
      }
      default -> throw notOf(Collective.ALLREDUCE, choice);
    }
  }

  void reduceScatter(
      Fingerprint call, Data send, Data recv, int[] counts, Reducer reducer, boolean commutative) {
    Choice choice = choose(Collective.REDUCE_SCATTER, send.lengthBytes());
    Channel channel = channel(call);
    int segment = choice.segmentBytes();
    switch (choice.algorithm()) {
      case SPREAD -> SpreadReduceScatter.run(channel, send, recv, counts, reducer, segment);
      case PAIRWISE, RECURSIVE_HALVING, RING -> {
        // Two operands are combined in the order of ranks by all of them.
        if (commutative || place.size() <= 2) {
          inAnyOrder(choice, channel, send, recv, counts, reducer);
        } else {
          ReduceThenScatter.run(channel, send, recv, counts, reducer);
        }
      }
      default -> throw notOf(Collective.REDUCE_SCATTER, choice);
    }
  }

  private static void inAnyOrder(
      Choice choice, Channel channel, Data send, Data recv, int[] counts, Reducer reducer) {
    switch (choice.algorithm()) {
      case RECURSIVE_HALVING ->
          RecursiveHalvingReduceScatter.run(channel, send, recv, counts, reducer);
      case RING ->
          RingReduceScatter.run(channel, send, recv, counts, reducer, choice.segmentBytes());
      default -> PairwiseReduceScatter.run(channel, send, recv, counts, reducer);
    }
  }
}

package org.commworld.collective;

import org.commworld.collective.algo.Channel;
import org.commworld.data.Reducer;
import org.commworld.mpi.Data;
import org.commworld.wire.Fingerprint;
import org.jspecify.annotations.Nullable;

/**
 * Collectives of ranks that say they are on one host: through memory that they share if all of them
 * can open it, by messages if not. That is found out in the first call.
 */
final class SharedOrMessages implements Collectives {
  private final EndpointChannel.Place place;
  private final SegmentSharing sharing;
  private final Collectives messages;
  private @Nullable Collectives chosen;
  private FreedSegments.@Nullable Kept memory;
  private @Nullable HostRounds rounds;

  /**
   * The collectives of one rank.
   *
   * @param place of exactly the ranks of the host
   * @param sharing the rank's own
   * @param messages what is used if memory cannot be shared
   */
  SharedOrMessages(EndpointChannel.Place place, SegmentSharing sharing, Collectives messages) {
    this.place = place;
    this.sharing = sharing;
    this.messages = messages;
  }

  private Collectives in(Fingerprint call) {
    Collectives found = chosen;
    if (found == null) {
      found = choose(new EndpointChannel(place, call));
      chosen = found;
    }
    return found;
  }

  private Collectives choose(Channel channel) {
    FreedSegments.Kept found = sharing.agree(channel, place.worldRanks());
    if (found == null) {
      return messages;
    }
    HostRounds all =
        new HostRounds(
            found.segment(), found.round(), place.endpoint(), channel.rank(), place.worldRanks());
    rounds = all;
    memory = found;
    return new HostCollectives(all);
  }

  @Override
  public boolean areNumbered() {
    Collectives found = chosen;
    return found == null || found.areNumbered();
  }

  @Override
  public void barrier(Fingerprint call) {
    in(call).barrier(call);
  }

  @Override
  public void bcast(Fingerprint call, Data data, int root) {
    in(call).bcast(call, data, root);
  }

  @Override
  public void scatter(
      Fingerprint call, @Nullable Data send, @Nullable Layout layout, Data recv, int root) {
    in(call).scatter(call, send, layout, recv, root);
  }

  @Override
  public void gather(
      Fingerprint call, Data send, @Nullable Data recv, @Nullable Layout layout, int root) {
    in(call).gather(call, send, recv, layout, root);
  }

  @Override
  public void allGather(Fingerprint call, Data send, Data recv, Layout layout) {
    in(call).allGather(call, send, recv, layout);
  }

  @Override
  public void allToAll(
      Fingerprint call, Data send, Layout sendLayout, Data recv, Layout recvLayout) {
    in(call).allToAll(call, send, sendLayout, recv, recvLayout);
  }

  @Override
  public void reduce(
      Fingerprint call,
      Data send,
      @Nullable Data recv,
      Reducer reducer,
      boolean commutative,
      int root) {
    in(call).reduce(call, send, recv, reducer, commutative, root);
  }

  @Override
  public void allReduce(
      Fingerprint call, Data send, Data recv, Reducer reducer, boolean commutative) {
    in(call).allReduce(call, send, recv, reducer, commutative);
  }

  @Override
  public void reduceScatter(
      Fingerprint call, Data send, Data recv, Layout layout, Reducer reducer, boolean commutative) {
    in(call).reduceScatter(call, send, recv, layout, reducer, commutative);
  }

  @Override
  public void scan(Fingerprint call, Data send, Data recv, Reducer reducer, boolean exclusive) {
    in(call).scan(call, send, recv, reducer, exclusive);
  }

  @Override
  public void close() {
    messages.close();
    HostRounds used = rounds;
    if (used != null && memory != null) {
      rounds = null;
      sharing.giveBack(place.worldRanks(), memory.at(used.round()));
    }
  }
}

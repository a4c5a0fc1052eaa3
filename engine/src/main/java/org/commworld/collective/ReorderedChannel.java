package org.commworld.collective;

import org.commworld.collective.algo.Channel;
import org.commworld.data.Reducer;
import org.commworld.mpi.Data;

/**
 * A channel whose ranks are numbered anew, for algorithms that do not care which rank is where in
 * their ring or tree, so that neighbours can be near each other.
 */
final class ReorderedChannel implements Channel {
  private final Channel channel;
  private final int[] order;
  private final int rank;

  /**
   * A view of {@code channel}.
   *
   * @param order the channel's rank at each new rank; the same on all ranks
   */
  ReorderedChannel(Channel channel, int[] order) {
    this.channel = channel;
    this.order = order;
    int found = 0;
    while (order[found] != channel.rank()) {
      found++;
    }
    this.rank = found;
  }

  @Override
  public int rank() {
    return rank;
  }

  @Override
  public int size() {
    return order.length;
  }

  @Override
  public Transfer iSend(Data data, int dest) {
    return channel.iSend(data, order[dest]);
  }

  @Override
  public Transfer iRecv(Data data, int source) {
    return channel.iRecv(data, order[source]);
  }

  @Override
  public Transfer iRecvReduce(Data own, Data result, int source, Reducer reducer) {
    return channel.iRecvReduce(own, result, order[source], reducer);
  }
}

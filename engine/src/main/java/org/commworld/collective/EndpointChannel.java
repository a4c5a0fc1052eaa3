package org.commworld.collective;

import java.util.Comparator;
import java.util.stream.IntStream;
import org.commworld.collective.algo.Channel;
import org.commworld.data.Fold;
import org.commworld.data.Reducer;
import org.commworld.mpi.Comm;
import org.commworld.mpi.Data;
import org.commworld.pt2pt.Endpoint;
import org.commworld.pt2pt.Operation;
import org.commworld.wire.Envelope;
import org.commworld.wire.Fingerprint;

/**
 * The channel of one collective call: messages in the communicator's context for collectives, each
 * with the call's fingerprint. A rank that waits long asks the peer it waits for which call that
 * one is in, once, so that a mismatch is an error and no hang.
 */
final class EndpointChannel implements Channel {
  /**
   * Where the collective messages of a communicator, or of some of its ranks, go.
   *
   * @param rank this rank among them
   * @param ids by rank among them, the rank in the communicator, which the messages bear
   * @param worldRanks by rank among them
   */
  record Place(
      Endpoint endpoint, int context, int rank, int[] ids, int[] worldRanks, long probeNanos) {
    /** All ranks of a communicator. */
    static Place ofAll(
        Endpoint endpoint, int context, int rank, int[] worldRanks, long probeNanos) {
      int[] all = IntStream.range(0, worldRanks.length).toArray();
      return new Place(endpoint, context, rank, all, worldRanks, probeNanos);
    }

    /** Some of these ranks, this one among them, numbered anew. */
    Place of(int[] members) {
      int self =
          IntStream.range(0, members.length)
              .filter(i -> members[i] == rank)
              .findFirst()
              .orElseThrow();
      return new Place(
          endpoint,
          context,
          self,
          IntStream.of(members).map(r -> ids[r]).toArray(),
          IntStream.of(members).map(r -> worldRanks[r]).toArray(),
          probeNanos);
    }

    int size() {
      return ids.length;
    }

    /**
     * The ranks of the communicator, those of one JVM next to each other; the same on all ranks.
     */
    int[] ranksByProcess() {
      return IntStream.range(0, worldRanks.length)
          .boxed()
          .sorted(Comparator.comparingInt(r -> endpoint.world().process(worldRanks[r])))
          .mapToInt(Integer::intValue)
          .toArray();
    }
  }

  private static final Transfer SENT = () -> {};

  private final Place place;
  private final Fingerprint call;

  EndpointChannel(Place place, Fingerprint call) {
    this.place = place;
    this.call = call;
    place.endpoint.begin(place.context, call);
  }

  private int ownId() {
    return place.ids[place.rank];
  }

  @Override
  public int rank() {
    return place.rank;
  }

  @Override
  public int size() {
    return place.worldRanks.length;
  }

  @Override
  public Transfer iSend(Data data, int dest) {
    int worldRank = place.worldRanks[dest];
    if (place.endpoint.sendShort(worldRank, place.context, ownId(), call.sequence(), data, call)) {
      return SENT;
    }
    Envelope envelope =
        new Envelope(
            place.context, ownId(), call.sequence(), data.type(), data.lengthBytes(), call);
    Operation send = place.endpoint.send(worldRank, envelope, data, false);
    return () -> await(send, dest);
  }

  @Override
  public Transfer iRecv(Data data, int source) {
    Operation receive =
        place.endpoint.receive(place.context, place.ids[source], Comm.ANY_TAG, data, call);
    receive.expect(place.worldRanks[source]);
    return () -> await(receive, source);
  }

  @Override
  public Transfer iRecvReduce(Data own, Data result, int source, Reducer reducer) {
    if (!reducer.runsAnywhere()) {
      return Channel.super.iRecvReduce(own, result, source, reducer);
    }
    Fold fold = new Fold(reducer, own, result, source < rank());
    Operation receive =
        place.endpoint.receive(place.context, place.ids[source], Comm.ANY_TAG, result, call, fold);
    receive.expect(place.worldRanks[source]);
    return () -> await(receive, source);
  }

  private void await(Operation operation, int peer) {
    if (!place.endpoint.waiting().awaitUntil(operation, place.probeNanos)) {
      place.endpoint.ask(place.worldRanks[peer], place.context, ownId(), call);
      place.endpoint.waiting().await(operation);
    }
    operation.checkError();
  }
}

package org.commworld.collective;

import java.util.Comparator;
import java.util.stream.IntStream;
import org.commworld.collective.algo.Channel;
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
   * Where a communicator's collective messages go.
   *
   * @param worldRanks by rank in the communicator
   */
  record Place(Endpoint endpoint, int context, int rank, int[] worldRanks, long probeNanos) {
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

  private final Place place;
  private final Fingerprint call;

  EndpointChannel(Place place, Fingerprint call) {
    this.place = place;
    this.call = call;
    place.endpoint.begin(place.context, call);
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
    Envelope envelope =
        new Envelope(
            place.context, place.rank, call.sequence(), data.type(), data.lengthBytes(), call);
    Operation send = place.endpoint.send(place.worldRanks[dest], envelope, data, false);
    return () -> await(send, dest);
  }

  @Override
  public Transfer iRecv(Data data, int source) {
    Operation receive = place.endpoint.receive(place.context, source, Comm.ANY_TAG, data, call);
    return () -> await(receive, source);
  }

  private void await(Operation operation, int peer) {
    if (!place.endpoint.waiting().awaitUntil(operation::isDone, place.probeNanos)) {
      place.endpoint.ask(place.worldRanks[peer], place.context, place.rank, call);
      place.endpoint.waiting().await(operation::isDone);
    }
    operation.checkError();
  }
}

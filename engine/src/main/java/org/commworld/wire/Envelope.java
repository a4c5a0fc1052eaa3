package org.commworld.wire;

import org.commworld.mpi.Datatype;
import org.jspecify.annotations.Nullable;

/**
 * What is matched of a message, and what is checked.
 *
 * @param context the communicator's context id; point-to-point and collective messages have
 *     different ones
 * @param source the sender's rank in the communicator
 * @param tag the tag; of a collective's message, the sequence number of the call
 * @param type its elements' type
 * @param lengthBytes its length
 * @param fingerprint of a collective's message, the call that it belongs to
 */
public record Envelope(
    int context,
    int source,
    int tag,
    Datatype type,
    long lengthBytes,
    @Nullable Fingerprint fingerprint) {

  /** Number of elements. */
  public int count() {
    return (int) (lengthBytes / type.sizeBytes());
  }
}

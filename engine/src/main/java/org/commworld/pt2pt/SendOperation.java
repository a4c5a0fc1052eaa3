package org.commworld.pt2pt;

import org.commworld.mpi.Data;
import org.commworld.wire.Envelope;

/** A send that is under way: its data may not be changed until it is complete. */
public final class SendOperation extends Operation {
  private final Envelope envelope;
  private final Data data;

  SendOperation(Endpoint owner, Envelope envelope, Data data) {
    super(owner);
    this.envelope = envelope;
    this.data = data;
  }

  /** What the receiver matches. */
  public Envelope envelope() {
    return envelope;
  }

  Data data() {
    return data;
  }
}

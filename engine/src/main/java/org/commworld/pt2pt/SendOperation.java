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

  /**
   * Its elements go to {@code receive}, of this JVM, which has been taken for it: at once, or, if
   * they are many, whenever one of the two ranks waits. Called without a lock.
   */
  void deliverTo(ReceiveOperation receive) {
    boolean fits = receive.match(envelope);
    Data target = fits ? receive.targetOf(data) : null;
    if (target != null && data.lengthBytes() >= JointCopy.MIN_BYTES) {
      copyJointly(receive, target);
      return;
    }
    if (fits) {
      receive.deliver(data);
    }
    complete();
  }

  private void copyJointly(ReceiveOperation receive, Data target) {
    Runnable whenFinished =
        () -> {
          receive.complete();
          complete();
        };
    Endpoint receiver = receive.owner();
    new JointCopy(data, target, owner().copies(), receiver.copies(), whenFinished).start();
    receiver.waiting().wake();
    owner().waiting().wake();
  }
}

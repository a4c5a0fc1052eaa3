package org.commworld.pt2pt;

import java.io.IOException;
import org.commworld.mpi.Comm;
import org.commworld.mpi.Data;
import org.commworld.mpi.Datatype;
import org.commworld.mpi.Status;
import org.jspecify.annotations.Nullable;

/**
 * Where short messages of one other rank come out, in order, and can be taken past the queues. As a
 * condition it tells, without a lock, whether something has come since {@link #take} found nothing,
 * whichever way it took; a hint, because another thread may have seen it first.
 */
sealed interface ShortSource extends Waiting.Condition permits Mailbox, FrameLink {
  /** There is no message yet. */
  Status NOT_YET = new Status(Comm.PROC_NULL, 0, Datatype.BYTE, 0);

  /**
   * Takes the oldest message into {@code buffer}, if it is of point to point, matches and fits. The
   * endpoint's lock is held.
   *
   * @return {@link #NOT_YET} if there is none, null if there is another
   * @throws IOException if the peer is gone or breaks the protocol
   */
  @Nullable Status take(Endpoint endpoint, int context, int source, int tag, Data buffer)
      throws IOException;
}

package org.commworld.pt2pt;

import org.commworld.mpi.Comm;
import org.jspecify.annotations.Nullable;

/**
 * Posted receives, oldest first; each is its own link, so that posting allocates nothing. Guarded
 * by the endpoint's lock.
 */
final class PostedQueue {
  private @Nullable ReceiveOperation oldest;
  private @Nullable ReceiveOperation newest;

  boolean isEmpty() {
    return oldest == null;
  }

  void add(ReceiveOperation receive) {
    receive.setNext(null);
    ReceiveOperation before = newest;
    if (before == null) {
      oldest = receive;
    } else {
      before.setNext(receive);
    }
    newest = receive;
  }

  /** The oldest that accepts {@code tag}. */
  @Nullable ReceiveOperation first(int tag) {
    ReceiveOperation found = oldest;
    while (found != null && found.tag() != tag && found.tag() != Comm.ANY_TAG) {
      found = found.next();
    }
    return found;
  }

  /** Takes out {@code receive}; whether it was here. */
  boolean remove(ReceiveOperation receive) {
    ReceiveOperation before = null;
    for (ReceiveOperation at = oldest; at != null; at = at.next()) {
      if (at == receive) {
        unlink(before, at);
        return true;
      }
      before = at;
    }
    return false;
  }

  private void unlink(@Nullable ReceiveOperation before, ReceiveOperation receive) {
    ReceiveOperation after = receive.next();
    if (before == null) {
      oldest = after;
    } else {
      before.setNext(after);
    }
    if (after == null) {
      newest = before;
    }
    receive.setNext(null);
  }
}

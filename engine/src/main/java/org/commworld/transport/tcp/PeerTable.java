package org.commworld.transport.tcp;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Who dials whom: between two ranks one connection counts. When both dial at once, the lower rank's
 * counts: the higher rank accepts it although it is dialling, the lower one answers that it is
 * dialling itself. Used by the acceptor and by the ranks' threads; each decision is atomic.
 */
final class PeerTable {
  private enum State {
    DIALLING,
    CONNECTED
  }

  private final ConcurrentMap<Long, State> states = new ConcurrentHashMap<>();

  /** Whether {@code rank} shall dial {@code peer}; if not, a connection is there or on its way. */
  boolean mayDial(int rank, int peer) {
    return states.putIfAbsent(key(rank, peer), State.DIALLING) == null;
  }

  /** The peer has accepted. */
  void dialled(int rank, int peer) {
    states.put(key(rank, peer), State.CONNECTED);
  }

  /** Whether {@code rank} takes the connection that {@code peer} has dialled. */
  boolean mayAccept(int rank, int peer) {
    boolean[] accepted = new boolean[1];
    states.compute(
        key(rank, peer),
        (pair, state) -> {
          accepted[0] = state == null || (state == State.DIALLING && peer < rank);
          return accepted[0] ? State.CONNECTED : state;
        });
    return accepted[0];
  }

  private static long key(int rank, int peer) {
    return (long) rank << 32 | peer;
  }
}

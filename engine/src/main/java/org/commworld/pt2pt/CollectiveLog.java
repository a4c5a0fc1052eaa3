package org.commworld.pt2pt;

import java.util.HashMap;
import java.util.Map;
import org.commworld.wire.Fingerprint;
import org.jspecify.annotations.Nullable;

/**
 * Which collectives a rank has called on one communicator, the last {@value #KEPT} of them, and
 * which ones peers that wait for it are in. Guarded by the endpoint's lock.
 *
 * <p>Why this finds every mismatch that would hang: a rank that waits long asks the peer it waits
 * for. Where both are in the same call, that peer waits for another in turn; one algorithm has no
 * circle of waits, so the chain ends at a rank that is, was or comes to be in a different call with
 * the same number, and that rank sees the two differ.
 */
final class CollectiveLog {
  /** A call that differs from a peer's with the same number. */
  record Difference(int peer, Fingerprint ofPeer, Fingerprint own) {}

  private record Question(int peer, Fingerprint ofPeer) {}

  private static final int KEPT = 64;

  private final @Nullable Fingerprint[] calls = new @Nullable Fingerprint[KEPT];
  private final Map<Integer, Question> open = new HashMap<>();
  private int next;

  /** This rank calls a collective; what a peer that waits for it is in, if that differs. */
  @Nullable Difference begin(Fingerprint call) {
    calls[call.sequence() % KEPT] = call;
    next = call.sequence() + 1;
    if (open.isEmpty()) {
      return null;
    }
    Question question = open.remove(call.sequence());
    return question == null ? null : compare(question.peer, question.ofPeer, call);
  }

  /**
   * A peer waits for this rank in {@code call}; the difference, if this rank is known to be, or
   * have been, elsewhere.
   */
  @Nullable Difference asked(int peer, Fingerprint call) {
    if (call.sequence() >= next) {
      open.put(call.sequence(), new Question(peer, call));
      return null;
    }
    Fingerprint own = calls[call.sequence() % KEPT];
    boolean kept = own != null && own.sequence() == call.sequence();
    return own == null || !kept ? null : compare(peer, call, own);
  }

  private static @Nullable Difference compare(int peer, Fingerprint ofPeer, Fingerprint own) {
    return own.equals(ofPeer) ? null : new Difference(peer, ofPeer, own);
  }
}

package org.commworld.pt2pt;

import java.util.ArrayDeque;
import java.util.Arrays;
import org.commworld.mpi.Comm;
import org.commworld.wire.Envelope;
import org.jspecify.annotations.Nullable;

/**
 * The posted receives and the unexpected messages of one context (MPI 4.1 §3.5: between two ranks,
 * in the order sent). Guarded by the endpoint's lock.
 *
 * <p>Both are kept by source, so that a match looks only at what can match. A ticket, drawn when an
 * entry comes in, puts entries of different sources in one order: the oldest wins, a receive from
 * any source among them.
 */
final class MatchQueues {
  private record Ticket<E>(long number, E entry) {}

  private @Nullable PostedQueue[] postedBySource = new @Nullable PostedQueue[4];
  private final PostedQueue postedForAny = new PostedQueue();
  private @Nullable ArrayDeque<Ticket<Unexpected>>[] unexpectedBySource;
  private final int context;
  private long tickets;
  private int unexpectedCount;

  @SuppressWarnings({"unchecked", "rawtypes"}) // No arrays of a generic type.
  MatchQueues(int context) {
    this.context = context;
    unexpectedBySource = (ArrayDeque<Ticket<Unexpected>>[]) new ArrayDeque[4];
  }

  int context() {
    return context;
  }

  void post(ReceiveOperation receive) {
    receive.setTicket(tickets++);
    if (receive.source() == Comm.ANY_SOURCE) {
      postedForAny.add(receive);
      return;
    }
    postedBySource = grown(postedBySource, receive.source());
    PostedQueue queue = postedBySource[receive.source()];
    if (queue == null) {
      queue = new PostedQueue();
      postedBySource[receive.source()] = queue;
    }
    queue.add(receive);
  }

  void add(Unexpected message) {
    int source = message.envelope().source();
    unexpectedBySource = grown(unexpectedBySource, source);
    queue(unexpectedBySource, source).add(new Ticket<>(tickets++, message));
    unexpectedCount++;
  }

  /** Takes out the oldest posted receive that accepts {@code tag} from {@code source}. */
  @Nullable ReceiveOperation takePosted(int source, int tag) {
    PostedQueue ofSource = at(postedBySource, source);
    ReceiveOperation exact = ofSource == null ? null : ofSource.first(tag);
    ReceiveOperation any = postedForAny.isEmpty() ? null : postedForAny.first(tag);
    if (any == null || (exact != null && exact.ticket() < any.ticket())) {
      if (ofSource != null && exact != null) {
        ofSource.remove(exact);
      }
      return exact;
    }
    postedForAny.remove(any);
    return any;
  }

  /** Whether no message waits here, and no receive for one from {@code source}. */
  boolean isEmptyFor(int source) {
    PostedQueue ofSource = at(postedBySource, source);
    return unexpectedCount == 0
        && postedForAny.isEmpty()
        && (ofSource == null || ofSource.isEmpty());
  }

  /** Takes out {@code receive}, if it is still posted. */
  boolean unpost(ReceiveOperation receive) {
    PostedQueue queue =
        receive.source() == Comm.ANY_SOURCE ? postedForAny : at(postedBySource, receive.source());
    return queue != null && queue.remove(receive);
  }

  /** The oldest unexpected message that {@code pattern} accepts, taken out if {@code take}. */
  @Nullable Unexpected findUnexpected(ReceiveOperation pattern, boolean take) {
    if (unexpectedCount == 0) {
      return null;
    }
    ArrayDeque<Ticket<Unexpected>> queue = null;
    Ticket<Unexpected> found = null;
    if (pattern.source() != Comm.ANY_SOURCE) {
      queue = at(unexpectedBySource, pattern.source());
      found = firstUnexpected(queue, pattern);
    } else {
      for (ArrayDeque<Ticket<Unexpected>> candidate : unexpectedBySource) {
        Ticket<Unexpected> first = firstUnexpected(candidate, pattern);
        if (first != null && (found == null || first.number < found.number)) {
          queue = candidate;
          found = first;
        }
      }
    }
    if (found == null || queue == null) {
      return null;
    }
    if (take) {
      queue.remove(found);
      unexpectedCount--;
    }
    return found.entry;
  }

  private static @Nullable Ticket<Unexpected> firstUnexpected(
      @Nullable ArrayDeque<Ticket<Unexpected>> queue, ReceiveOperation pattern) {
    if (queue == null || queue.isEmpty()) {
      return null;
    }
    for (Ticket<Unexpected> ticket : queue) {
      Envelope envelope = ticket.entry.envelope();
      if (pattern.accepts(envelope.source(), envelope.tag())) {
        return ticket;
      }
    }
    return null;
  }

  private static <Q> @Nullable Q at(@Nullable Q[] queues, int source) {
    return source < queues.length ? queues[source] : null;
  }

  private static <Q> @Nullable Q[] grown(@Nullable Q[] queues, int source) {
    return source < queues.length
        ? queues
        : Arrays.copyOf(queues, Math.max(source + 1, 2 * queues.length));
  }

  private static <T> ArrayDeque<T> queue(@Nullable ArrayDeque<T>[] queues, int source) {
    ArrayDeque<T> queue = queues[source];
    if (queue == null) {
      queue = new ArrayDeque<>(4);
      queues[source] = queue;
    }
    return queue;
  }
}

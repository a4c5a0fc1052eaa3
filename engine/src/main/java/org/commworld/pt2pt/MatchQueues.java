package org.commworld.pt2pt;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Iterator;
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

  private @Nullable ArrayDeque<Ticket<ReceiveOperation>>[] postedBySource;
  private final ArrayDeque<Ticket<ReceiveOperation>> postedForAny = new ArrayDeque<>();
  private @Nullable ArrayDeque<Ticket<Unexpected>>[] unexpectedBySource;
  private long tickets;
  private int unexpectedCount;

  @SuppressWarnings({"unchecked", "rawtypes"}) // No arrays of a generic type.
  MatchQueues() {
    postedBySource = (ArrayDeque<Ticket<ReceiveOperation>>[]) new ArrayDeque[4];
    unexpectedBySource = (ArrayDeque<Ticket<Unexpected>>[]) new ArrayDeque[4];
  }

  void post(ReceiveOperation receive) {
    Ticket<ReceiveOperation> ticket = new Ticket<>(tickets++, receive);
    if (receive.source() == Comm.ANY_SOURCE) {
      postedForAny.add(ticket);
    } else {
      postedBySource = grown(postedBySource, receive.source());
      queue(postedBySource, receive.source()).add(ticket);
    }
  }

  void add(Unexpected message) {
    int source = message.envelope().source();
    unexpectedBySource = grown(unexpectedBySource, source);
    queue(unexpectedBySource, source).add(new Ticket<>(tickets++, message));
    unexpectedCount++;
  }

  /** Takes out the oldest posted receive that accepts {@code envelope}. */
  @Nullable ReceiveOperation takePosted(Envelope envelope) {
    ArrayDeque<Ticket<ReceiveOperation>> ofSource = at(postedBySource, envelope.source());
    Ticket<ReceiveOperation> exact = firstPosted(ofSource, envelope);
    Ticket<ReceiveOperation> any = firstPosted(postedForAny, envelope);
    if (exact == null && any == null) {
      return null;
    }
    boolean takeExact = any == null || (exact != null && exact.number < any.number);
    if (takeExact && ofSource != null && exact != null) {
      ofSource.remove(exact);
      return exact.entry;
    }
    postedForAny.remove(any);
    return java.util.Objects.requireNonNull(any).entry;
  }

  /** Takes out {@code receive}, if it is still posted. */
  boolean unpost(ReceiveOperation receive) {
    ArrayDeque<Ticket<ReceiveOperation>> queue =
        receive.source() == Comm.ANY_SOURCE ? postedForAny : at(postedBySource, receive.source());
    return queue != null && queue.removeIf(ticket -> ticket.entry == receive);
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

  private static @Nullable Ticket<ReceiveOperation> firstPosted(
      @Nullable ArrayDeque<Ticket<ReceiveOperation>> queue, Envelope envelope) {
    if (queue == null || queue.isEmpty()) {
      return null;
    }
    for (Iterator<Ticket<ReceiveOperation>> i = queue.iterator(); i.hasNext(); ) {
      Ticket<ReceiveOperation> ticket = i.next();
      if (ticket.entry.accepts(envelope)) {
        return ticket;
      }
    }
    return null;
  }

  private static @Nullable Ticket<Unexpected> firstUnexpected(
      @Nullable ArrayDeque<Ticket<Unexpected>> queue, ReceiveOperation pattern) {
    if (queue == null || queue.isEmpty()) {
      return null;
    }
    for (Ticket<Unexpected> ticket : queue) {
      if (pattern.accepts(ticket.entry.envelope())) {
        return ticket;
      }
    }
    return null;
  }

  private static <T> @Nullable ArrayDeque<T> at(@Nullable ArrayDeque<T>[] queues, int source) {
    return source < queues.length ? queues[source] : null;
  }

  private static <T> @Nullable ArrayDeque<T>[] grown(@Nullable ArrayDeque<T>[] queues, int source) {
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

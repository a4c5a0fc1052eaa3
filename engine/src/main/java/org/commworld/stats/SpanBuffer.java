package org.commworld.stats;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The spans of one rank until they are taken, and the numbers of its messages. Used by the rank's
 * threads, those that deliver its messages, and the one that takes. Holds no more than its
 * capacity; what comes beyond is counted and dropped.
 */
final class SpanBuffer {
  private record Way(int context, int peer, boolean out) {}

  private final int capacity;
  private final ArrayDeque<Span> spans = new ArrayDeque<>();
  private final Map<Way, Long> numbers = new HashMap<>();
  private long dropped;

  SpanBuffer(int capacity) {
    this.capacity = capacity;
  }

  synchronized void add(Span span) {
    if (spans.size() < capacity) {
      spans.add(span);
    } else {
      dropped++;
    }
  }

  /** The next message to, or from, {@code peer} in {@code context}. */
  synchronized Span.MessageId next(int context, int peer, boolean out) {
    long number = numbers.merge(new Way(context, peer, out), 1L, Long::sum) - 1;
    return new Span.MessageId(context, peer, number);
  }

  /** Takes out up to {@code most}, oldest first. */
  synchronized List<Span> take(int most) {
    List<Span> taken = new ArrayList<>(Math.min(most, spans.size()));
    while (taken.size() < most && !spans.isEmpty()) {
      taken.add(spans.remove());
    }
    return taken;
  }

  /** How many were dropped so far. */
  synchronized long dropped() {
    return dropped;
  }
}

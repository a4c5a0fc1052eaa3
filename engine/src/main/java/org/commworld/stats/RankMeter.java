package org.commworld.stats;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/**
 * Counts what one rank does: a {@link CallMeter} for each of its threads, and whom it waited for.
 * Used by the rank's threads and by those that look.
 *
 * <p>Takes 8 bytes for each rank of the world and 2 KiB for each thread; what has been counted of
 * threads that have ended is added up and their meters are let go.
 */
public final class RankMeter {
  private static final int LOOK_FOR_ENDED_AT = 8;

  private final AtomicLongArray waitedNanos;
  private final @Nullable SpanBuffer spans;
  private final long[] ended = CallMeter.newSums();
  private volatile CallMeter[] meters = {};
  private @Nullable CallMeter recent; // A race is harmless: whoever reads it compares the thread.
  private boolean timing; // As above: what a race costs is one look at the clock.
  private boolean sendsOnlyCounted; // As above.
  private int lanes;
  private volatile long startNanos;
  private volatile long endNanos;

  /**
   * A rank's meter.
   *
   * @param worldSize ranks
   * @param spanCapacity how many calls to keep for a trace until they are taken; 0 to trace none
   */
  public RankMeter(int worldSize, int spanCapacity) {
    this.waitedNanos = new AtomicLongArray(worldSize);
    this.spans = spanCapacity > 0 ? new SpanBuffer(spanCapacity) : null;
    this.startNanos = System.nanoTime();
  }

  // ---- the rank ----

  /** The rank's program begins. */
  public void start() {
    startNanos = System.nanoTime();
  }

  /** The rank has ended. */
  public void finish() {
    endNanos = System.nanoTime();
  }

  /** The meter of the calling thread. */
  public CallMeter calls() {
    CallMeter last = recent;
    return last != null && last.thread() == Thread.currentThread() ? last : findOrAdd();
  }

  /** The meter of the calling thread, null if it has made no call. */
  public @Nullable CallMeter callsIfAny() {
    CallMeter last = recent;
    return last != null && last.thread() == Thread.currentThread() ? last : find();
  }

  /**
   * As {@link CallMeter#isOnlyCounted} for {@link CallKind#SEND}, in less time: before a short
   * message goes, whoever waits for it waits for this too.
   */
  public boolean isSendOnlyCounted(long bytes) {
    return sendsOnlyCounted && bytes < CallMeter.LONG_BYTES;
  }

  void setSendsOnlyCounted(boolean onlyCounted) {
    sendsOnlyCounted = onlyCounted;
  }

  void setTiming(boolean isTimed) {
    timing = isTimed;
  }

  /**
   * Whether a wait that has lasted {@code knownNanos} may have to be counted: if it was long, or if
   * a call of the rank is being timed.
   */
  public boolean mayCount(long knownNanos) {
    return timing || knownNanos >= CallMeter.LONG_WAIT_NANOS;
  }

  private @Nullable CallMeter find() {
    Thread self = Thread.currentThread();
    for (CallMeter meter : meters) {
      if (meter.thread() == self) {
        recent = meter;
        return meter;
      }
    }
    return null;
  }

  private CallMeter findOrAdd() {
    CallMeter found = find();
    return found != null ? found : add();
  }

  private synchronized CallMeter add() {
    if (meters.length >= LOOK_FOR_ENDED_AT) {
      dropEnded();
    }
    CallMeter meter = new CallMeter(this, Thread.currentThread(), lanes++, spans);
    CallMeter[] more = Arrays.copyOf(meters, meters.length + 1);
    more[more.length - 1] = meter;
    meters = more;
    recent = meter;
    return meter;
  }

  private void dropEnded() {
    List<CallMeter> alive = new ArrayList<>();
    for (CallMeter meter : meters) {
      if (meter.thread().isAlive()) {
        alive.add(meter);
      } else {
        meter.addTo(ended);
      }
    }
    meters = alive.toArray(CallMeter[]::new);
  }

  void waitedFor(int peer, long nanos) {
    if (peer >= 0) {
      waitedNanos.getAndAdd(peer, nanos);
    }
  }

  /**
   * A message of point to point has come from {@code peer}, in the order in which it was sent; its
   * identity if the rank is traced.
   */
  public Span.@Nullable MessageId arrival(int context, int peer) {
    return spans == null ? null : spans.next(context, peer, false);
  }

  // ---- those that look ----

  /** How long the rank has waited for {@code peer} of the world, waits that go on included. */
  public long waitedNanos(int peer) {
    return waitedNanos.get(peer);
  }

  /** What has been counted; what goes between ranks is {@code peers}. */
  public synchronized RankStatistics read(int rank, List<RankStatistics.Peer> peers) {
    long now = System.nanoTime();
    long[] sums = ended.clone();
    RankStatistics.Inside inside = null;
    for (CallMeter meter : meters) {
      meter.addTo(sums);
      RankStatistics.Inside blocked = endNanos == 0 ? meter.blockedIn(now) : null;
      if (blocked != null && inside == null) {
        inside = blocked;
      }
    }
    List<RankStatistics.Calls> calls = new ArrayList<>();
    for (CallKind kind : CallKind.values()) {
      long open = inside != null && inside.kind() == kind ? inside.waitedNanos() : 0;
      RankStatistics.Calls all = CallMeter.callsOf(kind, sums, open);
      if (all.count() > 0 || open > 0) {
        calls.add(all);
      }
    }
    long life = (endNanos != 0 ? endNanos : now) - startNanos;
    return new RankStatistics(rank, life, calls, peers, inside);
  }

  /** Takes out up to {@code most} spans, oldest first; none if the rank is not traced. */
  public List<Span> takeSpans(int most) {
    return spans == null ? List.of() : spans.take(most);
  }

  /** How many spans found no room so far. */
  public long droppedSpans() {
    return spans == null ? 0 : spans.dropped();
  }
}

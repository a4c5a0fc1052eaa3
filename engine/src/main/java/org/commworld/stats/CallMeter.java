package org.commworld.stats;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Counts and times the calls of one thread of a rank. Written by that thread only, read by any.
 * Allocates nothing in a call unless the rank is traced.
 *
 * <p>Two looks at the clock cost a third of the shortest message, so not all calls look. A call's
 * time has two parts. Waits of {@link #LONG_WAIT_NANOS} or more look at the clock anyway and are
 * all counted, to the nanosecond. The rest is counted in all calls that move much, in the first of
 * each kind, and in a sample of the others, drawn at random, each of which stands for as many as
 * there are between two. The shorter the calls of a kind were, the fewer are drawn. What is longer
 * in a sampled call than it should be, because the thread lost its processor, counts once. So long
 * calls are neither missed nor multiplied.
 *
 * <p>All that changes is in one array, with nothing else's cache lines in it: counters of ranks
 * that lie side by side would slow down both. Readers see each counter whole, not all of one
 * moment.
 */
public final class CallMeter {
  /** A wait that has lasted so long is counted in every call. */
  public static final long LONG_WAIT_NANOS = 4_000;

  static final long LONG_BYTES = 4 << 10;
  private static final int FIRST_CALLS = 64;

  /** Below this, a look at the clock at both ends of each call would be felt. */
  private static final long SHORT_NANOS = 4_000;

  /** One in so many calls is drawn if they are short. */
  private static final int SHORT_GAP = 8;

  private static final long SHORTEST_NANOS = 1_000;

  /** The same if they are as short as can be: to draw one costs as much as several. */
  private static final int SHORTEST_GAP = 8 << 10;

  /** No gap is longer than this part of all calls so far, so that none stands for too many. */
  private static final int MAX_PART = 16;

  private static final int PAD = 16;

  /** Where the counters of the call are that the thread is in; 0 if it is in none. */
  private static final int OPEN = PAD;

  /** Whether anything is known of the time of the call that the thread is in. */
  private static final int TIMED = PAD + 1;

  /**
   * How many calls the one that the thread is in stands for; 0 if it was not timed from the start.
   */
  private static final int WEIGHT = PAD + 2;

  private static final int START = PAD + 3;
  private static final int WAITED = PAD + 4;
  private static final int BLOCKED_SINCE = PAD + 5;
  private static final int BLOCKED_ON = PAD + 6;

  /** The kind of the call that blocks, for readers. */
  private static final int BLOCKED_IN = PAD + 7;

  /** Whether the call that the thread is in is the one that was drawn. */
  private static final int DRAWN = PAD + 8;

  private static final int KINDS_AT = PAD + 16;

  // Of each kind.
  private static final int COUNT = 0;
  private static final int BYTES = 1;
  private static final int NANOS = 2;
  private static final int MAX_NANOS = 3;

  /** The count at which the next call will be timed. */
  private static final int NEXT = 4;

  /** The mean gap by which that one was drawn. */
  private static final int GAP = 5;

  private static final int FIELDS = 8;
  private static final CallKind[] KINDS = CallKind.values();
  private static final VarHandle CELL = MethodHandles.arrayElementVarHandle(long[].class);

  /** What a traced call is about; touched by the meter's thread only. */
  private static final class Subject {
    private boolean isKnown;
    private String comm = "";
    private int peer = -1;
    private int tag = -1;
    private long bytes;
    private Span.@Nullable MessageId sent;
    private Span.@Nullable MessageId received;
  }

  private final RankMeter rank;
  private final Thread thread;
  private final int lane;
  private final long[] cells = new long[KINDS_AT + KINDS.length * FIELDS + PAD];
  private final SplittableRandom gaps;
  private final @Nullable SpanBuffer spans;
  private Subject subject = new Subject();

  CallMeter(RankMeter rank, Thread thread, int lane, @Nullable SpanBuffer spans) {
    this.rank = rank;
    this.thread = thread;
    this.lane = lane;
    this.spans = spans;
    this.gaps = new SplittableRandom(lane);
    for (CallKind kind : KINDS) {
      cells[at(kind) + NEXT] = 1;
      cells[at(kind) + GAP] = 1;
    }
  }

  Thread thread() {
    return thread;
  }

  // ---- calls ----

  /**
   * The thread enters a call.
   *
   * @param bytes about how many it will move
   * @return what {@link #end} must be given: whether it counts, as it is not inside another
   */
  public boolean begin(CallKind kind, long bytes) {
    if (cells[OPEN] != 0) {
      return false;
    }
    int at = at(kind);
    cells[OPEN] = at;
    long count = cells[at + COUNT] + 1;
    set(at + COUNT, count);
    if (count >= cells[at + NEXT] || bytes >= LONG_BYTES) {
      time(at, count, bytes);
    }
    return true;
  }

  /**
   * Whether a call of {@code kind}, if it moves {@code bytes}, only has to be counted, as long as
   * it does not wait long: then {@link #count} may take the place of {@link #begin}, {@link #moved}
   * and {@link #end}, after a message has gone or before one has come. Whoever waits for it does
   * not wait for the counting then.
   */
  public boolean isOnlyCounted(CallKind kind, long bytes) {
    int at = at(kind);
    boolean isUntimed = cells[OPEN] != 0 || cells[at + COUNT] + 1 < cells[at + NEXT];
    return isUntimed && cells[TIMED] == 0 && bytes < LONG_BYTES;
  }

  /**
   * A call has been made that is {@link #isOnlyCounted only counted}. Inside another call its bytes
   * are that one's.
   *
   * <p>Stores are plain: in opaque mode they cost a hundredth of the shortest message. The JVM
   * stores a long at once on all 64-bit processors, and a message's own fences keep the stores of
   * one call from being put off beyond the next.
   */
  public void count(CallKind kind, long bytes) {
    int at = at(kind);
    if (cells[OPEN] != 0) {
      at = (int) cells[OPEN];
    } else {
      long count = cells[at + COUNT] + 1;
      cells[at + COUNT] = count;
      if (kind == CallKind.SEND && count + 1 >= cells[at + NEXT]) {
        rank.setSendsOnlyCounted(false);
      }
    }
    cells[at + BYTES] += bytes;
  }

  /** Counts {@code bytes} more, or less, of the call that was counted last. */
  public void countMore(CallKind kind, long bytes) {
    int at = (cells[OPEN] != 0 ? (int) cells[OPEN] : at(kind)) + BYTES;
    set(at, cells[at] + bytes);
  }

  /**
   * The call that was counted last goes on, and has to be {@link #end ended} now.
   *
   * @return as {@link #begin}
   */
  public boolean reopen(CallKind kind) {
    if (cells[OPEN] != 0) {
      return false;
    }
    cells[OPEN] = at(kind);
    return true;
  }

  @SuppressWarnings("EnumOrdinal") // An index of this object's own array.
  private static int at(CallKind kind) {
    return KINDS_AT + kind.ordinal() * FIELDS;
  }

  /** The call that was just entered is timed. */
  private void time(int at, long count, long bytes) {
    boolean isDrawn = count >= cells[at + NEXT];
    cells[WEIGHT] = isDrawn && bytes < LONG_BYTES ? cells[at + GAP] : 1;
    cells[DRAWN] = isDrawn ? 1 : 0;
    cells[TIMED] = 1;
    rank.setTiming(true);
    cells[START] = System.nanoTime();
  }

  /** The call that the thread is in, whether it is inside another or not, has moved more bytes. */
  public void moved(long bytes) {
    int at = (int) cells[OPEN] + BYTES;
    set(at, cells[at] + bytes);
    if (spans != null) {
      subject.bytes += bytes;
    }
  }

  /**
   * The thread leaves a call.
   *
   * @param counts what {@link #begin} has returned
   */
  public void end(boolean counts) {
    if (!counts) {
      return;
    }
    if (cells[TIMED] != 0) {
      endTimed((int) cells[OPEN]);
    }
    cells[OPEN] = 0;
  }

  private void endTimed(int at) {
    if (cells[BLOCKED_SINCE] != 0) {
      // The wait has thrown.
      waited((int) cells[BLOCKED_ON], cells[BLOCKED_SINCE], LONG_WAIT_NANOS);
    }
    long weight = cells[WEIGHT];
    long waited = cells[WAITED];
    long nanos = waited;
    long longest = waited;
    if (weight > 0) {
      long end = System.nanoTime();
      longest = end - cells[START];
      long rest = Math.max(0, longest - waited);
      nanos += rest + (weight - 1) * Math.min(rest, SHORT_NANOS);
      if (cells[DRAWN] != 0) {
        cells[DRAWN] = 0;
        drawNext(at, rest);
      }
      if (spans != null) {
        trace(spans, at, end);
      }
    }
    set(at + NANOS, cells[at + NANOS] + nanos);
    if (longest > cells[at + MAX_NANOS]) {
      set(at + MAX_NANOS, longest);
    }
    cells[TIMED] = 0;
    cells[WEIGHT] = 0;
    cells[WAITED] = 0;
    rank.setTiming(false);
  }

  /** Which call will be timed next, after one that took {@code nanos} beside its long waits. */
  private void drawNext(int at, long nanos) {
    long count = cells[at + COUNT];
    int gap = 1;
    if (spans == null && count >= FIRST_CALLS && nanos < SHORT_NANOS) {
      int most = nanos < SHORTEST_NANOS ? SHORTEST_GAP : SHORT_GAP;
      gap = (int) Math.min(most, count / MAX_PART);
    }
    cells[at + GAP] = gap;
    long next = count + (gap == 1 ? 1 : gaps.nextInt(1, 2 * gap));
    cells[at + NEXT] = next;
    if (at == at(CallKind.SEND) && next > count + 1) {
      rank.setSendsOnlyCounted(true);
    }
  }

  private void set(int at, long value) {
    CELL.setOpaque(cells, at, value);
  }

  private long get(int at) {
    return (long) CELL.getOpaque(cells, at);
  }

  // ---- waits inside calls ----

  /** Whether the thread is in a call. */
  public boolean isInCall() {
    return cells[OPEN] != 0;
  }

  /**
   * A wait inside a call is over.
   *
   * @param peer whom for, −1 if that is not known
   * @param knownNanos how long it had lasted when it last looked at the clock
   */
  public void waited(int peer, long startNanos, long knownNanos) {
    long weight = cells[WEIGHT];
    if (knownNanos >= LONG_WAIT_NANOS) {
      long nanos = System.nanoTime() - startNanos;
      cells[WAITED] += nanos;
      cells[TIMED] = 1;
      rank.waitedFor(peer, nanos);
    } else if (weight > 0) {
      rank.waitedFor(peer, weight * (System.nanoTime() - startNanos));
    }
    if (cells[BLOCKED_SINCE] != 0) {
      set(BLOCKED_SINCE, 0);
    }
  }

  /** A wait inside a call begins to block: from now on those who look see it. */
  public void blocks(int peer, long startNanos) {
    cells[TIMED] = 1;
    set(BLOCKED_ON, peer);
    set(BLOCKED_IN, cells[OPEN]);
    CELL.setRelease(cells, BLOCKED_SINCE, startNanos);
  }

  // ---- traces ----

  /** Whether the rank is traced, so that what a call is about is wanted. */
  public boolean isTraced() {
    return spans != null;
  }

  /** What the call is about, if it is traced; only the first time, so not of calls inside it. */
  public void about(String comm, int peer, int tag) {
    if (spans != null && !subject.isKnown) {
      subject.isKnown = true;
      subject.comm = comm;
      subject.peer = peer;
      subject.tag = tag;
    }
  }

  /** The call sends a message of point to point to {@code peer} of the world, if it is traced. */
  public void sends(int context, int peer) {
    if (spans != null) {
      subject.sent = spans.next(context, peer, true);
    }
  }

  /** The call has completed the receive of {@code message}; null if it is not known. */
  public void receives(Span.@Nullable MessageId message) {
    if (spans != null && message != null) {
      subject.received = message;
      if (subject.peer < 0) {
        subject.peer = message.peer();
      }
    }
  }

  private void trace(SpanBuffer into, int at, long end) {
    Subject of = subject;
    subject = new Subject();
    into.add(
        new Span(
            KINDS[(at - KINDS_AT) / FIELDS],
            at == at(CallKind.FINALIZE) ? 0 : lane, // Not beside the program, but after it.
            cells[START],
            end,
            of.bytes,
            of.comm,
            of.peer,
            of.tag,
            of.sent,
            of.received));
  }

  // ---- readers ----

  /** An array for {@link #addTo}. */
  static long[] newSums() {
    return new long[KINDS.length * FIELDS];
  }

  /** Adds what has been counted to {@code sums}, kind by kind. */
  void addTo(long[] sums) {
    for (int kind = 0; kind < KINDS.length; kind++) {
      int from = KINDS_AT + kind * FIELDS;
      int to = kind * FIELDS;
      sums[to + COUNT] += get(from + COUNT);
      sums[to + BYTES] += get(from + BYTES);
      sums[to + NANOS] += get(from + NANOS);
      sums[to + MAX_NANOS] = Math.max(sums[to + MAX_NANOS], get(from + MAX_NANOS));
    }
  }

  /** What {@code sums} say of {@code kind}, of which a call goes on for {@code openNanos}. */
  @SuppressWarnings("EnumOrdinal") // As above.
  static RankStatistics.Calls callsOf(CallKind kind, long[] sums, long openNanos) {
    int at = kind.ordinal() * FIELDS;
    return new RankStatistics.Calls(
        kind,
        sums[at + COUNT],
        sums[at + BYTES],
        sums[at + NANOS] + openNanos,
        Math.max(sums[at + MAX_NANOS], openNanos));
  }

  /** The wait that the thread blocks in; null if it does not. */
  RankStatistics.@Nullable Inside blockedIn(long nowNanos) {
    long since = (long) CELL.getAcquire(cells, BLOCKED_SINCE);
    if (since == 0) {
      return null;
    }
    CallKind kind = KINDS[((int) get(BLOCKED_IN) - KINDS_AT) / FIELDS];
    return new RankStatistics.Inside(kind, (int) get(BLOCKED_ON), Math.max(0, nowNanos - since));
  }
}

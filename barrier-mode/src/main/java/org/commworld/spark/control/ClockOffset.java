package org.commworld.spark.control;

/**
 * How far the clock of another JVM is from this one's, from answers to questions. The answer was
 * given between the two times that this JVM knows; the middle is taken, so the error is half of the
 * time between them at most. The quickest of the last answers counts: clocks drift apart. D. L.
 * Mills, Internet time synchronization: the network time protocol, 1991, doi:10.1109/26.103043.
 * Used by one thread at a time.
 */
final class ClockOffset {
  private static final int KEPT = 64;

  private final long[] offsets = new long[KEPT];
  private final long[] roundTrips = new long[KEPT];
  private int answers;

  void answered(long askedNanos, long otherNanos, long answeredNanos) {
    int at = answers++ % KEPT;
    roundTrips[at] = answeredNanos - askedNanos;
    offsets[at] = otherNanos - (askedNanos + roundTrips[at] / 2);
  }

  /** How many answers there were. */
  int answers() {
    return answers;
  }

  /** What to add to this JVM's clock for the other's; after the first answer. */
  long offsetNanos() {
    int best = 0;
    for (int i = 1; i < Math.min(answers, KEPT); i++) {
      if (roundTrips[i] < roundTrips[best]) {
        best = i;
      }
    }
    return offsets[best];
  }
}

package org.commworld.data;

import java.util.Arrays;
import java.util.function.BooleanSupplier;

/**
 * How much of its shared memory, a ring or slots one behind the other, a writer uses before it
 * begins again at the start: a short lap or all of it. In a short lap the lines stay in the caches,
 * which is best where the two processors share one. Between others a line that the reader's cache
 * holds is dear to write; in a long lap it has left that cache before. Each is up to twice as fast
 * as the other, and which one depends on where the host has put the two processors. So the writer
 * tries: now and then, in the middle of much data, it takes the time of some long records in the
 * lap that it is in, then in the other one, and stays where records are written clearly faster.
 * Used by one thread at a time; allocates nothing.
 */
public final class LapLength {
  /** Only records as long as this are timed. */
  public static final int TIMED_BYTES = 8 << 10;

  private static final int SAMPLES = 32;

  /**
   * So many laps' worth is written before a long one is tried: its pages are touched for the first
   * time then, which takes as long as that.
   */
  private static final int LAPS_BEFORE_TRIAL = 16;

  private static final long LEAST_BETWEEN_BYTES = 64 << 20;
  private static final long MOST_BETWEEN_BYTES = 1 << 30;
  private static final double CLEARLY = 0.85;

  private enum Phase {
    NO_TRIAL,
    TIMING_OWN,
    /** In the other lap, until its lines are where they will be. */
    CHANGING,
    TIMING_OTHER
  }

  private final int shortBytes;
  private final int longBytes;
  private final BooleanSupplier lengthen;
  private final long[] samples = new long[SAMPLES];
  private int sampled;
  private Phase phase = Phase.NO_TRIAL;
  private long left;
  private long between = LEAST_BETWEEN_BYTES;
  private long ownTime;
  private int bytes;
  private boolean mayBeLong;

  /**
   * Short at first.
   *
   * @param longBytes the whole ring
   * @param lengthen makes the ring usable beyond {@code shortBytes}; asked once; false if it cannot
   */
  public LapLength(int shortBytes, int longBytes, BooleanSupplier lengthen) {
    this.shortBytes = shortBytes;
    this.longBytes = longBytes;
    this.lengthen = lengthen;
    this.bytes = shortBytes;
    this.left = shortBytes == longBytes ? Long.MAX_VALUE : (long) LAPS_BEFORE_TRIAL * longBytes;
  }

  /** Always the whole of a ring. */
  public static LapLength whole(int ringBytes) {
    return new LapLength(ringBytes, ringBytes, () -> false);
  }

  /** Length of the lap that the writer is in. */
  public int bytes() {
    return bytes;
  }

  /** Whether {@link #wrote} is to be told times. */
  public boolean isTimed() {
    return phase == Phase.TIMING_OWN || phase == Phase.TIMING_OTHER;
  }

  /**
   * A record of {@link #TIMED_BYTES} or more is written.
   *
   * @param nanos how long that took, if {@link #isTimed}
   */
  public void wrote(int length, long nanos) {
    switch (phase) {
      case NO_TRIAL -> {
        left -= length;
        if (left <= 0) {
          begin(Phase.TIMING_OWN);
        }
      }
      case TIMING_OWN -> {
        if (isLastSample(length, nanos)) {
          ownTime = median();
          tryOther();
        }
      }
      case CHANGING -> {
        left -= length;
        if (left <= 0) {
          begin(Phase.TIMING_OTHER);
        }
      }
      case TIMING_OTHER -> {
        if (isLastSample(length, nanos)) {
          decide(median());
        }
      }
    }
  }

  private void begin(Phase timing) {
    phase = timing;
    sampled = 0;
  }

  private boolean isLastSample(int length, long nanos) {
    samples[sampled++] = nanos * 1024 / length;
    return sampled == SAMPLES;
  }

  /** Nanoseconds for 1024 KiB, in the middle: some records are written while others interrupt. */
  private long median() {
    Arrays.sort(samples);
    return samples[SAMPLES / 2];
  }

  private void tryOther() {
    left = shortBytes;
    if (!mayBeLong) {
      mayBeLong = lengthen.getAsBoolean();
      left = longBytes; // Its pages are touched for the first time.
    }
    if (mayBeLong) {
      change();
      phase = Phase.CHANGING;
    } else {
      rest(Long.MAX_VALUE);
    }
  }

  private void decide(long otherTime) {
    if (otherTime < ownTime * CLEARLY) {
      between = LEAST_BETWEEN_BYTES;
    } else {
      change();
      between = Math.min(2 * between, MOST_BETWEEN_BYTES);
    }
    rest(between);
  }

  private void change() {
    bytes = bytes == shortBytes ? longBytes : shortBytes;
  }

  private void rest(long restBytes) {
    phase = Phase.NO_TRIAL;
    left = restBytes;
  }
}

package org.commworld.collective;

import java.util.function.BooleanSupplier;
import org.commworld.data.LapLength;

/**
 * Where one rank puts what its cell has no room for, round after round: in two places in turn, or,
 * if it is long, in a lap of places one behind the other, whichever {@link LapLength} finds
 * quicker. A place that was used is not used again in the next round. Places have codes, by which
 * the others find them: 0 and 1 are the two, and from 2 on the long lap's, a unit each. Allocates
 * nothing.
 */
final class SlotLap {
  /** What places of the long lap begin at multiples of. */
  static final int UNIT_BYTES = 4 << 10;

  private static final int LONG_LAP = 2;

  /** So that a place at the lap's start does not touch the last one. */
  private static final int LEAST_PLACES = 3;

  private final LapLength lap;
  private final int placeBytes;
  private final int shortLapBytes;
  private final int longLapBytes;
  private int code;
  private int nextShort;
  private int nextLong = LONG_LAP;
  private boolean isOpen;

  /** What of the open place is used. */
  private int usedBytes;

  /**
   * In the two places at first.
   *
   * @param placeBytes the longest place
   * @param longLapBytes of the long lap, a multiple of {@link #UNIT_BYTES}; too short for some
   *     places if there is none
   * @param lengthen makes the long lap usable; asked once; false if it cannot
   */
  SlotLap(int placeBytes, int longLapBytes, BooleanSupplier lengthen) {
    this.placeBytes = placeBytes;
    this.shortLapBytes = 2 * placeBytes;
    this.longLapBytes = longLapBytes;
    this.lap =
        longLapBytes < LEAST_PLACES * placeBytes
            ? LapLength.whole(shortLapBytes)
            : new LapLength(shortLapBytes, longLapBytes, lengthen);
  }

  /** The place for the coming round, or the last one's if nothing is put. */
  int code() {
    return code;
  }

  /**
   * Says that {@code bytes}, some, from {@code at} on are put into the place for the coming round.
   */
  void use(int at, int bytes) {
    if (!isOpen) {
      isOpen = true;
      usedBytes = 0;
      boolean isShort = lap.bytes() == shortLapBytes || bytes < LapLength.TIMED_BYTES;
      code = isShort ? nextShort : nextLong;
    }
    usedBytes = Math.max(usedBytes, at + bytes);
  }

  /** The coming round is come to: its place is the others' to read. */
  void close() {
    if (!isOpen) {
      return;
    }
    isOpen = false;
    if (isLong(code)) {
      int next = code + (usedBytes + UNIT_BYTES - 1) / UNIT_BYTES;
      nextLong = offset(next) + placeBytes <= longLapBytes ? next : LONG_LAP;
    } else {
      nextShort = 1 - code;
    }
  }

  /** When to begin to write {@code bytes}, for {@link #wrote}; 0 if nobody asks. */
  long now(int bytes) {
    return bytes >= LapLength.TIMED_BYTES && lap.isTimed() ? System.nanoTime() : 0;
  }

  /**
   * {@code bytes} were put.
   *
   * @param began {@link #now} before that
   */
  void wrote(int bytes, long began) {
    if (bytes >= LapLength.TIMED_BYTES) {
      lap.wrote(bytes, began == 0 ? 0 : System.nanoTime() - began);
    }
  }

  /** Whether the place of {@code code} is in the long lap. */
  static boolean isLong(int code) {
    return code >= LONG_LAP;
  }

  /** Where the place of {@code code} begins: in the long lap, or in the two places. */
  int offset(int code) {
    return isLong(code) ? (code - LONG_LAP) * UNIT_BYTES : code * placeBytes;
  }
}

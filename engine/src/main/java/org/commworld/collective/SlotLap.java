package org.commworld.collective;

import java.util.function.BooleanSupplier;
import org.commworld.data.LapLength;

/**
 * Where one rank puts what its cell has no room for, round after round: in two places in turn, or,
 * if it is long, in a lap of places one behind the other, whichever {@link LapLength} finds
 * quicker. Places have codes, by which the others find them: {@link #IN_TURN}, and the long lap's
 * from 1 on, a unit each. A place that was used is not used again in the next round. Allocates
 * nothing.
 */
final class SlotLap extends Padded {
  /** The code of the two places, of which the round says which one. */
  static final int IN_TURN = 0;

  /** What places of the long lap begin at multiples of. */
  private static final int UNIT_BYTES = 4 << 10;

  private static final int FIRST_LONG = 1;

  /** So that a place at the lap's start does not touch the last one. */
  private static final int LEAST_PLACES = 3;

  private final LapLength lap;
  private final int placeBytes;
  private final int shortLapBytes;
  private final int longLapBytes;
  private int code = IN_TURN;
  private int nextLong = FIRST_LONG;
  private boolean isOpen;

  /** What of the open place is used. */
  private int usedBytes;

  /**
   * In the two places at first.
   *
   * @param placeBytes the longest place
   * @param longLapBytes of the long lap; too short for some places if there is none
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

  /** The place for the coming round, if anything is put there. */
  int code() {
    return code;
  }

  /** Offset in the long lap of the place of {@code code}, which is not {@link #IN_TURN}. */
  static int longOffset(int code) {
    return (code - FIRST_LONG) * UNIT_BYTES;
  }

  /**
   * Says that {@code bytes}, some, from {@code at} on are put into the place for the coming round.
   */
  void use(int at, int bytes) {
    if (!isOpen) {
      isOpen = true;
      usedBytes = 0;
      boolean inTurn = lap.bytes() == shortLapBytes || bytes < LapLength.TIMED_BYTES;
      code = inTurn ? IN_TURN : nextLong;
    }
    usedBytes = Math.max(usedBytes, at + bytes);
  }

  /** The coming round is come to: its place is the others' to read. */
  void close() {
    if (!isOpen) {
      return;
    }
    isOpen = false;
    if (code != IN_TURN) {
      int next = code + (usedBytes + UNIT_BYTES - 1) / UNIT_BYTES;
      nextLong = longOffset(next) + placeBytes <= longLapBytes ? next : FIRST_LONG;
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
}

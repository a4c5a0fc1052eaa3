package org.commworld.transport.shm;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Where things are in the file that two JVMs share. Side 0 has dialled, side 1 has listened; all
 * numbers are little-endian longs.
 *
 * <pre>
 *      0  magic | token, 16 bytes | ring size               written once, before the file is named
 *    128  head of side 0: how far it has read in ring 1     written by side 0
 *    256  side 0 sleeps                                     set by side 0, cleared by both
 *    384  head of side 1: how far it has read in ring 0     written by side 1
 *    512  side 1 sleeps                                     set by side 1, cleared by both
 *   4096  ring 0: what side 0 sends                         written by side 0
 *   4096 + longest lap  ring 1: what side 1 sends           written by side 1
 * </pre>
 *
 * What different threads write is 128 bytes apart, since processors fetch lines of 64 bytes in
 * pairs. A ring is a sequence of records, each at a multiple of 64 bytes and in one piece:
 *
 * <pre>
 *   +0  length of the payload in bytes; 0: nothing here yet; −1: go on at the ring's start
 *   +8  payload
 * </pre>
 *
 * So a record of up to 56 bytes of payload, which is a frame with one double, moves from one
 * processor to the other as one cache line: the line that the reader polls is the line that holds
 * the message.
 *
 * <p>"Ring size" is that of a short lap, for which the file has memory from the beginning. The rest
 * of a ring gets its memory when its writer first goes on to a long lap ({@link LapLength}).
 */
final class ShmLayout {
  static final long MAGIC = 0x31_474e_4952_5743L; // "CWRING1"
  static final int MAGIC_AT = 0;
  static final int TOKEN_AT = 8;
  static final int TOKEN_BYTES = 16;
  static final int RING_BYTES_AT = 24;
  static final int RINGS_AT = 4096;

  static final int WORD_BYTES = 8;
  static final int RECORD_ALIGNMENT = 64;
  static final long NOTHING = 0;
  static final long WRAP = -1;

  /** A quarter of it must hold the longest frame that there is, a failure of 32 KiB. */
  static final int MIN_RING_BYTES = 256 << 10;

  static final int MAX_RING_BYTES = 64 << 20;

  /** Much more than a processor's own cache; measured: half of it gains less. */
  private static final int LONG_LAP_BYTES = 16 << 20;

  /** Longs in a buffer, by byte index. */
  static final VarHandle LONGS =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final int LINE = 128;

  private ShmLayout() {}

  static int headAt(int side) {
    return LINE + side * 2 * LINE;
  }

  static int sleepsAt(int side) {
    return 2 * LINE + side * 2 * LINE;
  }

  /** How much there may come to be of a ring whose first lap is {@code ringBytes}. */
  static int longestLapBytes(int ringBytes) {
    return Math.max(ringBytes, LONG_LAP_BYTES);
  }

  /** Where the ring begins that {@code side} writes. */
  static int ringAt(int side, int ringBytes) {
    return RINGS_AT + side * longestLapBytes(ringBytes);
  }

  /** Length of the file, not all of which has memory. */
  static int fileBytes(int ringBytes) {
    return RINGS_AT + 2 * longestLapBytes(ringBytes);
  }

  /** Memory of the file before a ring is lengthened. */
  static int neededBytes(int ringBytes) {
    return RINGS_AT + 2 * ringBytes;
  }

  /** The memory of the ring that {@code side} writes. */
  static ByteBuffer ring(ByteBuffer memory, int side, int ringBytes) {
    return memory
        .slice(ringAt(side, ringBytes), longestLapBytes(ringBytes))
        .order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Bytes of a record with so many bytes of payload. */
  static int recordBytes(int payloadBytes) {
    return WORD_BYTES + payloadBytes + RECORD_ALIGNMENT - 1 & -RECORD_ALIGNMENT;
  }

  /** The longest payload that is sure to find room once the reader has read everything. */
  static int longestPayloadBytes(int ringBytes) {
    return ringBytes / 4;
  }
}

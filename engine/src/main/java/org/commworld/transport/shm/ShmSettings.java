package org.commworld.transport.shm;

import java.nio.file.Path;

/**
 * Settings of shared memory between JVMs.
 *
 * @param directory where the shared files are made, on a file system in memory
 * @param ringBytes memory for each direction of a pair of ranks, a power of two; less is taken
 *     where the file system is small
 */
public record ShmSettings(Path directory, int ringBytes) {
  /** Checks the values. */
  public ShmSettings {
    if (ringBytes < ShmLayout.MIN_RING_BYTES
        || ringBytes > ShmLayout.MAX_RING_BYTES
        || Integer.bitCount(ringBytes) != 1) {
      throw new IllegalArgumentException(
          "ring size is not a power of two in range: ringBytes=%d, least=%d, most=%d"
              .formatted(ringBytes, ShmLayout.MIN_RING_BYTES, ShmLayout.MAX_RING_BYTES));
    }
  }

  /** The defaults: 512 KiB for each direction, in {@code /dev/shm}. */
  public static ShmSettings defaults() {
    return new ShmSettings(Path.of("/dev/shm"), 512 << 10);
  }
}

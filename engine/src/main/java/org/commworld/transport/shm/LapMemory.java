package org.commworld.transport.shm;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

/** What long laps may take of the shared memory of a host. Used by all threads. */
final class LapMemory {
  /** For all pairs of one JVM: an executor has little memory besides its heap. */
  private static final long MOST_BYTES = 64 << 20;

  private final Path directory;
  private final AtomicLong taken = new AtomicLong();

  /** Memory in {@code directory}. */
  LapMemory(Path directory) {
    this.directory = directory;
  }

  /** Whether the caller may take {@code bytes}; no more than a quarter of what is free. */
  boolean take(long bytes) throws IOException {
    if (MappedFile.affordableBytes(directory) < bytes) {
      return false;
    }
    boolean isWithin = taken.addAndGet(bytes) <= MOST_BYTES;
    if (!isWithin) {
      giveBack(bytes);
    }
    return isWithin;
  }

  void giveBack(long bytes) {
    taken.addAndGet(-bytes);
  }
}

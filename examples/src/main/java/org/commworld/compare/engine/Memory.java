package org.commworld.compare.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Resident memory of this JVM and the processes it has started, as Linux counts it. */
final class Memory {
  private static final String PEAK = "VmHWM:";

  private Memory() {}

  /** Forgets the peaks so far. */
  static void resetPeaks() {
    processes().forEach(Memory::reset);
  }

  private static void reset(long pid) {
    try {
      Files.writeString(Path.of("/proc", String.valueOf(pid), "clear_refs"), "5");
    } catch (IOException e) {
      // Not Linux, or the process is gone: the peak is unknown or nothing.
    }
  }

  /** Sum of the processes' peaks in bytes; 0 if unknown. */
  static long peakBytes() {
    return processes().mapToLong(Memory::peak).sum();
  }

  private static long peak(long pid) {
    try (Stream<String> lines = Files.lines(Path.of("/proc", String.valueOf(pid), "status"))) {
      return lines
          .filter(line -> line.startsWith(PEAK))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
          .sum();
    } catch (IOException | java.io.UncheckedIOException e) {
      return 0; // as in reset
    }
  }

  private static Stream<Long> processes() {
    ProcessHandle own = ProcessHandle.current();
    return Stream.concat(Stream.of(own), own.descendants())
        .map(ProcessHandle::pid)
        .toList()
        .stream();
  }
}

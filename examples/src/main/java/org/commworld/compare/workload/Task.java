package org.commworld.compare.workload;

import java.io.Serializable;

/**
 * One size of a workload.
 *
 * @param size in the workload's unit
 * @param rounds iterations or steps
 * @param input the file to read; empty if there is none
 */
public record Task(Workload workload, long size, int rounds, String input) implements Serializable {
  /** Elements of a vector or block of {@code size} bytes. */
  public int doubles() {
    return Math.toIntExact(size / Double.BYTES);
  }

  /** The size as an array's length. */
  public int length() {
    return Math.toIntExact(size);
  }
}

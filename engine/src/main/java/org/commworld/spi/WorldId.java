package org.commworld.spi;

import static java.util.Objects.requireNonNull;

/**
 * Which world: peers that differ in any of these never talk to each other.
 *
 * @param jobUid 128 random bits in hexadecimal, made anew for each job
 * @param epoch fencing token, (launch attempt &lt;&lt; 16) | stage attempt; grows with each attempt
 *     of the job
 * @param size number of ranks
 */
public record WorldId(String jobUid, long epoch, int size) {
  /** Checks the values. */
  public WorldId {
    requireNonNull(jobUid, "jobUid is null");
    if (!jobUid.matches("[0-9a-f]{32}")) {
      throw new IllegalArgumentException("jobUid is not 32 hexadecimal digits: jobUid=" + jobUid);
    }
    if (epoch < 0 || size < 1) {
      throw new IllegalArgumentException("invalid world: epoch=" + epoch + ", size=" + size);
    }
  }

  @Override
  public String toString() {
    return jobUid.substring(0, 8) + "/" + epoch;
  }
}

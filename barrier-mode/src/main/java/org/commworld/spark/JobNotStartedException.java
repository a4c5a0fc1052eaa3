package org.commworld.spark;

import org.jspecify.annotations.Nullable;

/**
 * No rank of the job has run: too few slots, settings that barrier stages refuse, or ZooKeeper out
 * of reach. The message says which.
 */
public final class JobNotStartedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The job did not start. */
  public JobNotStartedException(String message) {
    this(message, null);
  }

  /** The job did not start because of {@code cause}. */
  public JobNotStartedException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}

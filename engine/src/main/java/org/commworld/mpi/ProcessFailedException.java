package org.commworld.mpi;

import org.jspecify.annotations.Nullable;

/**
 * A rank of the world failed: it threw, or its JVM or host is gone. Every pending and later call on
 * every rank throws it with the same first cause.
 */
public final class ProcessFailedException extends MpiException {
  private static final long serialVersionUID = 1L;

  private final int rank;
  private final String host;

  /** The failure of {@code rank} of the world on {@code host}. */
  public ProcessFailedException(int rank, String host, String message, @Nullable Throwable cause) {
    super(ErrorClass.PROC_FAILED, message, cause);
    this.rank = rank;
    this.host = host;
  }

  /** The rank in the world that failed first. */
  public int rank() {
    return rank;
  }

  /** The host on which that rank ran, or "unknown". */
  public String host() {
    return host;
  }
}

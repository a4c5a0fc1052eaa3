package org.commworld.spark;

import org.jspecify.annotations.Nullable;

/**
 * A job's ranks have failed. The message names the rank that failed first, its host and the
 * attempt; the cause is what that rank threw, if it threw. What other ranks threw of their own
 * accord is suppressed in it.
 */
public final class RankFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int rank;
  private final String host;
  private final int attempt;
  private final int code;

  /** The failure of {@code rank} on {@code host}. */
  public RankFailedException(
      String message, int rank, String host, int attempt, int code, @Nullable Throwable cause) {
    super(message, cause);
    this.rank = rank;
    this.host = host;
    this.attempt = attempt;
    this.code = code;
  }

  /** The rank that failed first, or −1 if it was none in particular. */
  public int rank() {
    return rank;
  }

  /** Where it ran, or "unknown". */
  public String host() {
    return host;
  }

  /** The attempt of the job, from 0. */
  public int attempt() {
    return attempt;
  }

  /** The exit status that this gives a launcher: the code of an abort, else 1 or above 128. */
  public int code() {
    return code;
  }
}

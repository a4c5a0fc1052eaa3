package org.commworld.spark.control;

/**
 * Stands for what a rank threw where the original cannot be had in the driver; its message is the
 * original's stack trace.
 */
public final class RemoteThrowable extends Exception {
  private static final long serialVersionUID = 1L;

  /** Holds the stack trace of the original. */
  public RemoteThrowable(String stackTrace) {
    super(stackTrace, null, false, false);
  }
}

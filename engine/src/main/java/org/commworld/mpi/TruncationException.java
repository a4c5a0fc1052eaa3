package org.commworld.mpi;

/**
 * A message was longer than the buffer that was to receive it; the buffer's contents are undefined.
 */
public final class TruncationException extends MpiException {
  private static final long serialVersionUID = 1L;

  /** A truncation; the message gives both counts. */
  public TruncationException(String message) {
    super(ErrorClass.TRUNCATE, message);
  }
}

package org.commworld.compare.engine;

/** What went wrong, in a line for the user. */
public final class CompareException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With a message only. */
  public CompareException(String message) {
    super(message);
  }

  /** With what caused it. */
  public CompareException(String message, Throwable cause) {
    super(message, cause);
  }
}

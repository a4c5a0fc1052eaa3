package org.commworld.spark.launch;

/** What the user asked for cannot be; the message is the one line that says why. */
final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UsageException(String message) {
    super(message);
  }
}

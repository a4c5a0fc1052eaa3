package org.commworld.bench;

import org.jspecify.annotations.Nullable;

/** The measurement cannot go on; the message is for the user. */
public final class BenchException extends RuntimeException {
  private static final long serialVersionUID = 1;

  BenchException(String message) {
    super(message);
  }

  BenchException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}

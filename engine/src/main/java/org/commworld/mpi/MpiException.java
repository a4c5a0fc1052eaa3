package org.commworld.mpi;

import org.jspecify.annotations.Nullable;

/** The root of all errors that communication raises; {@link #errorClass()} tells MPI's class. */
public class MpiException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ErrorClass errorClass;

  /** An error of {@code errorClass}; the message names what failed and the values. */
  public MpiException(ErrorClass errorClass, String message) {
    this(errorClass, message, null);
  }

  /** An error of {@code errorClass} that comes from {@code cause}. */
  public MpiException(ErrorClass errorClass, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.errorClass = errorClass;
  }

  /** MPI's class of this error (MPI 4.1 §9.4). */
  public ErrorClass errorClass() {
    return errorClass;
  }
}

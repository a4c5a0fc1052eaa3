package org.commworld.mpi;

/** A rank called {@link Comm#abort(int)}, or its program ended with a status other than 0. */
public final class AbortException extends MpiException {
  private static final long serialVersionUID = 1L;

  private final int rank;
  private final int code;

  /** The abort of {@code rank} with {@code code}. */
  public AbortException(int rank, int code, String message) {
    super(ErrorClass.ABORTED, message);
    this.rank = rank;
    this.code = code;
  }

  /** The rank in the world that aborted first. */
  public int rank() {
    return rank;
  }

  /** The code that it gave, which becomes the launcher's exit status. */
  public int code() {
    return code;
  }
}

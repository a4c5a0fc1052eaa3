package org.commworld.mpi;

/**
 * The type of the elements of a message (MPI 4.1 §3.2.2). The type travels with the message: what
 * is sent as one type cannot be received as another.
 *
 * <p>The pair types lie in memory as the C struct of their name does on a 64-bit machine and are
 * carried in a {@link java.nio.ByteBuffer} only; they are for {@link Op#MINLOC} and {@link
 * Op#MAXLOC} (MPI 4.1 §6.9.4).
 */
public enum Datatype {
  /** A {@code byte}. */
  BYTE(1),
  /** A {@code boolean}, one byte of 0 or 1. */
  BOOLEAN(1),
  /** A {@code char}. */
  CHAR(2),
  /** A {@code short}. */
  SHORT(2),
  /** An {@code int}. */
  INT(4),
  /** A {@code long}. */
  LONG(8),
  /** A {@code float}. */
  FLOAT(4),
  /** A {@code double}. */
  DOUBLE(8),
  /** A {@code short} at 0 and an {@code int} index at 4. */
  SHORT_INT(8),
  /** An {@code int} at 0 and an {@code int} index at 4. */
  INT_INT(8),
  /** A {@code long} at 0 and an {@code int} index at 8. */
  LONG_INT(16),
  /** A {@code float} at 0 and an {@code int} index at 4. */
  FLOAT_INT(8),
  /** A {@code double} at 0 and an {@code int} index at 8. */
  DOUBLE_INT(16),
  /** The bytes of a serialized object. */
  OBJECT(1);

  private final int sizeBytes;

  Datatype(int sizeBytes) {
    this.sizeBytes = sizeBytes;
  }

  /** Bytes that one element takes, in memory and on the wire. */
  public int sizeBytes() {
    return sizeBytes;
  }

  /** Whether an element is a value and an index. */
  public boolean isPair() {
    return switch (this) {
      case SHORT_INT, INT_INT, LONG_INT, FLOAT_INT, DOUBLE_INT -> true;
      default -> false;
    };
  }
}

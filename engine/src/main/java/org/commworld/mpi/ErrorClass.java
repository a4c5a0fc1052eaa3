package org.commworld.mpi;

/** The error classes of MPI that this implementation raises (MPI 4.1 §9.4). */
public enum ErrorClass {
  /**
   * Invalid buffer: null, read-only where it is written, or of no kind that a message can carry.
   */
  BUFFER,
  /** Invalid count, or counts that do not fit their buffer. */
  COUNT,
  /** Invalid datatype, or data of one type received as another. */
  TYPE,
  /** Invalid tag. */
  TAG,
  /** Invalid communicator: freed, or not one's own. */
  COMM,
  /** Invalid rank. */
  RANK,
  /** Invalid root. */
  ROOT,
  /** Invalid group. */
  GROUP,
  /** Invalid operation, or one that is not defined for the datatype. */
  OP,
  /** Invalid request. */
  REQUEST,
  /** A message longer than the buffer that receives it. */
  TRUNCATE,
  /** Ranks called different collectives, or the same with different arguments. */
  MISMATCH,
  /** An object that cannot be serialized, or bytes that cannot be turned back into one. */
  SERIALIZATION,
  /** A rank, its JVM or its host is gone. */
  PROC_FAILED,
  /** A rank called {@link Comm#abort(int)} or ended with a status other than 0. */
  ABORTED,
  /** The world could not be formed, or this process is no part of it any more. */
  WORLD,
  /** A time limit ran out. */
  TIMEOUT,
  /** The calling thread was interrupted. */
  INTERRUPTED,
  /** Any other argument. */
  ARG,
  /** An error inside the implementation. */
  INTERN
}

package org.commworld.mpi;

/** How {@link Comm#splitType} groups ranks (MPI 4.1 §7.4.2). */
public enum SplitType {
  /** Ranks on one host. */
  SHARED,
  /** Ranks in one JVM, which share a heap. */
  JVM
}

package org.commworld.data;

import org.commworld.mpi.Data;
import org.commworld.mpi.Datatype;
import org.commworld.mpi.Op;

/** One operation on one type. Immutable, used by many threads. */
public interface Reducer {
  /**
   * Sets each {@code inOut[i]} to {@code in[i] op inOut[i]} for i in [first, first+n) of both:
   * {@code in} holds the operands of the lower ranks.
   */
  void reduce(Data in, Data inOut, int first, int n);

  /**
   * The reducer of {@code op} on {@code type}.
   *
   * @throws org.commworld.mpi.MpiException of class OP if it is not defined for the type
   */
  static Reducer of(Op op, Datatype type) {
    throw new IllegalStateException("under construction");
  }
}

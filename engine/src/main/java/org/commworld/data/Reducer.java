package org.commworld.data;

import org.commworld.mpi.Data;
import org.commworld.mpi.Datatype;
import org.commworld.mpi.ErrorClass;
import org.commworld.mpi.MpiException;
import org.commworld.mpi.Op;

/** One operation on one type. Immutable, used by many threads. */
public interface Reducer {
  /**
   * Sets each {@code inOut[i]} to {@code in[i] op inOut[i]} for i in [first, first+n) of both:
   * {@code in} holds the operands of the lower ranks. Fastest if both are arrays with the same
   * offset.
   */
  void reduce(Data in, Data inOut, int first, int n);

  /**
   * How many neighbouring elements belong together: whoever reduces in parts cuts at multiples of
   * it. 2 for value and index that alternate in an array, otherwise 1.
   */
  default int unit() {
    return 1;
  }

  /**
   * Whether it may run on parts of any length, in whatever thread has one at hand: it is quick and
   * never throws, which is not known of a user's function.
   */
  default boolean runsAnywhere() {
    return unit() == 1;
  }

  /**
   * The reducer of {@code op} on {@code type}.
   *
   * @throws MpiException of class OP if it is not defined for the type
   */
  static Reducer of(Op op, Datatype type) {
    Reducer reducer = OpKernels.find(op, type);
    if (reducer == null) {
      throw new MpiException(
          ErrorClass.OP,
          "operation is not defined for the type: op=%s, type=%s".formatted(op, type));
    }
    return reducer;
  }
}

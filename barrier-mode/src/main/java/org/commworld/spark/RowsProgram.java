package org.commworld.spark;

import java.io.Serializable;
import java.util.Iterator;
import org.commworld.mpi.Comm;
import org.jspecify.annotations.Nullable;

/** What every rank of a {@link DataJob} runs. Travels to the executors serialized. */
@FunctionalInterface
public interface RowsProgram<T, R extends @Nullable Object> extends Serializable {
  /**
   * Runs as the rank {@code world.rank()}.
   *
   * @param rows the rows of the partitions that this rank has, in the order of the partitions;
   *     empty if there are fewer partitions than ranks
   */
  R run(Comm world, Iterator<T> rows) throws Exception;
}

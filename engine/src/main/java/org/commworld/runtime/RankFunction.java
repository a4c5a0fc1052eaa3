package org.commworld.runtime;

import org.commworld.mpi.Comm;
import org.jspecify.annotations.Nullable;

/** What every rank of a world runs. */
@FunctionalInterface
public interface RankFunction<R extends @Nullable Object> {
  /** Runs as the rank {@code world.rank()}. */
  R run(Comm world) throws Exception;
}

package org.commworld.runtime;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A world of ranks that are threads of this JVM, with no Spark and no ZooKeeper: for tests,
 * benchmarks, notebooks.
 */
public final class LocalWorld {
  private LocalWorld() {}

  /**
   * Runs {@code function} on {@code ranks} ranks and waits for all.
   *
   * @return the results, by rank
   * @throws org.commworld.mpi.MpiException the first failure; its cause is what the rank threw
   */
  public static <R extends @Nullable Object> List<R> run(int ranks, RankFunction<R> function) {
    throw new IllegalStateException("under construction");
  }
}

package org.commworld.spark;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * What every rank of a {@link BarrierJob} runs, when it needs more than the world. Travels to the
 * executors serialized.
 */
@FunctionalInterface
public interface RankTask<R extends @Nullable Object> extends Serializable {
  /** Runs as the rank {@code context.world().rank()}. */
  R run(RankContext context) throws Exception;
}

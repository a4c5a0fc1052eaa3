package org.commworld.spark;

import java.io.Serializable;
import org.commworld.runtime.RankFunction;
import org.jspecify.annotations.Nullable;

/** What every rank of a {@link BarrierJob} runs. Travels to the executors serialized. */
@FunctionalInterface
public interface RankProgram<R extends @Nullable Object> extends RankFunction<R>, Serializable {}

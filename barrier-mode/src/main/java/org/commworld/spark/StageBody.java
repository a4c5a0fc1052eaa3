package org.commworld.spark;

import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a task does as a rank: what the user gave, brought to one form. */
@FunctionalInterface
interface StageBody<T, R extends @Nullable Object> extends Serializable {
  /** Runs with the rows of the task's partition; the results become the rows of its output. */
  List<R> run(RankContext rank, Iterator<T> rows) throws Exception;
}

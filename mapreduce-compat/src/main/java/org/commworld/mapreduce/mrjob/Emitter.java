package org.commworld.mapreduce.mrjob;

import org.jspecify.annotations.Nullable;

/** Takes what a task has to say. Belongs to the task's thread. */
@FunctionalInterface
public interface Emitter {
  /**
   * Writes a pair. The pair is encoded before this returns, so objects may be used again.
   *
   * @throws IllegalArgumentException if the protocol cannot write them
   */
  void emit(@Nullable Object key, @Nullable Object value);
}

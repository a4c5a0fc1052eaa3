package org.commworld.mapreduce.mrjob;

import org.jspecify.annotations.Nullable;

/**
 * Called for each line of the input.
 *
 * @param <K> what the protocol reads as key; {@code Object} where it has no keys
 * @param <V> what the protocol reads as value
 */
@FunctionalInterface
public interface Mapper<K extends @Nullable Object, V extends @Nullable Object> {
  /** Emits any number of pairs. An exception fails the task. */
  void map(K key, V value, Emitter out) throws Exception;
}

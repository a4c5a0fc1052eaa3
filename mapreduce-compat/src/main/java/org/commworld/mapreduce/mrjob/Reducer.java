package org.commworld.mapreduce.mrjob;

import org.jspecify.annotations.Nullable;

/**
 * Called for each key with all its values. As a combiner it gets a part of them, any number of
 * times, and what it emits must suit the reducer.
 *
 * @param <K> what the internal protocol reads as key
 * @param <V> what the internal protocol reads as value
 */
@FunctionalInterface
public interface Reducer<K extends @Nullable Object, V extends @Nullable Object> {
  /** Emits any number of pairs. An exception fails the task. */
  void reduce(K key, Values<V> values, Emitter out) throws Exception;
}

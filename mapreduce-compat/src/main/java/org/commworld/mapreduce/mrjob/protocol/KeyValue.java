package org.commworld.mapreduce.mrjob.protocol;

import org.jspecify.annotations.Nullable;

/**
 * A key and a value.
 *
 * @param key null where the protocol has no keys
 * @param value null stands for JSON's {@code null}
 */
public record KeyValue(@Nullable Object key, @Nullable Object value) {
  /** A pair. */
  public static KeyValue of(@Nullable Object key, @Nullable Object value) {
    return new KeyValue(key, value);
  }
}

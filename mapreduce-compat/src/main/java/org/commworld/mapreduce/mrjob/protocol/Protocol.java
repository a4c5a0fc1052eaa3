package org.commworld.mapreduce.mrjob.protocol;

import org.jspecify.annotations.Nullable;

/**
 * Turns a line into a key and a value and back. A line is bytes without its end of line. Where both
 * a key and a value are written, a tab ends the key: jobs sort and group by the bytes before the
 * first tab.
 *
 * <p>An instance belongs to one task and one thread, so it may keep the last key it has read.
 */
public interface Protocol {
  /**
   * The key and value of a line.
   *
   * @throws IllegalArgumentException if the line is not of this protocol
   */
  KeyValue read(byte[] line);

  /**
   * The line of a key and a value.
   *
   * @throws IllegalArgumentException if this protocol cannot write them
   */
  byte[] write(@Nullable Object key, @Nullable Object value);
}

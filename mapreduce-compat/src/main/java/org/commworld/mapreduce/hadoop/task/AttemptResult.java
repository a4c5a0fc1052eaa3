package org.commworld.mapreduce.hadoop.task;

import java.io.Serializable;

/**
 * What a successful attempt leaves to the driver.
 *
 * @param map whether it was a map
 * @param partition the task's number
 * @param attempt the attempt's number
 * @param counters its counters, as Hadoop writes them
 */
public record AttemptResult(boolean map, int partition, int attempt, byte[] counters)
    implements Serializable {}

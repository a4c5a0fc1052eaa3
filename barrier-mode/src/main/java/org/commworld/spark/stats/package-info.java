/**
 * What the ranks of a job have done, as the driver knows it: reports of executors, their summary as
 * text, traces as files. Knows the control plane's bytes, neither Spark nor the jobs. Start reading
 * at {@link org.commworld.spark.stats.RunStatistics}.
 */
@NullMarked
package org.commworld.spark.stats;

import org.jspecify.annotations.NullMarked;

/**
 * The workloads of {@code commworld compare} that are natural for it as Hadoop MapReduce jobs; the
 * same classes run on Spark and in Hadoop's local framework.
 */
@NullMarked
package org.commworld.compare.mapreduce;

import org.jspecify.annotations.NullMarked;

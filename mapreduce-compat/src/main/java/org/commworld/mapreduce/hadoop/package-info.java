/**
 * Unmodified Hadoop MapReduce jobs on Spark, chosen by {@code mapreduce.framework.name=spark}. This
 * package holds what users set; {@code client} takes jobs and follows them, {@code task} hosts
 * Hadoop's own MapTask and ReduceTask in Spark tasks, {@code shuffle} carries sorted runs through
 * Spark's shuffle. Start reading at {@code client.SparkJob}.
 */
@NullMarked
package org.commworld.mapreduce.hadoop;

import org.jspecify.annotations.NullMarked;

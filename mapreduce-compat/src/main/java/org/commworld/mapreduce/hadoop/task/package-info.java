/**
 * What runs in executors: a job's files and class loader, task attempts, Hadoop's MapTask and
 * ReduceTask with cheaper record paths. Knows nothing of the client. Start reading at {@code
 * AttemptLoop}.
 */
@NullMarked
package org.commworld.mapreduce.hadoop.task;

import org.jspecify.annotations.NullMarked;

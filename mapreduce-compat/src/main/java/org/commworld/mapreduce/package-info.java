/** Hadoop MapReduce jobs on Spark. */
@NullMarked
package org.commworld.mapreduce;

import org.jspecify.annotations.NullMarked;

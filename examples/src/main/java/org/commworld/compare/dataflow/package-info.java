/**
 * The workloads of {@code commworld compare} as Spark's dataflow: transformations of RDDs, in the
 * way a Spark programmer writes them.
 */
@NullMarked
package org.commworld.compare.dataflow;

import org.jspecify.annotations.NullMarked;

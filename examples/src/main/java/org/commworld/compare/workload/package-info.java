/**
 * What the programs of {@code commworld compare} share, whatever their style: the workloads, their
 * answers, and the parts that have nothing to do with how work is spread (a formula, a line taken
 * apart). Start reading at {@link org.commworld.compare.workload.Workload}.
 */
@NullMarked
package org.commworld.compare.workload;

import org.jspecify.annotations.NullMarked;

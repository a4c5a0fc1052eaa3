/**
 * The workloads of {@code commworld compare} as ranks of a communicator: each rank works on its
 * part and meets the others in collectives. The same programs run in one JVM or in many.
 */
@NullMarked
package org.commworld.compare.ranks;

import org.jspecify.annotations.NullMarked;

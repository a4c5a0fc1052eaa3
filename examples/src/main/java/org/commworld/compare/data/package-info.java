/**
 * The files that the workloads of {@code commworld compare} read, cut from real data or generated,
 * the same for all engines; and the answers, worked out one after the other in plain Java. Start
 * reading at {@link org.commworld.compare.data.Inputs}.
 */
@NullMarked
package org.commworld.compare.data;

import org.jspecify.annotations.NullMarked;

/**
 * The engines of {@code commworld compare}: whether one is there, the processes in which it runs,
 * and one run of a task with its time, its memory and its answer. Start reading at {@link
 * org.commworld.compare.engine.Engines}.
 */
@NullMarked
package org.commworld.compare.engine;

import org.jspecify.annotations.NullMarked;

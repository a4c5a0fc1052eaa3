/**
 * {@code commworld compare}: the same work on every engine that is there, measured in turn, and a
 * report. The programs that are compared are in {@code compare.dataflow}, {@code compare.ranks},
 * {@code compare.mapreduce} and, in C and Python, among the resources. Start reading at {@link
 * org.commworld.compare.Campaign}.
 */
@NullMarked
package org.commworld.compare;

import org.jspecify.annotations.NullMarked;

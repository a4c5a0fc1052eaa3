/**
 * Classes that every rank's class loader defines anew, so that their static state is the rank's.
 * The program's calls of {@code System} and {@code Runtime} are redirected to {@link
 * org.commworld.spark.launch.rank.RankSystem}.
 */
@NullMarked
package org.commworld.spark.launch.rank;

import org.jspecify.annotations.NullMarked;

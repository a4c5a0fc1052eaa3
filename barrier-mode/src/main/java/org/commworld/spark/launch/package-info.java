/**
 * The launcher, Spark's {@code mpiexec}: runs a program's {@code main} as the ranks of a world,
 * each in a class loader of its own. Uses {@link org.commworld.spark.BarrierJob} and nothing below
 * it; nothing uses this package but {@code bin/}. Start reading at {@link
 * org.commworld.spark.launch.Launcher}; what happens on an executor starts at RankMain.
 */
@NullMarked
package org.commworld.spark.launch;

import org.jspecify.annotations.NullMarked;

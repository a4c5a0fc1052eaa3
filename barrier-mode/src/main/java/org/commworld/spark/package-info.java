/**
 * Barrier stages that host ranks: the library for Spark jobs. Uses the engine, zk-coordination and
 * {@code org.commworld.spark.control}; nothing of the launcher. Start reading at {@link
 * org.commworld.spark.BarrierJob}; the driver's side is {@link org.commworld.spark.JobRunner}, the
 * executors' {@link org.commworld.spark.RankStage}.
 */
@NullMarked
package org.commworld.spark;

import org.jspecify.annotations.NullMarked;

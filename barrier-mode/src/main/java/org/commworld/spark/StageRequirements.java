package org.commworld.spark;

import java.util.OptionalInt;
import org.apache.spark.SparkConf;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What Spark wants of a barrier stage, checked before it is submitted: Spark itself fails late, or
 * waits without a word.
 */
final class StageRequirements {
  private static final Logger LOG = LoggerFactory.getLogger(StageRequirements.class);
  private static final String DYNAMIC_ALLOCATION = "spark.dynamicAllocation.enabled";
  private static final String LEGACY_LOCALITY = "spark.locality.wait.legacyResetOnTaskLaunch";
  private static final String SLOT_CHECK =
      "spark.scheduler.barrier.maxConcurrentTasksCheck.interval";

  private StageRequirements() {}

  /**
   * Refuses settings under which no barrier stage of {@code ranks} tasks can ever run.
   *
   * @throws JobNotStartedException naming the setting
   */
  static void check(int ranks, String master, SparkConf conf, int processors) {
    if (!Slots.isLocal(master) && conf.getBoolean(DYNAMIC_ALLOCATION, false)) {
      throw new JobNotStartedException(
          ("dynamic allocation is on, and barrier stages need a fixed set of executors: %s=true;"
                  + " set %s=false and the number of executors (spark.executor.instances, or"
                  + " spark.cores.max on a standalone cluster)")
              .formatted(DYNAMIC_ALLOCATION, DYNAMIC_ALLOCATION));
    }
    if (conf.getBoolean(LEGACY_LOCALITY, false)) {
      throw new JobNotStartedException(
          "a barrier stage that does not start in one round would be aborted: %s=true; set it to"
                  .formatted(LEGACY_LOCALITY)
              + " false");
    }
    OptionalInt limit = Slots.limit(master, conf, processors);
    if (limit.isPresent() && limit.getAsInt() < ranks) {
      throw new JobNotStartedException(Slots.tooFew(ranks, limit.getAsInt(), master, conf));
    }
  }

  /** Warns of what makes Spark slow to start a barrier stage on a cluster. */
  static void warn(String master, SparkConf conf) {
    if (!Slots.isLocal(master) && !conf.contains(SLOT_CHECK)) {
      LOG.warn(
          "An executor lost while the job is submitted costs {} of waiting each time: {} is not"
              + " set; 1s is a good value",
          "15 s",
          SLOT_CHECK);
    }
  }
}

package org.commworld.spark.stats;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Who is told how a job goes. Called by the thread that runs the job; what it throws ends it. */
public interface RunObserver {
  /** Called twice a second while the job runs, with what the ranks have reported last. */
  default void progress(RunStatistics run) {}

  /** Called once for each attempt, well ended or not, with the ranks' last reports. */
  default void ended(RunStatistics run) {}

  /**
   * Called once when the job's trace, if it has one, is complete.
   *
   * @param droppedCalls how many calls it has not got
   * @param failure why it could not be written to the end, null if it could
   */
  default void traced(Path file, long droppedCalls, @Nullable IOException failure) {}
}

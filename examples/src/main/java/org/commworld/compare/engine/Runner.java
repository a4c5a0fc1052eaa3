package org.commworld.compare.engine;

import java.time.Duration;
import org.commworld.compare.workload.Task;

/** An engine that is ready for one workload. Used by one thread. */
public interface Runner extends AutoCloseable {
  /**
   * Runs a task; blocks until it is done.
   *
   * @throws CompareException if it fails or takes longer than {@code limit}; the runner is of no
   *     more use then
   */
  Run run(Task task, Duration limit);

  /** How long the engine took from its command to readiness; NaN if each run starts one. */
  double startSeconds();

  /** Ends the engine's processes. Closing twice is harmless. */
  @Override
  void close();
}

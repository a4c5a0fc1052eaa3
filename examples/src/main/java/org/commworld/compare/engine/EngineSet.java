package org.commworld.compare.engine;

import org.commworld.compare.workload.Workload;
import org.jspecify.annotations.Nullable;

/** Engines to measure: those of this machine, or a test's. */
public interface EngineSet {
  /** How to get an engine; null if it is there. */
  @Nullable String missing(Engine engine);

  /**
   * Starts an engine for a workload; one in a JVM does all workloads.
   *
   * @throws CompareException if it does not start, or a program cannot be built
   */
  Runner start(Engine engine, Workload workload, int ranks);

  /**
   * Tells a failure from the end of everything.
   *
   * @throws CompareException if this JVM is ending
   */
  void checkOpen();
}

package org.commworld.mapreduce.mrjob;

/** Called once in a task, before its first record or after its last. */
@FunctionalInterface
public interface TaskHook {
  /** Emits any number of pairs. An exception fails the task. */
  void run(Emitter out) throws Exception;
}

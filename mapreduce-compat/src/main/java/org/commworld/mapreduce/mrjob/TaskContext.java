package org.commworld.mapreduce.mrjob;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What a runner does for a task. Belongs to the task's thread. */
interface TaskContext {
  void count(String group, String name, long amount);

  void status(String message);

  @Nullable String setting(String name);

  /** Where the file is that was shipped under this name. */
  Path file(String name);
}

package org.commworld.mapreduce.hadoop.task;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import org.apache.hadoop.mapred.Task;
import org.apache.hadoop.mapred.TaskUmbilicalProtocol;
import org.apache.hadoop.util.Progress;
import org.jspecify.annotations.Nullable;

/**
 * Hadoop's reporter for a task whose progress moves once a tick only: a task that asks for its own
 * progress gets it as of the last record, as it does where each record moves the progress.
 *
 * <p>Only the task's thread looks at the records: readers are not made for others, which get the
 * progress of the last tick.
 */
final class PromptReporter extends Task.TaskReporter {
  /** How much of the records has been read, from 0 to 1. */
  interface Source {
    float progress() throws IOException, InterruptedException;
  }

  private final Thread owner = Thread.currentThread();
  private @Nullable Source records;

  PromptReporter(Task task, Progress progress, TaskUmbilicalProtocol umbilical) {
    task.super(progress, umbilical);
  }

  /** Takes the progress of the task's current phase from these records until {@link #leave}. */
  void follow(Source source) {
    records = source;
  }

  /** The records have all been read, or the phase ends otherwise. */
  void leave() {
    records = null;
  }

  @Override
  public float getProgress() {
    if (Thread.currentThread() == owner && records != null) {
      setProgress(progress(records));
    }
    return super.getProgress();
  }

  private static float progress(Source records) {
    try {
      return records.progress();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UncheckedIOException(new InterruptedIOException("interrupted: progress"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

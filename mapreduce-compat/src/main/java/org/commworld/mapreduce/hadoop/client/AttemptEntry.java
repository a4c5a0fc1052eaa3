package org.commworld.mapreduce.hadoop.client;

import org.apache.hadoop.mapreduce.TaskAttemptID;
import org.apache.hadoop.mapreduce.TaskCompletionEvent;
import org.apache.hadoop.mapreduce.TaskType;
import org.jspecify.annotations.Nullable;

/** One attempt of a {@link TaskEntry}; its table locks. */
final class AttemptEntry {
  final TaskEntry task;
  final TaskAttemptID id;
  final String host;
  final long started = System.currentTimeMillis();
  long finished;
  float progress;
  String status = "";
  String diagnostics = "";

  /** How it ended; null while it runs. */
  TaskCompletionEvent.@Nullable Status outcome;

  @Nullable Event event;

  AttemptEntry(TaskEntry task, TaskAttemptID id, String host) {
    this.task = task;
    this.id = id;
    this.host = host;
  }

  long millis() {
    return (outcome == null ? System.currentTimeMillis() : finished) - started;
  }

  /** Its output counts no more, because a later attempt has made it again. */
  void becomeObsolete() {
    outcome = TaskCompletionEvent.Status.OBSOLETE;
    if (event != null) {
      event.becomeObsolete();
    }
  }

  /** Hadoop keeps the setters of its events for subclasses. */
  static final class Event extends TaskCompletionEvent {
    Event(int number, AttemptEntry attempt, Status outcome) {
      super(
          number,
          attempt.id,
          attempt.task.id.getId(),
          attempt.task.id.getTaskType() == TaskType.MAP,
          outcome,
          "http://" + attempt.host);
      setTaskRunTime((int) Math.min(Integer.MAX_VALUE, attempt.millis()));
    }

    private void becomeObsolete() {
      setTaskStatus(Status.OBSOLETE);
    }
  }
}

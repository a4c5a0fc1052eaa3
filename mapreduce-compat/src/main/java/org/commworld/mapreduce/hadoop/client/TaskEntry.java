package org.commworld.mapreduce.hadoop.client;

import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.mapred.Counters;
import org.apache.hadoop.mapred.TIPStatus;
import org.apache.hadoop.mapreduce.TaskAttemptID;
import org.apache.hadoop.mapreduce.TaskCompletionEvent;
import org.apache.hadoop.mapreduce.TaskID;
import org.apache.hadoop.mapreduce.TaskReport;
import org.jspecify.annotations.Nullable;

/** One task of a {@link TaskTable}, which locks. */
final class TaskEntry {
  final TaskID id;
  final List<AttemptEntry> attempts = new ArrayList<>();
  @Nullable AttemptEntry success;
  @Nullable Counters counters;

  TaskEntry(TaskID id) {
    this.id = id;
  }

  AttemptEntry begin(String host) {
    AttemptEntry attempt = new AttemptEntry(this, new TaskAttemptID(id, attempts.size()), host);
    attempts.add(attempt);
    return attempt;
  }

  /** How many attempts have this outcome; null means that they run. */
  int count(TaskCompletionEvent.@Nullable Status outcome) {
    return (int) attempts.stream().filter(attempt -> attempt.outcome == outcome).count();
  }

  float progress() {
    if (success != null) {
      return 1;
    }
    float best = 0;
    for (AttemptEntry attempt : attempts) {
      if (attempt.outcome == null) {
        best = Math.max(best, attempt.progress);
      }
    }
    return best;
  }

  String lastDiagnostics() {
    for (int i = attempts.size() - 1; i >= 0; i--) {
      if (!attempts.get(i).diagnostics.isEmpty()) {
        return attempts.get(i).diagnostics;
      }
    }
    return "";
  }

  TaskReport report(boolean failed, boolean ending) {
    TIPStatus status = status(failed, ending);
    List<String> diagnostics = new ArrayList<>();
    List<TaskAttemptID> running = new ArrayList<>();
    String state = "";
    for (AttemptEntry attempt : attempts) {
      if (!attempt.diagnostics.isEmpty()) {
        diagnostics.add(attempt.diagnostics);
      }
      if (attempt.outcome == null) {
        running.add(attempt.id);
      }
      state = attempt.status;
    }
    long started = attempts.isEmpty() ? 0 : attempts.get(0).started;
    long finished = success == null ? 0 : success.finished;
    return new Report(
        this, status, state, diagnostics.toArray(String[]::new), started, finished, running);
  }

  private TIPStatus status(boolean failed, boolean ending) {
    if (success != null) {
      return TIPStatus.COMPLETE;
    }
    if (failed) {
      return TIPStatus.FAILED;
    }
    if (count(null) > 0) {
      return TIPStatus.RUNNING;
    }
    return ending ? TIPStatus.KILLED : TIPStatus.PENDING;
  }

  /** Hadoop keeps what says which attempts run and which one succeeded for its subclasses. */
  private static final class Report extends TaskReport {
    Report(
        TaskEntry task,
        TIPStatus status,
        String state,
        String[] diagnostics,
        long started,
        long finished,
        List<TaskAttemptID> running) {
      super(
          org.apache.hadoop.mapred.TaskID.downgrade(task.id),
          task.progress(),
          state,
          diagnostics,
          status,
          started,
          finished,
          task.counters == null
              ? new org.apache.hadoop.mapreduce.Counters()
              : new org.apache.hadoop.mapreduce.Counters(task.counters));
      setRunningTaskAttemptIds(running);
      if (task.success != null) {
        setSuccessfulAttemptId(task.success.id);
      }
    }
  }
}

package org.commworld.mapreduce.hadoop.client;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.mapred.Counters;
import org.apache.hadoop.mapred.JobConf;
import org.apache.hadoop.mapreduce.JobCounter;
import org.apache.hadoop.mapreduce.JobID;
import org.apache.hadoop.mapreduce.TaskAttemptID;
import org.apache.hadoop.mapreduce.TaskCompletionEvent;
import org.apache.hadoop.mapreduce.TaskID;
import org.apache.hadoop.mapreduce.TaskReport;
import org.apache.hadoop.mapreduce.TaskType;
import org.commworld.mapreduce.hadoop.task.AttemptResult;
import org.commworld.mapreduce.hadoop.task.DriverLink;
import org.commworld.mapreduce.hadoop.task.DriverLink.Message;
import org.jspecify.annotations.Nullable;

/**
 * What the driver knows of a job's tasks and attempts. Written by Spark's message, scheduler and
 * listener threads, read by clients; every method locks.
 */
final class TaskTable {
  private final JobID job;
  private final int maxMapAttempts;
  private final int maxReduceAttempts;
  private final TaskEntry[] maps;
  private final TaskEntry[] reduces;
  private final List<List<String>> splitHosts;
  private final List<TaskCompletionEvent> events = new ArrayList<>();
  private final Map<Long, AttemptEntry> bySparkTask = new HashMap<>();
  private boolean ending;
  private @Nullable TaskEntry failedTask;

  TaskTable(JobID job, JobConf conf, List<List<String>> splitHosts, int reduces) {
    this.job = job;
    this.maxMapAttempts = Math.max(1, conf.getMaxMapAttempts());
    this.maxReduceAttempts = Math.max(1, conf.getMaxReduceAttempts());
    this.splitHosts = splitHosts;
    this.maps = entries(TaskType.MAP, splitHosts.size());
    this.reduces = entries(TaskType.REDUCE, reduces);
  }

  private TaskEntry[] entries(TaskType type, int count) {
    TaskEntry[] entries = new TaskEntry[count];
    for (int i = 0; i < count; i++) {
      entries[i] = new TaskEntry(new TaskID(job, type, i));
    }
    return entries;
  }

  private TaskEntry entry(boolean map, int partition) {
    return (map ? maps : reduces)[partition];
  }

  /** No attempt may begin from now on. */
  synchronized void end() {
    ending = true;
  }

  /** A new attempt's number, or {@link DriverLink#NO_ATTEMPT}. */
  synchronized int begin(Message message) {
    if (ending) {
      return DriverLink.NO_ATTEMPT;
    }
    AttemptEntry attempt = entry(message.map(), message.partition()).begin(message.text());
    bySparkTask.put(message.sparkTask(), attempt);
    return attempt.id.getId();
  }

  synchronized void progress(Message message) {
    AttemptEntry attempt = attempt(message);
    if (attempt != null) {
      attempt.progress = message.progress();
      attempt.status = message.text();
    }
  }

  /** Whether the same Spark task is to try again; not once a task has failed as often as it may. */
  synchronized boolean failed(Message message) {
    AttemptEntry attempt = attempt(message);
    if (attempt == null) {
      return false;
    }
    end(attempt, TaskCompletionEvent.Status.FAILED, message.text());
    TaskEntry task = attempt.task;
    int most = message.map() ? maxMapAttempts : maxReduceAttempts;
    if (task.count(TaskCompletionEvent.Status.FAILED) >= most) {
      ending = true;
      if (failedTask == null) {
        failedTask = task;
        events.add(
            new AttemptEntry.Event(events.size(), attempt, TaskCompletionEvent.Status.TIPFAILED));
      }
    }
    return !ending && message.lastChance();
  }

  synchronized void killed(Message message) {
    AttemptEntry attempt = attempt(message);
    if (attempt != null) {
      end(attempt, TaskCompletionEvent.Status.KILLED, message.text());
    }
  }

  /** Takes an attempt of which nothing more will be heard as killed, its executor being lost. */
  synchronized void sparkTaskEnded(long sparkTask, String reason) {
    AttemptEntry attempt = bySparkTask.get(sparkTask);
    if (attempt != null && attempt.outcome == null) {
      end(attempt, TaskCompletionEvent.Status.KILLED, reason);
    }
  }

  /**
   * Of two successful attempts of a task, as when a map's output was lost, the later one counts.
   */
  synchronized void succeeded(AttemptResult result) {
    TaskEntry task = entry(result.map(), result.partition());
    AttemptEntry attempt = task.attempts.get(result.attempt());
    if (attempt.outcome != null) {
      return;
    }
    if (task.success != null) {
      task.success.becomeObsolete();
    }
    task.success = attempt;
    task.counters = counters(result.counters());
    attempt.progress = 1;
    end(attempt, TaskCompletionEvent.Status.SUCCEEDED, "");
  }

  private static Counters counters(byte[] bytes) {
    Counters counters = new Counters();
    try {
      counters.readFields(new DataInputStream(new ByteArrayInputStream(bytes)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return counters;
  }

  private @Nullable AttemptEntry attempt(Message message) {
    List<AttemptEntry> attempts = entry(message.map(), message.partition()).attempts;
    if (message.attempt() >= attempts.size()) {
      return null;
    }
    AttemptEntry attempt = attempts.get(message.attempt());
    return attempt.outcome == null ? attempt : null;
  }

  private void end(AttemptEntry attempt, TaskCompletionEvent.Status outcome, String diagnostics) {
    attempt.outcome = outcome;
    attempt.finished = System.currentTimeMillis();
    attempt.diagnostics = diagnostics;
    attempt.event = new AttemptEntry.Event(events.size(), attempt, outcome);
    events.add(attempt.event);
    notifyAll();
  }

  /** Waits until no attempt runs; whether that came within the time. */
  synchronized boolean awaitQuiet(long millis) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    while (running(true) + running(false) > 0) {
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (left <= 0) {
        return false;
      }
      wait(left);
    }
    return true;
  }

  synchronized TaskCompletionEvent[] events(int from, int most) {
    int begin = Math.min(Math.max(0, from), events.size());
    int end = (int) Math.min(events.size(), (long) begin + Math.max(0, most));
    return events.subList(begin, end).toArray(TaskCompletionEvent[]::new);
  }

  synchronized String[] diagnostics(TaskAttemptID id) {
    boolean map = id.getTaskType() == TaskType.MAP;
    int partition = id.getTaskID().getId();
    if (partition >= (map ? maps : reduces).length) {
      return new String[0];
    }
    List<AttemptEntry> attempts = entry(map, partition).attempts;
    return id.getId() >= attempts.size() || attempts.get(id.getId()).diagnostics.isEmpty()
        ? new String[0]
        : new String[] {attempts.get(id.getId()).diagnostics};
  }

  /** Spark's id of the task in which an attempt runs, or -1 if it does not run. */
  synchronized long sparkTaskOf(TaskAttemptID id) {
    return bySparkTask.entrySet().stream()
        .filter(known -> known.getValue().id.equals(id) && known.getValue().outcome == null)
        .mapToLong(Map.Entry::getKey)
        .findAny()
        .orElse(-1);
  }

  synchronized TaskReport[] reports(TaskType type) {
    TaskEntry[] entries =
        switch (type) {
          case MAP -> maps;
          case REDUCE -> reduces;
          default -> new TaskEntry[0];
        };
    TaskReport[] reports = new TaskReport[entries.length];
    for (int i = 0; i < reports.length; i++) {
      reports[i] = entries[i].report(entries[i] == failedTask, ending);
    }
    return reports;
  }

  synchronized float progress(boolean map) {
    TaskEntry[] entries = map ? maps : reduces;
    double sum = 0;
    for (TaskEntry entry : entries) {
      sum += entry.progress();
    }
    return entries.length == 0 ? 0 : (float) Math.min(1, sum / entries.length);
  }

  synchronized int running(boolean map) {
    int running = 0;
    for (TaskEntry entry : map ? maps : reduces) {
      running += entry.count(null);
    }
    return running;
  }

  /** What made the job fail, in the words of Hadoop's application master; empty if no task did. */
  synchronized String failure() {
    if (failedTask == null) {
      return "";
    }
    boolean map = failedTask.id.getTaskType() == TaskType.MAP;
    return "Task failed "
        + failedTask.id
        + "\nJob failed as tasks failed. failedMaps:"
        + (map ? 1 : 0)
        + " failedReduces:"
        + (map ? 0 : 1)
        + "\n"
        + failedTask.lastDiagnostics();
  }

  /** Sums of the successful attempts' counters, and the job's own as Hadoop's master makes them. */
  synchronized Counters counters() {
    Counters sum = new Counters();
    addUp(
        sum,
        maps,
        JobCounter.TOTAL_LAUNCHED_MAPS,
        JobCounter.NUM_FAILED_MAPS,
        JobCounter.NUM_KILLED_MAPS,
        JobCounter.MILLIS_MAPS);
    addUp(
        sum,
        reduces,
        JobCounter.TOTAL_LAUNCHED_REDUCES,
        JobCounter.NUM_FAILED_REDUCES,
        JobCounter.NUM_KILLED_REDUCES,
        JobCounter.MILLIS_REDUCES);
    for (int i = 0; i < maps.length; i++) {
      for (AttemptEntry attempt : maps[i].attempts) {
        List<String> hosts = splitHosts.get(i);
        boolean local = hosts.contains(attempt.host) || hosts.contains("localhost");
        sum.incrCounter(local ? JobCounter.DATA_LOCAL_MAPS : JobCounter.OTHER_LOCAL_MAPS, 1);
      }
    }
    return sum;
  }

  private static void addUp(
      Counters sum,
      TaskEntry[] entries,
      JobCounter launched,
      JobCounter failed,
      JobCounter killed,
      JobCounter millis) {
    long time = 0;
    int begun = 0;
    int failures = 0;
    int kills = 0;
    for (TaskEntry entry : entries) {
      if (entry.counters != null) {
        sum.incrAllCounters(entry.counters);
      }
      begun += entry.attempts.size();
      failures += entry.count(TaskCompletionEvent.Status.FAILED);
      kills += entry.count(TaskCompletionEvent.Status.KILLED);
      time += entry.attempts.stream().mapToLong(AttemptEntry::millis).sum();
    }
    if (begun > 0) {
      sum.incrCounter(launched, begun);
      sum.incrCounter(millis, time);
    }
    if (failures > 0) {
      sum.incrCounter(failed, failures);
    }
    if (kills > 0) {
      sum.incrCounter(killed, kills);
    }
  }
}

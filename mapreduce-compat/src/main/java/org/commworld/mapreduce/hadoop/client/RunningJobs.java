package org.commworld.mapreduce.hadoop.client;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.mapreduce.JobID;
import org.jspecify.annotations.Nullable;

/** The jobs that this JVM has submitted: all that run, and the last hundred that have ended. */
public final class RunningJobs {
  private static final int ENDED_KEPT = 100;
  private static final Map<String, SparkJob> JOBS = new LinkedHashMap<>();

  private RunningJobs() {}

  static void add(SparkJob job) {
    synchronized (JOBS) {
      JOBS.put(job.id().toString(), job);
      List<SparkJob> ended = new ArrayList<>(JOBS.values());
      ended.removeIf(known -> !known.isEnded());
      for (int i = 0; i < ended.size() - ENDED_KEPT; i++) {
        JOBS.remove(ended.get(i).id().toString());
      }
    }
  }

  static @Nullable SparkJob find(String id) {
    synchronized (JOBS) {
      return JOBS.get(id);
    }
  }

  /** The job with this id, or null if this JVM does not know it. */
  public static @Nullable SparkJob find(JobID id) {
    return find(id.toString());
  }

  /** All jobs known, oldest first. */
  public static List<SparkJob> all() {
    synchronized (JOBS) {
      return List.copyOf(JOBS.values());
    }
  }

  /** Kills all jobs that run and waits a few seconds until they have cleaned up. */
  static void killAll() {
    List<SparkJob> running = new ArrayList<>(all());
    running.removeIf(SparkJob::isEnded);
    running.forEach(SparkJob::kill);
    running.forEach(SparkJob::awaitEnd);
  }
}

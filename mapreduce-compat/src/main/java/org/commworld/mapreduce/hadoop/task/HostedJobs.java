package org.commworld.mapreduce.hadoop.task;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkEnv;
import org.jspecify.annotations.Nullable;

/**
 * The jobs of this JVM. An executor is not told when a job ends: a job that no attempt has used for
 * a while is closed, and opened again should another attempt come.
 */
public final class HostedJobs {
  private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(60);
  private static final Map<String, Entry> JOBS = new HashMap<>();
  private static final Map<String, ClassLoader> PARENTS = new HashMap<>();

  private HostedJobs() {}

  private static final class Entry {
    final HostedJob job;
    int users;
    long idleSince;

    Entry(HostedJob job) {
      this.job = job;
    }
  }

  /** A use of a job; closing it twice is harmless. */
  public static final class Use implements AutoCloseable {
    private final String jobId;
    private final HostedJob job;
    private boolean closed;

    private Use(String jobId, HostedJob job) {
      this.jobId = jobId;
      this.job = job;
    }

    /** The job. */
    public HostedJob job() {
      return job;
    }

    @Override
    public void close() {
      synchronized (JOBS) {
        Entry entry = JOBS.get(jobId);
        if (!closed && entry != null && entry.job == job) {
          entry.users--;
          entry.idleSince = System.nanoTime();
        }
        closed = true;
      }
    }
  }

  /**
   * Makes tasks of a job, when they run in this JVM, see classes of this loader: jobs without a jar
   * of their own work where driver and tasks share a JVM.
   */
  public static void setParent(String jobId, @Nullable ClassLoader parent) {
    synchronized (JOBS) {
      if (parent != null) {
        PARENTS.put(jobId, parent);
      }
    }
  }

  /** Opens a job, or joins those who use it. */
  public static Use use(JobSpec spec) throws IOException {
    synchronized (JOBS) {
      closeIdle(spec.jobId());
      Entry entry = JOBS.get(spec.jobId());
      if (entry == null) {
        ClassLoader parent = PARENTS.get(spec.jobId());
        entry =
            new Entry(
                HostedJob.open(spec, parent == null ? contextLoader() : parent, directory(spec)));
        JOBS.put(spec.jobId(), entry);
      }
      entry.users++;
      return new Use(spec.jobId(), entry.job);
    }
  }

  /** Closes a job for good; in the driver, when it has ended. */
  public static void end(String jobId) {
    synchronized (JOBS) {
      PARENTS.remove(jobId);
      Entry entry = JOBS.remove(jobId);
      if (entry != null) {
        entry.job.close();
      }
    }
  }

  private static void closeIdle(String except) {
    long now = System.nanoTime();
    JOBS.entrySet()
        .removeIf(
            known -> {
              Entry entry = known.getValue();
              boolean idle =
                  entry.users == 0
                      && !known.getKey().equals(except)
                      && now - entry.idleSince > IDLE_NANOS;
              if (idle) {
                entry.job.close();
              }
              return idle;
            });
  }

  private static ClassLoader contextLoader() {
    ClassLoader loader = Thread.currentThread().getContextClassLoader();
    return loader == null ? HostedJobs.class.getClassLoader() : loader;
  }

  private static File directory(JobSpec spec) throws IOException {
    File[] roots = SparkEnv.get().blockManager().diskBlockManager().localDirs();
    return Files.createTempDirectory(roots[0].toPath(), spec.jobId() + "-").toFile();
  }
}

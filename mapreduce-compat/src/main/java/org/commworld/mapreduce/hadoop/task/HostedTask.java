package org.commworld.mapreduce.hadoop.task;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.mapred.JobConf;
import org.apache.hadoop.mapred.TaskUmbilicalProtocol;

/** One of Hadoop's tasks, as the attempt that hosts it sees it. */
interface HostedTask {
  /** Runs the task to its end, commit included. */
  void run(JobConf job, TaskUmbilicalProtocol umbilical)
      throws IOException, ClassNotFoundException, InterruptedException;

  /**
   * Lets the task's committer, if there is one already, throw away what the attempt has written.
   */
  void abort() throws IOException;

  /** From 0 to 1. */
  float progress();

  /** What the task says it is doing, phase or the user's own words. */
  String status();

  /** Gives the task its configuration; comes before {@link #run}. */
  void setConf(Configuration conf);

  /** Writes the task's ids into its configuration. */
  void localizeConfiguration(JobConf job) throws IOException;
}

package org.commworld.mapreduce.hadoop.client;

import java.io.IOException;
import org.apache.hadoop.mapred.JobConf;
import org.apache.hadoop.mapred.JobContextImpl;
import org.apache.hadoop.mapred.JobID;
import org.apache.hadoop.mapreduce.JobContext;
import org.apache.hadoop.mapreduce.JobStatus;
import org.apache.hadoop.mapreduce.OutputCommitter;
import org.apache.hadoop.mapreduce.OutputFormat;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.hadoop.mapreduce.TaskAttemptID;
import org.apache.hadoop.mapreduce.TaskID;
import org.apache.hadoop.mapreduce.TaskType;
import org.apache.hadoop.mapreduce.task.TaskAttemptContextImpl;
import org.apache.hadoop.util.ReflectionUtils;

/** The job's own committer, at the job's level. */
final class JobCommitter {
  private final OutputCommitter committer;
  private final JobContext context;

  private JobCommitter(OutputCommitter committer, JobContext context) {
    this.committer = committer;
    this.context = context;
  }

  /** As Hadoop's application master chooses: by the API of those tasks that write the output. */
  static JobCommitter of(JobConf conf, JobID id)
      throws IOException, ClassNotFoundException, InterruptedException {
    boolean newApi =
        conf.getNumReduceTasks() > 0 ? conf.getUseNewReducer() : conf.getUseNewMapper();
    JobContext context = new JobContextImpl(conf, id);
    if (!newApi) {
      return new JobCommitter(conf.getOutputCommitter(), context);
    }
    TaskAttemptContext attempt =
        new TaskAttemptContextImpl(conf, new TaskAttemptID(new TaskID(id, TaskType.MAP, 0), 0));
    OutputFormat<?, ?> format = ReflectionUtils.newInstance(attempt.getOutputFormatClass(), conf);
    return new JobCommitter(format.getOutputCommitter(attempt), context);
  }

  void setup() throws IOException {
    committer.setupJob(context);
  }

  void commit() throws IOException {
    committer.commitJob(context);
  }

  void abort(JobStatus.State state) throws IOException {
    committer.abortJob(context, state);
  }
}

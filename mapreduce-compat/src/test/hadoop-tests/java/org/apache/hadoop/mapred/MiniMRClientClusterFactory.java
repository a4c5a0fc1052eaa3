package org.apache.hadoop.mapred;

import java.io.File;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.mapreduce.Job;
import org.apache.hadoop.mapreduce.MRConfig;
import org.apache.hadoop.util.ClassUtil;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * In the place of Hadoop's class of this name, which starts a YARN cluster: tests that ask for a
 * cluster of their own get Spark, and the caller's classes with each job, as there.
 */
public final class MiniMRClientClusterFactory {
  private MiniMRClientClusterFactory() {}

  public static MiniMRClientCluster create(Class<?> caller, int nodes, Configuration conf)
      throws IOException {
    return create(caller, caller.getSimpleName(), nodes, conf);
  }

  public static MiniMRClientCluster create(
      Class<?> caller, String identifier, int nodes, Configuration conf) throws IOException {
    Job job = Job.getInstance(conf == null ? new Configuration() : conf);
    job.getConfiguration().set(MRConfig.FRAMEWORK_NAME, "spark");
    String jar = ClassUtil.findContainingJar(caller);
    if (jar != null) {
      FileSystem fs = FileSystem.get(job.getConfiguration());
      Path remote =
          fs.makeQualified(new Path("target/" + identifier + "-tmpDir", new File(jar).getName()));
      fs.copyFromLocalFile(new Path(jar), remote);
      job.addFileToClassPath(remote);
    }
    return new OnSpark(job.getConfiguration());
  }

  private record OnSpark(Configuration conf) implements MiniMRClientCluster {
    @Override
    public void start() {}

    @Override
    public void restart() {}

    @Override
    public void stop() {}

    @Override
    public Configuration getConfig() {
      return new Configuration(conf);
    }
  }
}

package org.commworld.mapreduce.hadoop.client;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.mapred.JobConf;
import org.apache.hadoop.mapreduce.JobID;
import org.apache.hadoop.mapreduce.JobSubmissionFiles;
import org.apache.hadoop.mapreduce.split.JobSplit.TaskSplitMetaInfo;
import org.apache.hadoop.mapreduce.split.SplitMetaInfoReader;
import org.commworld.mapreduce.hadoop.task.MapRdd;

/**
 * What JobSubmitter has left in a job's directory. Splits are taken apart here, so that tasks need
 * no access to the directory for them.
 *
 * @param directory the directory
 * @param jobXml the configuration as it lies there
 * @param conf the same, read
 * @param splits in the order of the map tasks
 */
record Submission(Path directory, byte[] jobXml, JobConf conf, List<MapRdd.Split> splits) {

  static Submission read(JobID id, Path directory, Configuration client) throws IOException {
    FileSystem fs = directory.getFileSystem(client);
    byte[] jobXml = bytes(fs, JobSubmissionFiles.getJobConfPath(directory));
    Configuration parsed = new Configuration(false);
    parsed.addResource(new ByteArrayInputStream(jobXml), "job.xml");
    JobConf conf = new JobConf(parsed);
    TaskSplitMetaInfo[] metas = SplitMetaInfoReader.readSplitMetaInfo(id, fs, conf, directory);
    byte[] splits = bytes(fs, JobSubmissionFiles.getJobSplitFile(directory));
    return new Submission(directory, jobXml, conf, cut(metas, splits));
  }

  private static byte[] bytes(FileSystem fs, Path file) throws IOException {
    try (InputStream in = fs.open(file)) {
      return in.readAllBytes();
    }
  }

  /** Splits lie one behind the other; which is which, their offsets say. */
  private static List<MapRdd.Split> cut(TaskSplitMetaInfo[] metas, byte[] file) {
    TreeSet<Long> ends = new TreeSet<>();
    for (TaskSplitMetaInfo meta : metas) {
      ends.add(meta.getStartOffset());
    }
    ends.add((long) file.length);
    List<MapRdd.Split> splits = new ArrayList<>(metas.length);
    for (TaskSplitMetaInfo meta : metas) {
      long begin = meta.getStartOffset();
      Long end = ends.higher(begin);
      if (end == null) {
        throw new IllegalStateException(
            "split beyond its file: offset=" + begin + ", length=" + file.length);
      }
      splits.add(
          new MapRdd.Split(
              Arrays.copyOfRange(file, (int) begin, end.intValue()), List.of(meta.getLocations())));
    }
    return splits;
  }
}

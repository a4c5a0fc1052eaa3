package org.commworld.mapreduce.fs;

import java.io.IOException;
import java.net.URI;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FilterFileSystem;
import org.apache.hadoop.hdfs.DistributedFileSystem;

/**
 * The file system of {@code hdfs:} paths where no namenode is configured: {@code hdfs:///path} is
 * in a local directory (see {@link LocalFileSystems}), {@code hdfs://host:port/path} in the HDFS of
 * that namenode.
 */
public final class HdfsFileSystem extends FilterFileSystem {
  @Override
  public void initialize(URI name, Configuration conf) throws IOException {
    fs = name.getAuthority() == null ? new RootedFileSystem() : new DistributedFileSystem();
    super.initialize(name, conf);
  }

  @Override
  public String getScheme() {
    return "hdfs";
  }
}

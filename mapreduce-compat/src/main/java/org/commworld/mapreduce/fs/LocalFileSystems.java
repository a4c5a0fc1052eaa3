package org.commworld.mapreduce.fs;

import java.net.URI;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;

/** Makes the file systems of this package the ones that Hadoop's configuration names. */
public final class LocalFileSystems {
  private static final String RESOURCES = "org/commworld/mapreduce/fs/";

  private LocalFileSystems() {}

  /**
   * For all configurations of this JVM: {@code file:} becomes {@link NioFileSystem}, and {@code
   * hdfs:///} a local directory unless the site's default file system is one with a namenode. Job
   * configurations carry both choices to the tasks.
   */
  public static void install() {
    Configuration.addDefaultResource(RESOURCES + "local.xml");
    URI standard = FileSystem.getDefaultUri(new Configuration());
    if (!"hdfs".equals(standard.getScheme()) && !"viewfs".equals(standard.getScheme())) {
      Configuration.addDefaultResource(RESOURCES + "hdfs.xml");
    }
  }
}

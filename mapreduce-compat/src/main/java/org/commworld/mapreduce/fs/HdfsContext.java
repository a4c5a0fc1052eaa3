package org.commworld.mapreduce.fs;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.DelegateToFileSystem;

/** {@link HdfsFileSystem} for programs that use Hadoop's {@code FileContext}. */
public final class HdfsContext extends DelegateToFileSystem {
  /** For Hadoop, which makes it by its class name. */
  public HdfsContext(URI uri, Configuration conf) throws IOException, URISyntaxException {
    super(uri, new HdfsFileSystem(), conf, "hdfs", false);
  }

  @Override
  public int getUriDefaultPort() {
    return -1;
  }
}

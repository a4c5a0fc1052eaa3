package org.commworld.mapreduce.fs;

import org.apache.hadoop.fs.LocalFileSystem;

/** Hadoop's checksummed local file system over {@link NioRawFileSystem}. */
public final class NioFileSystem extends LocalFileSystem {
  /** For Hadoop, which makes file systems by their class name. */
  public NioFileSystem() {
    super(new NioRawFileSystem());
  }
}

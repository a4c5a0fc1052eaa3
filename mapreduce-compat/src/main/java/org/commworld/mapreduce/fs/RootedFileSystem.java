package org.commworld.mapreduce.fs;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.InvalidPathException;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.security.UserGroupInformation;

/**
 * {@code hdfs:///} as a directory of the local file system: its root is the directory that the
 * setting {@code commworld.hdfs.dir} names, made when the file system is opened. No path leads out
 * of it except through symbolic links that somebody put there. Names may begin and end as they
 * like: there are no checksum files.
 */
final class RootedFileSystem extends NioRawFileSystem {
  static final String ROOT = "commworld.hdfs.dir";

  private static final URI NAME = URI.create("hdfs:///");

  private File root = new File("/nonexistent");

  @Override
  public void initialize(URI uri, Configuration conf) throws IOException {
    String directory = conf.getTrimmed(ROOT, "");
    if (directory.isEmpty()) {
      throw new IOException("no directory for hdfs:/// is set: setting=" + ROOT);
    }
    root = new File(directory).getAbsoluteFile();
    if (!root.isDirectory() && !root.mkdirs() && !root.isDirectory()) {
      throw new IOException("cannot make the directory for hdfs:///: " + ROOT + "=" + root);
    }
    super.initialize(uri, conf);
    setWorkingDirectory(getHomeDirectory());
  }

  @Override
  public URI getUri() {
    return NAME;
  }

  @Override
  public Path getHomeDirectory() {
    try {
      String user = UserGroupInformation.getCurrentUser().getShortUserName();
      return makeQualified(new Path("/user/" + user));
    } catch (IOException e) {
      return makeQualified(new Path("/user/" + System.getProperty("user.name")));
    }
  }

  @Override
  protected Path getInitialWorkingDirectory() {
    return new Path("/");
  }

  @Override
  public File pathToFile(Path path) {
    checkPath(path);
    Path absolute = path.isAbsolute() ? path : new Path(getWorkingDirectory(), path);
    String name = absolute.toUri().getPath();
    for (String component : name.split("/", -1)) {
      if (component.equals("..")) {
        throw new InvalidPathException(name, "it leads out of hdfs:///");
      }
    }
    return new File(root, name);
  }

  @Override
  public boolean mkdirs(Path path) throws IOException {
    return super.mkdirs(makeQualified(path));
  }

  /** Also of relative paths, whose parents the superclass would not see. */
  @Override
  public boolean mkdirs(Path path, FsPermission permission) throws IOException {
    return super.mkdirs(makeQualified(path), permission);
  }

  @Override
  public boolean delete(Path path, boolean recursive) throws IOException {
    return !pathToFile(path).equals(new File(root, "/")) && super.delete(path, recursive);
  }

  /** As in HDFS: into a directory that exists, and never over a file. */
  @Override
  public boolean rename(Path source, Path target) throws IOException {
    if (!exists(target)) {
      return super.rename(source, target);
    }
    Path inside = new Path(target, source.getName());
    return getFileStatus(target).isDirectory() && !exists(inside) && super.rename(source, inside);
  }
}

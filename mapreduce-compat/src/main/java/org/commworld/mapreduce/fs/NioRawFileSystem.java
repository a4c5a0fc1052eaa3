package org.commworld.mapreduce.fs;

import static java.util.Objects.requireNonNull;

import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.security.Principal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;

/**
 * Hadoop's raw local file system, which without Hadoop's native library starts {@code ls} for an
 * owner and {@code chmod} for a mode: several processes for each file that a job writes. This one
 * asks the JDK. Two things are as in HDFS: listings are sorted, and directories have no length.
 */
class NioRawFileSystem extends RawLocalFileSystem {
  private static final boolean UNIX =
      FileSystems.getDefault().supportedFileAttributeViews().contains("unix");
  private static final int MODE_BITS = 01777;

  @Override
  public FileStatus getFileStatus(Path path) throws IOException {
    return UNIX ? status(pathToFile(path), makeQualified(path)) : super.getFileStatus(path);
  }

  private FileStatus status(File file, Path qualified) throws IOException {
    Map<String, Object> attributes;
    try {
      attributes =
          Files.readAttributes(
              file.toPath(),
              "unix:mode,isDirectory,size,lastModifiedTime,lastAccessTime,owner,group");
    } catch (IOException e) {
      throw notFound(file, qualified, e);
    }
    boolean directory = get(attributes, "isDirectory", Boolean.class);
    return new FileStatus(
        directory ? 0 : get(attributes, "size", Long.class),
        directory,
        1,
        getDefaultBlockSize(qualified),
        get(attributes, "lastModifiedTime", FileTime.class).toMillis(),
        get(attributes, "lastAccessTime", FileTime.class).toMillis(),
        new FsPermission((short) (get(attributes, "mode", Integer.class) & MODE_BITS)),
        get(attributes, "owner", Principal.class).getName(),
        get(attributes, "group", Principal.class).getName(),
        qualified);
  }

  private static <T> T get(Map<String, Object> attributes, String name, Class<T> type) {
    return type.cast(requireNonNull(attributes.get(name), name));
  }

  /** What lies below a file does not exist either, although the system says it differently. */
  private static IOException notFound(File file, Path path, IOException cause) {
    if (file.exists()) {
      return cause;
    }
    FileNotFoundException e = new FileNotFoundException("File " + path + " does not exist");
    e.initCause(cause);
    return e;
  }

  @Override
  public FileStatus[] listStatus(Path path) throws IOException {
    if (!UNIX) {
      return super.listStatus(path);
    }
    FileStatus own = getFileStatus(path);
    if (own.isFile()) {
      return new FileStatus[] {own};
    }
    String[] names = pathToFile(path).list();
    if (names == null) {
      throw new IOException("cannot list: directory=" + path);
    }
    Arrays.sort(names);
    List<FileStatus> found = new ArrayList<>(names.length);
    for (String name : names) {
      try {
        found.add(getFileStatus(new Path(path, new Path(null, null, name))));
      } catch (FileNotFoundException e) {
        // It went while we were listing, or is a link to nothing.
      }
    }
    return found.toArray(FileStatus[]::new);
  }

  @Override
  public FileStatus getFileLinkStatus(Path path) throws IOException {
    return UNIX && !Files.isSymbolicLink(pathToFile(path).toPath())
        ? getFileStatus(path)
        : super.getFileLinkStatus(path);
  }

  @Override
  public void setPermission(Path path, FsPermission permission) throws IOException {
    if (!UNIX) {
      super.setPermission(path, permission);
      return;
    }
    Files.setAttribute(pathToFile(path).toPath(), "unix:mode", (int) permission.toShort());
  }
}

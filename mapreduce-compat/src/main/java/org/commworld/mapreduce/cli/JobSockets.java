package org.commworld.mapreduce.cli;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The directory in which each process of a user that runs jobs has a socket: who runs jobs on this
 * host is who answers there. A socket that nobody listens on was left by a process that was killed,
 * and whoever meets it removes it.
 *
 * <p>A socket gets its name only once its process listens, so one that refuses is never one that is
 * about to listen. The directory is on the host's own disk, where sockets work, and only its owner
 * may enter it: that is all the access control there is.
 */
final class JobSockets {
  private static final String SUFFIX = ".jobs";
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rwx------");

  private final Path directory;

  JobSockets(Path directory) {
    this.directory = directory;
  }

  /** The directory of this user on this host. */
  static JobSockets ofUser() {
    String chosen = System.getenv("COMMWORLD_RUN_DIR");
    return new JobSockets(
        chosen != null && !chosen.isEmpty()
            ? Path.of(chosen)
            : Path.of(
                System.getProperty("java.io.tmpdir"),
                "commworld-" + System.getProperty("user.name")));
  }

  /** A socket that listens. Closing it removes its file. */
  record Listening(ServerSocketChannel channel, Path file) implements AutoCloseable {
    @Override
    public void close() throws IOException {
      Files.deleteIfExists(file);
      channel.close();
    }
  }

  Listening listen() throws IOException {
    prepare();
    String name =
        ProcessHandle.current().pid() + "-" + UUID.randomUUID().toString().substring(0, 8);
    Path unnamed = directory.resolve(name);
    Path file = directory.resolve(name + SUFFIX);
    ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      channel.bind(UnixDomainSocketAddress.of(unnamed));
      Files.move(unnamed, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException | RuntimeException e) {
      channel.close();
      Files.deleteIfExists(unnamed);
      throw e;
    }
    return new Listening(channel, file);
  }

  /** The sockets of all processes that run jobs, and perhaps of some that did. */
  List<Path> all() throws IOException {
    List<Path> files = new ArrayList<>();
    if (Files.isDirectory(directory)) {
      checkOwner();
      try (DirectoryStream<Path> found = Files.newDirectoryStream(directory, "*" + SUFFIX)) {
        found.forEach(files::add);
      }
    }
    return files;
  }

  /** A connection to the process of this socket; null, and the socket is gone, if it has ended. */
  static @Nullable SocketChannel connect(Path file) throws IOException {
    try {
      return SocketChannel.open(UnixDomainSocketAddress.of(file));
    } catch (ConnectException e) {
      Files.deleteIfExists(file);
      return null;
    } catch (SocketException e) {
      if (Files.exists(file)) {
        throw e;
      }
      return null;
    }
  }

  private void prepare() throws IOException {
    try {
      Files.createDirectory(directory, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
    } catch (FileAlreadyExistsException e) {
      checkOwner();
    }
  }

  /** In a directory that others may write to, others could pretend to run our jobs. */
  private void checkOwner() throws IOException {
    Set<PosixFilePermission> granted = EnumSet.copyOf(Files.getPosixFilePermissions(directory));
    granted.removeAll(OWNER_ONLY);
    String owner = Files.getOwner(directory).getName();
    if (!granted.isEmpty() || !owner.equals(System.getProperty("user.name"))) {
      throw new IOException(
          "directory of running jobs must be its user's alone: directory=%s, owner=%s, permissions=%s"
              .formatted(
                  directory,
                  owner,
                  PosixFilePermissions.toString(Files.getPosixFilePermissions(directory))));
    }
  }
}

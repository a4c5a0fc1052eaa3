package org.commworld.transport.shm;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A directory that only this user can enter, where two JVMs find each other's memory and doorbell.
 * It exists while they connect, a few milliseconds, and is removed before the first message: what
 * is mapped and connected by then needs no name, so however the two JVMs end, nothing is left.
 *
 * <p>A JVM that is killed inside those milliseconds leaves the directory behind. Whoever connects
 * next removes it, if it is older than {@link #LEFTOVER_AGE}, which no connect takes. Age, not the
 * process that made it, is what counts, because containers that share a file system may not see
 * each other's processes. Should a live one be hit after all, its connect falls back to TCP.
 */
final class Meeting implements AutoCloseable {
  static final String PREFIX = "commworld-";
  static final Duration LEFTOVER_AGE = Duration.ofMinutes(2);
  private static final String MEMORY = "memory";
  private static final String BELL = "bell";
  private static final Logger LOG = LoggerFactory.getLogger(Meeting.class);

  private final Path directory;

  private Meeting(Path directory) {
    this.directory = directory;
  }

  /** Makes the directory. */
  static Meeting open(Path parent, String name) throws IOException {
    Meeting meeting = at(parent, name);
    Files.createDirectory(
        meeting.directory,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    return meeting;
  }

  /** The directory that a peer has made. */
  static Meeting at(Path parent, String name) {
    return new Meeting(parent.resolve(PREFIX + name));
  }

  Path memory() {
    return directory.resolve(MEMORY);
  }

  Path bell() {
    return directory.resolve(BELL);
  }

  /** Removes the directory and what is in it; closing twice is harmless. */
  @Override
  public void close() {
    try {
      remove(directory);
    } catch (IOException e) {
      LOG.warn("cannot remove {}", directory, e);
    }
  }

  /** Removes what killed JVMs of this user have left beside this directory. */
  void removeLeftovers() {
    try {
      UserPrincipal user = Files.getOwner(directory, LinkOption.NOFOLLOW_LINKS);
      Path parent = directory.toAbsolutePath().getParent();
      try (DirectoryStream<Path> others = Files.newDirectoryStream(parent, PREFIX + "*")) {
        for (Path other : others) {
          removeIfLeft(other, user);
        }
      }
    } catch (IOException | java.nio.file.DirectoryIteratorException e) {
      LOG.debug("cannot look for leftovers beside {}", directory, e);
    }
  }

  private static void removeIfLeft(Path other, UserPrincipal user) {
    try {
      Instant limit = Instant.now().minus(LEFTOVER_AGE);
      if (Files.isDirectory(other, LinkOption.NOFOLLOW_LINKS)
          && Files.getLastModifiedTime(other, LinkOption.NOFOLLOW_LINKS).toInstant().isBefore(limit)
          && Files.getOwner(other, LinkOption.NOFOLLOW_LINKS).equals(user)) {
        remove(other);
        LOG.info("removed what a killed JVM has left: {}", other);
      }
    } catch (IOException e) {
      LOG.debug("cannot remove the leftover {}", other, e);
    }
  }

  private static void remove(Path directory) throws IOException {
    Files.deleteIfExists(directory.resolve(MEMORY));
    Files.deleteIfExists(directory.resolve(BELL));
    Files.deleteIfExists(directory);
  }
}

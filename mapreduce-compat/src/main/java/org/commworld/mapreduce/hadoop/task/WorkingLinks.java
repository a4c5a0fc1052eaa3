package org.commworld.mapreduce.hadoop.task;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Symbolic links of distributed cache files in a directory, counted by user: a JVM has one working
 * directory, which jobs that run in it at the same time must share. Two that give one name to two
 * files cannot both have their way; the second is refused.
 */
final class WorkingLinks {
  private static final Logger LOG = LoggerFactory.getLogger(WorkingLinks.class);

  private record Link(Path target, int users) {}

  private final Path directory;
  private final Map<String, Link> links = new HashMap<>();

  WorkingLinks(Path directory) {
    this.directory = directory;
  }

  /** Makes the link, or counts one more user of it. */
  synchronized void add(String name, Path target) throws IOException {
    Link known = links.get(name);
    if (known != null) {
      if (!known.target.equals(target)) {
        throw new IOException(
            "two jobs of one JVM name two distributed cache files alike: link="
                + name
                + ", target="
                + target
                + ", targetInUse="
                + known.target);
      }
      links.put(name, new Link(target, known.users + 1));
      return;
    }
    Path link = directory.resolve(name);
    if (Files.exists(link, LinkOption.NOFOLLOW_LINKS)) {
      if (!Files.exists(link)) {
        Files.delete(link); // It points nowhere: an earlier JVM has left it behind.
      } else {
        if (!isSame(link, target)) {
          LOG.warn(
              "distributed cache link hidden by a file of the working directory: link={}, target={}",
              link,
              target);
        }
        return;
      }
    }
    Path parent = link.getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    Files.createSymbolicLink(link, target);
    links.put(name, new Link(target, 1));
  }

  /** What was uploaded from the directory that the job was started in is hidden by itself. */
  private static boolean isSame(Path present, Path target) throws IOException {
    return Files.isSameFile(present, target)
        || (Files.isRegularFile(present)
            && Files.isRegularFile(target)
            && Files.mismatch(present, target) < 0);
  }

  /** Takes one user away, and the link with the last. */
  synchronized void remove(String name, Path target) throws IOException {
    Link known = links.get(name);
    if (known == null || !known.target.equals(target)) {
      return;
    }
    if (known.users > 1) {
      links.put(name, new Link(target, known.users - 1));
    } else {
      links.remove(name);
      Files.deleteIfExists(directory.resolve(name));
    }
  }
}

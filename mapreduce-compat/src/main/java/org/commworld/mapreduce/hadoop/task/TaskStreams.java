package org.commworld.mapreduce.hadoop.task;

import java.io.File;
import java.io.IOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.mapred.JobConf;

/**
 * Gives the programs of a streaming job a working directory for each attempt, as they have on YARN,
 * with the distributed cache's links in it. Hadoop streaming starts them in the JVM's directory; so
 * their command lines, which are the job's settings, are made to begin with {@code env -C}.
 */
final class TaskStreams {
  private static final List<String> COMMANDS =
      List.of(
          "stream.map.streamprocessor",
          "stream.combine.streamprocessor",
          "stream.reduce.streamprocessor");
  private static final Path ENV = Path.of("/usr/bin/env");

  private TaskStreams() {}

  /** Does nothing unless the job has streaming commands and the machine has {@code env}. */
  static void inDirectory(JobConf conf, List<JobFiles.Link> links, File directory)
      throws IOException {
    boolean streams = COMMANDS.stream().anyMatch(key -> conf.get(key) != null);
    if (!streams || !Files.isExecutable(ENV)) {
      return;
    }
    Path work = Files.createDirectories(directory.toPath());
    for (JobFiles.Link link : links) {
      Path place = work.resolve(link.name()).normalize();
      Path parent = place.getParent();
      if (place.startsWith(work) && parent != null) {
        Files.createDirectories(parent);
        Files.createSymbolicLink(place, link.target());
      }
    }
    for (String key : COMMANDS) {
      String encoded = conf.get(key);
      if (encoded != null) {
        String command = URLDecoder.decode(encoded, StandardCharsets.UTF_8);
        conf.set(key, URLEncoder.encode(within(work, command), StandardCharsets.UTF_8));
      }
    }
  }

  /**
   * The first word of a command is looked for in the directory, then on the PATH, as streaming
   * does.
   */
  static String within(Path work, String command) {
    String stripped = command.strip();
    String first = stripped.split("\\s", 2)[0];
    String program =
        !first.startsWith("/") && Files.exists(work.resolve(first))
            ? work.resolve(first) + stripped.substring(first.length())
            : stripped;
    return ENV + " -C " + work + " " + program;
  }
}

package org.commworld.compare.mapreduce;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.mapreduce.Job;

/** What all of the programs need of a job. */
final class Jobs {
  private Jobs() {}

  /** Runs a job; an exception if it fails. */
  static void await(Job job) throws IOException, InterruptedException, ClassNotFoundException {
    if (!job.waitForCompletion(false)) {
      throw new IOException("job failed: " + job.getStatus().getFailureInfo());
    }
  }

  /** The lines that all reduces of a job have written, in the order of these. */
  static List<String> lines(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("part-"))
          .sorted()
          .flatMap(Jobs::linesOf)
          .toList();
    }
  }

  private static Stream<String> linesOf(Path file) {
    try {
      return Files.readAllLines(file).stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

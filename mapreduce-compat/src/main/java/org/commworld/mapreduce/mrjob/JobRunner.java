package org.commworld.mapreduce.mrjob;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import org.commworld.mapreduce.mrjob.protocol.KeyValue;

/** Runs a job once. Made by {@link MRJob#makeRunner}; belongs to one thread. */
public interface JobRunner extends AutoCloseable {
  /**
   * Runs all steps and waits for them.
   *
   * @throws MRJobException if a step fails; steps after it are not begun
   * @throws IOException if input cannot be read or output not be written
   */
  void run() throws IOException, InterruptedException;

  /** The output's lines, one part after the other, to be closed by the caller before this. */
  InputStream catOutput() throws IOException;

  /** The output's pairs, all of them in memory. */
  List<KeyValue> parseOutput() throws IOException;

  /** Counters of each step so far, by group and name: those of tasks, and Hadoop's own. */
  List<Map<String, Map<String, Long>>> counters();

  /** Where the output is: a path or a URI. */
  String outputDir();

  /** Removes temporary files, the output too if it is one; as {@code --cleanup} says. */
  @Override
  void close() throws IOException;
}

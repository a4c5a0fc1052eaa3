package org.commworld.mapreduce.mrjob;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A program as one task of Hadoop streaming: lines from standard input to standard output, counters
 * and status as lines on standard error that Hadoop streaming understands, settings in the
 * environment.
 */
final class TaskProgram {
  private final Class<? extends MRJob> type;
  private final PrintStream err;

  TaskProgram(Class<? extends MRJob> type, PrintStream err) {
    this.type = type;
    this.err = err;
  }

  void run(Invocation invocation, String[] args, InputStream in, OutputStream out)
      throws Exception {
    Role role = Objects.requireNonNull(invocation.options().role);
    MRJob job = Tasks.create(type, List.of(args), new Streaming());
    OutputStream output = new BufferedOutputStream(out, 1 << 16);
    try (LineReader lines = new LineReader(input(invocation, in))) {
      new LineTask(job, invocation.options().stepNum, role)
          .run(
              lines,
              line -> {
                output.write(line);
                output.write('\n');
              });
    }
    output.flush();
  }

  private static InputStream input(Invocation invocation, InputStream in) throws Exception {
    List<InputStream> streams = new ArrayList<>();
    for (String input : invocation.inputs()) {
      streams.add(
          input.equals("-") ? in : new BufferedInputStream(Files.newInputStream(Path.of(input))));
    }
    return streams.isEmpty() ? in : new SequenceInputStream(Collections.enumeration(streams));
  }

  private final class Streaming implements TaskContext {
    @Override
    public void count(String group, String name, long amount) {
      // Commas separate the parts; mrjob replaces those within them in the same way.
      String parts = group.replace(',', ';') + ',' + name.replace(',', ';') + ',' + amount;
      err.println("reporter:counter:" + parts);
    }

    @Override
    public void status(String message) {
      err.println("reporter:status:" + message);
    }

    @Override
    public @Nullable String setting(String name) {
      return System.getenv(name.replaceAll("[^A-Za-z0-9]", "_"));
    }

    @Override
    public Path file(String name) {
      return Path.of(name);
    }
  }
}

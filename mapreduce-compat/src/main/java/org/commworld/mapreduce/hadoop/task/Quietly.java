package org.commworld.mapreduce.hadoop.task;

import java.io.Closeable;
import java.io.IOException;
import org.apache.hadoop.mapred.RecordReader;
import org.apache.hadoop.mapreduce.RecordWriter;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Closes what a failed attempt leaves open; the failure itself is already on its way. */
final class Quietly {
  private static final Logger LOG = LoggerFactory.getLogger(Quietly.class);

  private Quietly() {}

  /** A step that may fail as Hadoop's writers do. */
  interface Step {
    void run() throws IOException, ClassNotFoundException, InterruptedException;
  }

  static void run(@Nullable Step step) {
    if (step == null) {
      return;
    }
    try {
      step.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      LOG.debug("closing after a failure failed", e);
    }
  }

  static void close(@Nullable Closeable closeable) {
    run(closeable == null ? null : closeable::close);
  }

  static void close(RecordReader<?, ?> reader) {
    run(reader::close);
  }

  static void close(@Nullable RecordWriter<?, ?> writer, @Nullable TaskAttemptContext context) {
    if (writer != null && context != null) {
      run(() -> writer.close(context));
    }
  }
}

package org.commworld.mapreduce.mrjob;

import java.io.IOException;
import java.io.InterruptedIOException;
import org.apache.hadoop.io.NullWritable;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.mapreduce.TaskInputOutputContext;

/** Lines into a task's context, as what the context takes. */
final class LineOutput {
  private LineOutput() {}

  /** To other tasks. */
  static LineSink encoded(TaskInputOutputContext<?, ?, Object, NullWritable> context) {
    EncodedLine key = new EncodedLine();
    return line -> {
      key.set(line);
      write(context, key);
    };
  }

  /** To the output format. */
  static LineSink text(TaskInputOutputContext<?, ?, Object, NullWritable> context) {
    Text text = new Text();
    return line -> {
      text.set(line);
      write(context, text);
    };
  }

  private static void write(
      TaskInputOutputContext<?, ?, Object, NullWritable> context, Object record)
      throws IOException {
    try {
      context.write(record, NullWritable.get());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (IOException) new InterruptedIOException("task interrupted").initCause(e);
    }
  }
}

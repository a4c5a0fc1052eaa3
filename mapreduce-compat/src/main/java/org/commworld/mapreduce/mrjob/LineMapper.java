package org.commworld.mapreduce.mrjob;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.hadoop.io.NullWritable;
import org.apache.hadoop.io.Text;

/** Hadoop's map task around a {@link LineTask}. */
final class LineMapper
    extends org.apache.hadoop.mapreduce.Mapper<Object, Text, Object, NullWritable> {
  @Override
  public void run(Context context) throws IOException, InterruptedException {
    LineSink out =
        context.getNumReduceTasks() == 0 ? LineOutput.text(context) : LineOutput.encoded(context);
    UserCode.run(() -> FrameworkTask.work(context, Role.MAPPER).run(new Input(context), out));
  }

  private static final class Input implements Iterator<byte[]> {
    private final Context context;
    private boolean ahead;
    private boolean ended;

    Input(Context context) {
      this.context = context;
    }

    @Override
    public boolean hasNext() {
      if (!ahead && !ended) {
        try {
          ahead = context.nextKeyValue();
          ended = !ahead;
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new IllegalStateException("task interrupted", e);
        }
      }
      return ahead;
    }

    @Override
    public byte[] next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      ahead = false;
      try {
        return context.getCurrentValue().copyBytes();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("task interrupted", e);
      }
    }
  }
}

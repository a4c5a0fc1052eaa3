package org.commworld.mapreduce.mrjob;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.hadoop.io.NullWritable;
import org.apache.hadoop.mapreduce.Reducer;
import org.apache.hadoop.mapreduce.TaskInputOutputContext;

/** Hadoop's reduce task and combiner around a {@link LineTask}. */
class LineReducer extends Reducer<EncodedLine, NullWritable, Object, NullWritable> {
  @Override
  public void run(Context context) throws IOException, InterruptedException {
    LineSink out = LineOutput.text(context);
    UserCode.run(() -> FrameworkTask.work(context, Role.REDUCER).run(new Input(context), out));
  }

  /**
   * A combiner may emit keys other than the one it is called for, but Hadoop merges what it emits
   * and needs it sorted. So the output of a pass is held and sorted. A pass is over what a sort
   * buffer holds of one partition, or over the runs of a merge.
   */
  static final class Combiner extends LineReducer {
    @Override
    public void run(Context context) throws IOException, InterruptedException {
      List<byte[]> held = new ArrayList<>();
      UserCode.run(
          () -> FrameworkTask.work(context, Role.COMBINER).run(new Input(context), held::add));
      boolean sortValues = context.getSortComparator() instanceof EncodedLine.KeyValueOrder;
      Collections.sort(held, Lines.order(sortValues));
      LineSink out = LineOutput.encoded(context);
      for (byte[] line : held) {
        out.accept(line);
      }
    }
  }

  /** The lines of all keys in a row; Hadoop's own grouping only counts the groups. */
  private static final class Input implements Iterator<byte[]> {
    private final Reducer<EncodedLine, NullWritable, Object, NullWritable>.Context context;
    private Iterator<NullWritable> values = Collections.emptyIterator();
    private boolean ended;

    Input(Reducer<EncodedLine, NullWritable, Object, NullWritable>.Context context) {
      this.context = context;
    }

    @Override
    public boolean hasNext() {
      try {
        while (!ended && !values.hasNext()) {
          ended = !context.nextKey();
          if (!ended) {
            values = context.getValues().iterator();
          }
        }
        return !ended;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("task interrupted", e);
      }
    }

    @Override
    public byte[] next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      values.next();
      return line(context);
    }

    private static byte[] line(TaskInputOutputContext<EncodedLine, ?, ?, ?> context) {
      try {
        return context.getCurrentKey().line();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("task interrupted", e);
      }
    }
  }
}

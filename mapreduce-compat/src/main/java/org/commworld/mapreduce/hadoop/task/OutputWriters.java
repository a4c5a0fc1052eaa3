package org.commworld.mapreduce.hadoop.task;

import java.io.IOException;
import org.apache.hadoop.mapred.Counters.Counter;
import org.apache.hadoop.mapred.RecordWriter;
import org.apache.hadoop.mapred.Reporter;
import org.apache.hadoop.mapred.Task.TaskReporter;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.hadoop.mapreduce.lib.output.FileOutputFormatCounter;

/**
 * The record writers around a job's own: they count records and bytes of a reduce, or of a lone
 * map.
 */
final class OutputWriters {
  private OutputWriters() {}

  /** Makes a job's writer; what it writes at once is counted too. */
  interface Opener<W> {
    W open() throws IOException, InterruptedException;
  }

  /** For {@code org.apache.hadoop.mapreduce}. */
  static final class New<K, V> extends org.apache.hadoop.mapreduce.RecordWriter<K, V> {
    private final org.apache.hadoop.mapreduce.RecordWriter<K, V> real;
    private final TaskReporter reporter;
    private final RecordWatch watch;
    private final ByteMeter meter;
    private final Counter bytes;
    private final Counter records;

    New(
        Opener<org.apache.hadoop.mapreduce.RecordWriter<K, V>> opener,
        Counter records,
        TaskReporter reporter,
        RecordWatch watch,
        ByteMeter meter)
        throws IOException, InterruptedException {
      this.reporter = reporter;
      this.watch = watch;
      this.meter = meter;
      this.records = records;
      this.bytes = reporter.getCounter(FileOutputFormatCounter.BYTES_WRITTEN);
      long before = meter.now();
      this.real = opener.open();
      bytes.increment(meter.now() - before);
    }

    @Override
    public void write(K key, V value) throws IOException, InterruptedException {
      long before = meter.now();
      real.write(key, value);
      long written = meter.now() - before;
      if (written != 0) {
        bytes.increment(written);
      }
      records.increment(1);
      if (watch.ticked()) {
        reporter.progress();
      }
    }

    @Override
    public void close(TaskAttemptContext context) throws IOException, InterruptedException {
      long before = meter.now();
      real.close(context);
      bytes.increment(meter.now() - before);
    }
  }

  /** For {@code org.apache.hadoop.mapred}. */
  static final class Old<K, V> implements RecordWriter<K, V> {
    private final RecordWriter<K, V> real;
    private final TaskReporter reporter;
    private final RecordWatch watch;
    private final ByteMeter meter;
    private final Counter bytes;
    private final Counter records;

    Old(
        Opener<RecordWriter<K, V>> opener,
        Counter records,
        TaskReporter reporter,
        RecordWatch watch,
        ByteMeter meter)
        throws IOException, InterruptedException {
      this.reporter = reporter;
      this.watch = watch;
      this.meter = meter;
      this.records = records;
      this.bytes = reporter.getCounter(FileOutputFormatCounter.BYTES_WRITTEN);
      long before = meter.now();
      this.real = opener.open();
      bytes.increment(meter.now() - before);
    }

    @Override
    public void write(K key, V value) throws IOException {
      long before = meter.now();
      real.write(key, value);
      long written = meter.now() - before;
      if (written != 0) {
        bytes.increment(written);
      }
      records.increment(1);
      if (watch.ticked()) {
        reporter.progress();
      }
    }

    @Override
    public void close(Reporter ignored) throws IOException {
      long before = meter.now();
      real.close(reporter);
      bytes.increment(meter.now() - before);
    }
  }
}

package org.commworld.mapreduce.hadoop.task;

import java.io.IOException;
import org.apache.hadoop.mapred.Counters.Counter;
import org.apache.hadoop.mapred.RecordReader;
import org.apache.hadoop.mapred.Task.TaskReporter;
import org.apache.hadoop.mapreduce.InputSplit;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.hadoop.mapreduce.TaskCounter;
import org.apache.hadoop.mapreduce.lib.input.FileInputFormatCounter;

/**
 * The record readers between a job's own reader and its mapper: they count records and bytes as
 * Hadoop's do, without Hadoop's cost for each record (see {@link ByteMeter} and {@link Tick}).
 */
final class MapReaders {
  private MapReaders() {}

  /** For {@code org.apache.hadoop.mapreduce}. */
  static final class New<K, V> extends org.apache.hadoop.mapreduce.RecordReader<K, V> {
    private final org.apache.hadoop.mapreduce.RecordReader<K, V> real;
    private final TaskReporter reporter;
    private final RecordWatch watch;
    private final ByteMeter meter;
    private final Counter bytes;
    private final Counter records;

    New(
        org.apache.hadoop.mapreduce.InputFormat<K, V> format,
        InputSplit split,
        TaskAttemptContext context,
        TaskReporter reporter,
        RecordWatch watch,
        ByteMeter meter)
        throws IOException, InterruptedException {
      this.reporter = reporter;
      this.watch = watch;
      this.meter = meter;
      this.bytes = reporter.getCounter(FileInputFormatCounter.BYTES_READ);
      this.records = reporter.getCounter(TaskCounter.MAP_INPUT_RECORDS);
      long before = meter.now();
      this.real = format.createRecordReader(split, context);
      bytes.increment(meter.now() - before);
    }

    @Override
    public void initialize(InputSplit split, TaskAttemptContext context)
        throws IOException, InterruptedException {
      long before = meter.now();
      real.initialize(split, context);
      bytes.increment(meter.now() - before);
    }

    @Override
    public boolean nextKeyValue() throws IOException, InterruptedException {
      long before = meter.now();
      boolean found = real.nextKeyValue();
      long read = meter.now() - before;
      if (read != 0) {
        bytes.increment(read);
      }
      if (found) {
        records.increment(1);
      }
      if (watch.ticked()) {
        reporter.setProgress(real.getProgress());
      }
      return found;
    }

    @Override
    public K getCurrentKey() throws IOException, InterruptedException {
      return real.getCurrentKey();
    }

    @Override
    public V getCurrentValue() throws IOException, InterruptedException {
      return real.getCurrentValue();
    }

    @Override
    public float getProgress() throws IOException, InterruptedException {
      return real.getProgress();
    }

    @Override
    public void close() throws IOException {
      long before = meter.now();
      real.close();
      bytes.increment(meter.now() - before);
    }
  }

  /** For {@code org.apache.hadoop.mapred}. */
  static final class Old<K, V> implements RecordReader<K, V> {
    private final RecordReader<K, V> real;
    private final TaskReporter reporter;
    private final RecordWatch watch;
    private final ByteMeter meter;
    private final Counter bytes;
    private final Counter records;

    Old(
        org.apache.hadoop.mapred.InputFormat<K, V> format,
        org.apache.hadoop.mapred.JobConf job,
        TaskReporter reporter,
        RecordWatch watch,
        ByteMeter meter)
        throws IOException {
      this.reporter = reporter;
      this.watch = watch;
      this.meter = meter;
      this.bytes = reporter.getCounter(FileInputFormatCounter.BYTES_READ);
      this.records = reporter.getCounter(TaskCounter.MAP_INPUT_RECORDS);
      long before = meter.now();
      this.real = format.getRecordReader(reporter.getInputSplit(), job, reporter);
      bytes.increment(meter.now() - before);
    }

    /** Synchronized as Hadoop's is: old mappers with threads of their own rely on it. */
    @Override
    public synchronized boolean next(K key, V value) throws IOException {
      long before = meter.now();
      boolean found = real.next(key, value);
      long read = meter.now() - before;
      if (read != 0) {
        bytes.increment(read);
      }
      if (found) {
        records.increment(1);
      }
      if (watch.ticked()) {
        reporter.setProgress(real.getProgress());
      }
      return found;
    }

    @Override
    public K createKey() {
      return real.createKey();
    }

    @Override
    public V createValue() {
      return real.createValue();
    }

    @Override
    public long getPos() throws IOException {
      return real.getPos();
    }

    @Override
    public float getProgress() throws IOException {
      return real.getProgress();
    }

    @Override
    public void close() throws IOException {
      long before = meter.now();
      real.close();
      bytes.increment(meter.now() - before);
    }
  }
}

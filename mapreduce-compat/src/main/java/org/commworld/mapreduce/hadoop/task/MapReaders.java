package org.commworld.mapreduce.hadoop.task;

import java.io.IOException;
import org.apache.hadoop.mapred.RecordReader;
import org.apache.hadoop.mapred.Task.TaskReporter;
import org.apache.hadoop.mapreduce.InputSplit;
import org.apache.hadoop.mapreduce.TaskAttemptContext;

/** The record readers between a job's own reader and its mapper. */
final class MapReaders {
  private MapReaders() {}

  /** For {@code org.apache.hadoop.mapreduce}. */
  static final class New<K, V> extends org.apache.hadoop.mapreduce.RecordReader<K, V> {
    private final org.apache.hadoop.mapreduce.RecordReader<K, V> real;
    private final TaskReporter reporter;
    private final RecordMeter meter;

    New(
        RecordMeter.Opener<org.apache.hadoop.mapreduce.RecordReader<K, V>> opener,
        TaskReporter reporter,
        RecordMeter meter)
        throws IOException, InterruptedException {
      this.reporter = reporter;
      this.meter = meter;
      this.real = meter.open(opener);
    }

    @Override
    public void initialize(InputSplit split, TaskAttemptContext context)
        throws IOException, InterruptedException {
      long before = meter.before();
      real.initialize(split, context);
      meter.after(before);
    }

    @Override
    public boolean nextKeyValue() throws IOException, InterruptedException {
      long before = meter.before();
      boolean found = real.nextKeyValue();
      meter.after(before);
      if (found) {
        meter.countRecord();
      }
      if (meter.ticked()) {
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
      long before = meter.before();
      real.close();
      meter.after(before);
    }
  }

  /** For {@code org.apache.hadoop.mapred}. */
  static final class Old<K, V> implements RecordReader<K, V> {
    private final RecordReader<K, V> real;
    private final TaskReporter reporter;
    private final RecordMeter meter;

    Old(RecordMeter.Opener<RecordReader<K, V>> opener, TaskReporter reporter, RecordMeter meter)
        throws IOException, InterruptedException {
      this.reporter = reporter;
      this.meter = meter;
      this.real = meter.open(opener);
    }

    /** Synchronized as Hadoop's is: old mappers with threads of their own rely on it. */
    @Override
    public synchronized boolean next(K key, V value) throws IOException {
      long before = meter.before();
      boolean found = real.next(key, value);
      meter.after(before);
      if (found) {
        meter.countRecord();
      }
      if (meter.ticked()) {
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
      long before = meter.before();
      real.close();
      meter.after(before);
    }
  }
}

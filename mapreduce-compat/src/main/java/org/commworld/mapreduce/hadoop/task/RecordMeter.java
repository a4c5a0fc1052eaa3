package org.commworld.mapreduce.hadoop.task;

import java.io.IOException;
import org.apache.hadoop.mapred.Counters.Counter;
import org.apache.hadoop.mapred.Task.TaskReporter;
import org.apache.hadoop.mapreduce.TaskCounter;
import org.apache.hadoop.mapreduce.lib.input.FileInputFormatCounter;
import org.apache.hadoop.mapreduce.lib.output.FileOutputFormatCounter;

/**
 * Counts the records and bytes of a job's own reader or writer as Hadoop's tasks do, without
 * Hadoop's cost for each record (see {@link ByteMeter} and {@link Tick}). Each use of the reader or
 * writer lies between {@link #before} and {@link #after}.
 */
final class RecordMeter {
  /** Makes a reader or writer; what it reads or writes at once is counted too. */
  interface Opener<T> {
    T open() throws IOException, InterruptedException;
  }

  private final Counter records;
  private final Counter bytes;
  private final ByteMeter meter;
  private final RecordWatch watch;

  private RecordMeter(Counter records, Counter bytes, ByteMeter meter, RecordWatch watch) {
    this.records = records;
    this.bytes = bytes;
    this.meter = meter;
    this.watch = watch;
  }

  static RecordMeter ofInput(ByteMeter read, RecordWatch watch, TaskReporter reporter) {
    return new RecordMeter(
        reporter.getCounter(TaskCounter.MAP_INPUT_RECORDS),
        reporter.getCounter(FileInputFormatCounter.BYTES_READ),
        read,
        watch);
  }

  static RecordMeter ofOutput(
      TaskCounter records, ByteMeter written, RecordWatch watch, TaskReporter reporter) {
    return new RecordMeter(
        reporter.getCounter(records),
        reporter.getCounter(FileOutputFormatCounter.BYTES_WRITTEN),
        written,
        watch);
  }

  <T> T open(Opener<T> opener) throws IOException, InterruptedException {
    long before = before();
    T opened = opener.open();
    after(before);
    return opened;
  }

  /** To be given to {@link #after} in the same thread. */
  long before() {
    return meter.now();
  }

  void after(long before) {
    long moved = meter.now() - before;
    if (moved != 0) {
      bytes.increment(moved);
    }
  }

  void countRecord() {
    records.increment(1);
  }

  /** Whether it is time to tell the progress. Fails if the task has been killed. */
  boolean ticked() {
    return watch.ticked();
  }
}

package org.commworld.mapreduce.hadoop.task;

import java.io.IOException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.mapred.FileOutputFormat;
import org.apache.hadoop.mapred.JobConf;
import org.apache.hadoop.mapred.OutputFormat;
import org.apache.hadoop.mapred.RecordWriter;
import org.apache.hadoop.mapred.Reporter;
import org.apache.hadoop.mapred.Task.TaskReporter;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.hadoop.mapreduce.TaskCounter;

/** The record writers around a job's own, for reduces and for maps without reduces. */
final class OutputWriters {
  private OutputWriters() {}

  /** For {@code org.apache.hadoop.mapreduce}. */
  static final class New<K, V> extends org.apache.hadoop.mapreduce.RecordWriter<K, V> {
    private final org.apache.hadoop.mapreduce.RecordWriter<K, V> real;
    private final TaskReporter reporter;
    private final RecordMeter meter;

    private New(
        org.apache.hadoop.mapreduce.RecordWriter<K, V> real,
        TaskReporter reporter,
        RecordMeter meter) {
      this.real = real;
      this.reporter = reporter;
      this.meter = meter;
    }

    /**
     * Opens the job's own writer.
     *
     * @param records what counts its records
     */
    static <K, V> New<K, V> open(
        org.apache.hadoop.mapreduce.OutputFormat<K, V> format,
        TaskAttemptContext context,
        TaskCounter records,
        RecordWatch watch,
        TaskReporter reporter)
        throws IOException, InterruptedException {
      Path path =
          format instanceof org.apache.hadoop.mapreduce.lib.output.FileOutputFormat
              ? org.apache.hadoop.mapreduce.lib.output.FileOutputFormat.getOutputPath(context)
              : null;
      ByteMeter written = ByteMeter.written(path, context.getConfiguration());
      RecordMeter meter = RecordMeter.ofOutput(records, written, watch, reporter);
      return new New<>(meter.open(() -> format.getRecordWriter(context)), reporter, meter);
    }

    @Override
    public void write(K key, V value) throws IOException, InterruptedException {
      long before = meter.before();
      real.write(key, value);
      meter.after(before);
      meter.countRecord();
      if (meter.ticked()) {
        reporter.progress();
      }
    }

    @Override
    public void close(TaskAttemptContext context) throws IOException, InterruptedException {
      long before = meter.before();
      real.close(context);
      meter.after(before);
    }
  }

  /** For {@code org.apache.hadoop.mapred}. */
  static final class Old<K, V> implements RecordWriter<K, V> {
    private final RecordWriter<K, V> real;
    private final TaskReporter reporter;
    private final RecordMeter meter;

    private Old(RecordWriter<K, V> real, TaskReporter reporter, RecordMeter meter) {
      this.real = real;
      this.reporter = reporter;
      this.meter = meter;
    }

    /**
     * Opens the job's own writer.
     *
     * @param records what counts its records
     */
    @SuppressWarnings(
        "unchecked") // The job's classes say what its records are; no code here looks at them.
    static <K, V> Old<K, V> open(
        JobConf job, int partition, TaskCounter records, RecordWatch watch, TaskReporter reporter)
        throws IOException, InterruptedException {
      OutputFormat<K, V> format = job.getOutputFormat();
      Path path = format instanceof FileOutputFormat ? FileOutputFormat.getOutputPath(job) : null;
      RecordMeter meter =
          RecordMeter.ofOutput(records, ByteMeter.written(path, job), watch, reporter);
      String name = PartNames.old(partition);
      return new Old<>(
          meter.open(() -> format.getRecordWriter(FileSystem.get(job), job, name, reporter)),
          reporter,
          meter);
    }

    @Override
    public void write(K key, V value) throws IOException {
      long before = meter.before();
      real.write(key, value);
      meter.after(before);
      meter.countRecord();
      if (meter.ticked()) {
        reporter.progress();
      }
    }

    @Override
    public void close(Reporter ignored) throws IOException {
      long before = meter.before();
      real.close(reporter);
      meter.after(before);
    }
  }
}

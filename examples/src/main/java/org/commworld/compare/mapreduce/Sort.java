package org.commworld.compare.mapreduce;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.BytesWritable;
import org.apache.hadoop.io.LongWritable;
import org.apache.hadoop.io.NullWritable;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.mapreduce.Job;
import org.apache.hadoop.mapreduce.Mapper;
import org.apache.hadoop.mapreduce.Partitioner;
import org.apache.hadoop.mapreduce.Reducer;
import org.apache.hadoop.mapreduce.lib.input.FixedLengthInputFormat;
import org.apache.hadoop.mapreduce.lib.output.FileOutputFormat;
import org.commworld.compare.workload.Answer;
import org.commworld.compare.workload.Records;
import org.commworld.compare.workload.SortDigest;
import org.commworld.compare.workload.Task;

@SuppressWarnings("SameNameButDifferent") // Context, as Hadoop names both.
final class Sort implements MapReduce {
  static final class RecordMapper
      extends Mapper<LongWritable, BytesWritable, BytesWritable, NullWritable> {
    @Override
    protected void map(LongWritable offset, BytesWritable record, Context context)
        throws IOException, InterruptedException {
      context.write(record, NullWritable.get());
    }
  }

  static final class Ranges extends Partitioner<BytesWritable, NullWritable> {
    @Override
    public int getPartition(BytesWritable record, NullWritable none, int parts) {
      return Records.range(record.getBytes(), 0, parts);
    }
  }

  static final class DigestReducer
      extends Reducer<BytesWritable, NullWritable, NullWritable, Text> {
    private SortDigest digest = SortDigest.EMPTY;

    @Override
    protected void reduce(BytesWritable record, Iterable<NullWritable> times, Context context) {
      for (NullWritable unused : times) {
        digest = digest.plus(record.getBytes());
      }
    }

    @Override
    protected void cleanup(Context context) throws IOException, InterruptedException {
      context.write(NullWritable.get(), new Text(Answer.of(digest.toArray()).text()));
    }
  }

  @Override
  public Answer run(Configuration conf, int slots, Task task, Path scratch)
      throws IOException, InterruptedException, ClassNotFoundException {
    Job job = Job.getInstance(conf, "sort");
    job.setJarByClass(Sort.class);
    job.setInputFormatClass(FixedLengthInputFormat.class);
    FixedLengthInputFormat.setRecordLength(job.getConfiguration(), Records.RECORD);
    FixedLengthInputFormat.addInputPath(job, new org.apache.hadoop.fs.Path(task.input()));
    FileOutputFormat.setOutputPath(job, new org.apache.hadoop.fs.Path(scratch.toString(), "out"));
    job.setMapperClass(RecordMapper.class);
    job.setPartitionerClass(Ranges.class);
    job.setReducerClass(DigestReducer.class);
    job.setMapOutputKeyClass(BytesWritable.class);
    job.setMapOutputValueClass(NullWritable.class);
    Jobs.await(job);
    SortDigest digest = SortDigest.EMPTY;
    for (String line : Jobs.lines(scratch.resolve("out"))) {
      String[] numbers = line.split(" ");
      digest =
          digest.then(
              new SortDigest(
                  Long.parseLong(numbers[0]),
                  Long.parseLong(numbers[1]),
                  Long.parseLong(numbers[2])));
    }
    return Answer.of(digest.toArray());
  }
}

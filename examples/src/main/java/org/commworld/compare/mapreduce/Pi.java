package org.commworld.compare.mapreduce;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.LongWritable;
import org.apache.hadoop.io.NullWritable;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.mapreduce.Job;
import org.apache.hadoop.mapreduce.Mapper;
import org.apache.hadoop.mapreduce.lib.input.NLineInputFormat;
import org.apache.hadoop.mapreduce.lib.output.FileOutputFormat;
import org.apache.hadoop.mapreduce.lib.reduce.LongSumReducer;
import org.commworld.compare.workload.Answer;
import org.commworld.compare.workload.Samples;
import org.commworld.compare.workload.Task;

/** A line, and so a map, for each share of the samples. */
final class Pi implements MapReduce {
  static final class SampleMapper extends Mapper<LongWritable, Text, NullWritable, LongWritable> {
    @Override
    protected void map(LongWritable offset, Text line, Context context)
        throws IOException, InterruptedException {
      String[] range = line.toString().split(" ");
      long hits = Samples.hits(Long.parseLong(range[0]), Long.parseLong(range[1]));
      context.write(NullWritable.get(), new LongWritable(hits));
    }
  }

  @Override
  public Answer run(Configuration conf, int slots, Task task, Path scratch)
      throws IOException, InterruptedException, ClassNotFoundException {
    long n = task.size();
    Path shares =
        Files.write(
            scratch.resolve("shares"),
            IntStream.range(0, slots)
                .mapToObj(s -> n * s / slots + " " + n * (s + 1) / slots)
                .toList());
    Job job = Job.getInstance(conf, "pi");
    job.setJarByClass(Pi.class);
    job.setInputFormatClass(NLineInputFormat.class);
    NLineInputFormat.addInputPath(job, new org.apache.hadoop.fs.Path(shares.toString()));
    FileOutputFormat.setOutputPath(job, new org.apache.hadoop.fs.Path(scratch.toString(), "out"));
    job.setMapperClass(SampleMapper.class);
    job.setReducerClass(LongSumReducer.class);
    job.setNumReduceTasks(1);
    job.setOutputKeyClass(NullWritable.class);
    job.setOutputValueClass(LongWritable.class);
    Jobs.await(job);
    return Answer.parse(Jobs.lines(scratch.resolve("out")).get(0));
  }
}

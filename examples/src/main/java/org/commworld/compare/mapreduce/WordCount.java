package org.commworld.compare.mapreduce;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.LongWritable;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.mapreduce.Job;
import org.apache.hadoop.mapreduce.Mapper;
import org.apache.hadoop.mapreduce.lib.input.FileInputFormat;
import org.apache.hadoop.mapreduce.lib.output.FileOutputFormat;
import org.apache.hadoop.mapreduce.lib.reduce.LongSumReducer;
import org.commworld.compare.workload.Answer;
import org.commworld.compare.workload.Task;
import org.commworld.compare.workload.Words;

final class WordCount implements MapReduce {
  static final class WordMapper extends Mapper<LongWritable, Text, Text, LongWritable> {
    private static final LongWritable ONE = new LongWritable(1);
    private final Text key = new Text();

    @Override
    protected void map(LongWritable offset, Text line, Context context)
        throws IOException, InterruptedException {
      for (String word : Words.of(line.toString())) {
        key.set(word);
        context.write(key, ONE);
      }
    }
  }

  @Override
  public Answer run(Configuration conf, int slots, Task task, Path scratch)
      throws IOException, InterruptedException, ClassNotFoundException {
    Job job = Job.getInstance(conf, "word count");
    job.setJarByClass(WordCount.class);
    FileInputFormat.addInputPath(job, new org.apache.hadoop.fs.Path(task.input()));
    FileOutputFormat.setOutputPath(job, new org.apache.hadoop.fs.Path(scratch.toString(), "out"));
    job.setMapperClass(WordMapper.class);
    job.setCombinerClass(LongSumReducer.class);
    job.setReducerClass(LongSumReducer.class);
    job.setOutputKeyClass(Text.class);
    job.setOutputValueClass(LongWritable.class);
    Jobs.await(job);
    long[] totals = new long[3];
    for (String line : Jobs.lines(scratch.resolve("out"))) {
      String[] pair = line.split("\t");
      long count = Long.parseLong(pair[1]);
      totals[0] += count;
      totals[1]++;
      totals[2] += count * Words.digest(pair[0]);
    }
    return Answer.of(totals);
  }
}

package org.commworld.mapreduce.hadoop;

import java.io.IOException;
import java.util.Iterator;
import org.apache.hadoop.io.IntWritable;
import org.apache.hadoop.io.LongWritable;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.mapred.MapReduceBase;
import org.apache.hadoop.mapred.Mapper;
import org.apache.hadoop.mapred.OutputCollector;
import org.apache.hadoop.mapred.Reducer;
import org.apache.hadoop.mapred.Reporter;

/** Mapper and reducer of the old API. */
final class OldJobs {
  private OldJobs() {}

  static final class Words extends MapReduceBase
      implements Mapper<LongWritable, Text, Text, IntWritable> {
    @Override
    public void map(
        LongWritable offset,
        Text line,
        OutputCollector<Text, IntWritable> output,
        Reporter reporter)
        throws IOException {
      for (String word : line.toString().split(" ")) {
        output.collect(new Text(word), new IntWritable(1));
        reporter.incrCounter("words", "seen", 1);
      }
    }
  }

  static final class Sum extends MapReduceBase
      implements Reducer<Text, IntWritable, Text, IntWritable> {
    @Override
    public void reduce(
        Text word,
        Iterator<IntWritable> counts,
        OutputCollector<Text, IntWritable> output,
        Reporter reporter)
        throws IOException {
      int sum = 0;
      while (counts.hasNext()) {
        sum += counts.next().get();
      }
      output.collect(word, new IntWritable(sum));
    }
  }
}

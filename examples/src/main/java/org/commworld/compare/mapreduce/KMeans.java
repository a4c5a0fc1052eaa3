package org.commworld.compare.mapreduce;

import static java.util.Objects.requireNonNull;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.LongWritable;
import org.apache.hadoop.io.NullWritable;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.mapreduce.Job;
import org.apache.hadoop.mapreduce.Mapper;
import org.apache.hadoop.mapreduce.Reducer;
import org.apache.hadoop.mapreduce.lib.input.FileInputFormat;
import org.apache.hadoop.mapreduce.lib.output.FileOutputFormat;
import org.commworld.compare.workload.Answer;
import org.commworld.compare.workload.ClusterSums;
import org.commworld.compare.workload.Points;
import org.commworld.compare.workload.Task;

/** A job for each iteration; the centres travel in its configuration. */
@SuppressWarnings("SameNameButDifferent") // Context, as Hadoop names both.
final class KMeans implements MapReduce {
  private static final String CENTRES = "kmeans.centres";

  static final class PointMapper extends Mapper<LongWritable, Text, NullWritable, Text> {
    private final ClusterSums sums = new ClusterSums();
    private double[] centres = new double[0];

    @Override
    protected void setup(Context context) {
      centres = numbers(requireNonNull(context.getConfiguration().get(CENTRES)));
    }

    @Override
    protected void map(LongWritable offset, Text line, Context context) {
      sums.add(Points.of(List.of(line.toString()).iterator()), centres);
    }

    @Override
    protected void cleanup(Context context) throws IOException, InterruptedException {
      context.write(NullWritable.get(), new Text(text(sums.toArray())));
    }
  }

  static final class SumReducer extends Reducer<NullWritable, Text, NullWritable, Text> {
    @Override
    protected void reduce(NullWritable key, Iterable<Text> parts, Context context)
        throws IOException, InterruptedException {
      ClusterSums sums = new ClusterSums();
      for (Text part : parts) {
        sums.add(new ClusterSums(numbers(part.toString())));
      }
      context.write(key, new Text(text(sums.toArray())));
    }
  }

  @Override
  public Answer run(Configuration conf, int slots, Task task, Path scratch)
      throws IOException, InterruptedException, ClassNotFoundException {
    double[] centres = start(Path.of(task.input()));
    ClusterSums sums = new ClusterSums();
    for (int i = 0; i < task.rounds(); i++) {
      Path out = scratch.resolve("out" + i);
      Job job = Job.getInstance(conf, "k-means");
      job.getConfiguration().set(CENTRES, text(centres));
      job.setJarByClass(KMeans.class);
      FileInputFormat.addInputPath(job, new org.apache.hadoop.fs.Path(task.input()));
      FileOutputFormat.setOutputPath(job, new org.apache.hadoop.fs.Path(out.toString()));
      job.setMapperClass(PointMapper.class);
      job.setReducerClass(SumReducer.class);
      job.setNumReduceTasks(1);
      job.setOutputKeyClass(NullWritable.class);
      job.setOutputValueClass(Text.class);
      Jobs.await(job);
      sums = new ClusterSums(numbers(Jobs.lines(out).get(0)));
      centres = sums.centres(centres);
    }
    return Answer.of(sums.values(centres));
  }

  private static double[] start(Path file) throws IOException {
    List<String> lines = new ArrayList<>();
    try (BufferedReader in = Files.newBufferedReader(file)) {
      for (int c = 0; c < Points.CLUSTERS; c++) {
        lines.add(requireNonNull(in.readLine()));
      }
    }
    return Points.of(lines.iterator());
  }

  private static String text(double[] numbers) {
    return Answer.of(numbers).text();
  }

  private static double[] numbers(String text) {
    return Arrays.stream(text.split(" ")).mapToDouble(Double::parseDouble).toArray();
  }
}

package org.commworld.mapreduce.hadoop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.IntWritable;
import org.apache.hadoop.io.LongWritable;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.mapreduce.Counter;
import org.apache.hadoop.mapreduce.Job;
import org.apache.hadoop.mapreduce.Mapper;
import org.apache.hadoop.mapreduce.Reducer;
import org.apache.hadoop.mapreduce.lib.input.FileInputFormat;
import org.apache.hadoop.mapreduce.lib.output.FileOutputFormat;

/** Makes jobs whose files are all below one directory, and reads what they write. */
final class Jobs {
  private final Path directory;
  private final AtomicInteger outputs = new AtomicInteger();

  Jobs(Path directory) {
    this.directory = directory;
  }

  Configuration conf() {
    Configuration conf = new Configuration();
    conf.set("mapreduce.framework.name", "spark");
    conf.set("mapreduce.spark.master", "local[2]");
    conf.set("hadoop.tmp.dir", directory.resolve("tmp").toString());
    return conf;
  }

  Path input(String name, String... lines) {
    try {
      Path file = directory.resolve("in-" + name).resolve("lines.txt");
      Files.createDirectories(file.getParent());
      return Files.write(file, List.of(lines)).getParent();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Words in a few files, each its own split. */
  Path words(String name, int files, int linesEach) {
    try {
      Path input = Files.createDirectories(directory.resolve("in-" + name));
      for (int f = 0; f < files; f++) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < linesEach; i++) {
          lines.add("w" + i % 17 + " w" + (i * 7 + f) % 101 + " line");
        }
        Files.write(input.resolve("part" + f + ".txt"), lines);
      }
      return input;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Map<String, Long> count(Path input) {
    try (Stream<Path> files = Files.list(input)) {
      return files
          .flatMap(file -> linesOf(file).stream())
          .flatMap(line -> Stream.of(line.split(" ")))
          .collect(Collectors.groupingBy(word -> word, TreeMap::new, Collectors.counting()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<String> linesOf(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A word count over an input, in the new API throughout. */
  Job wordCount(Configuration conf, Path input) {
    Job job = job(conf, input);
    job.setMapperClass(Words.class);
    job.setReducerClass(Sum.class);
    job.setOutputKeyClass(Text.class);
    job.setOutputValueClass(IntWritable.class);
    return job;
  }

  Job job(Configuration conf, Path input) {
    try {
      Job job = Job.getInstance(conf, "test");
      FileInputFormat.addInputPath(job, hadoop(input));
      FileOutputFormat.setOutputPath(job, hadoop(freshOutput()));
      return job;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path freshOutput() {
    return directory.resolve("out-" + outputs.incrementAndGet());
  }

  static org.apache.hadoop.fs.Path hadoop(Path path) {
    return new org.apache.hadoop.fs.Path(path.toUri());
  }

  static Path output(Job job) {
    return Path.of(FileOutputFormat.getOutputPath(job).toUri().getPath());
  }

  /** All lines of all parts, in the order of their names. */
  static List<String> result(Job job) {
    return result(output(job));
  }

  static List<String> result(Path output) {
    List<String> lines = new ArrayList<>();
    for (String name : names(output)) {
      if (name.startsWith("part-")) {
        lines.addAll(linesOf(output.resolve(name)));
      }
    }
    return lines;
  }

  /** Names of files, hidden checksum files apart. */
  static List<String> names(Path output) {
    try (Stream<Path> files = Files.list(output)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> !name.startsWith("."))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Map<String, Long> counts(List<String> lines) {
    return lines.stream()
        .map(line -> line.split("\t"))
        .collect(
            Collectors.toMap(
                parts -> parts[0],
                parts -> Long.valueOf(parts[1]),
                (a, b) -> {
                  throw new AssertionError("a key is there twice");
                },
                TreeMap::new));
  }

  static long counter(Job job, Enum<?> name) {
    try {
      Counter counter = job.getCounters().findCounter(name);
      return counter.getValue();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<String> sorted(List<String> lines) {
    List<String> copy = new ArrayList<>(lines);
    Collections.sort(copy);
    return copy;
  }

  static final class Words extends Mapper<LongWritable, Text, Text, IntWritable> {
    private static final IntWritable ONE = new IntWritable(1);

    @Override
    protected void map(LongWritable offset, Text line, Context context)
        throws IOException, InterruptedException {
      for (String word : line.toString().split(" ")) {
        context.write(new Text(word), ONE);
      }
    }
  }

  static class Sum extends Reducer<Text, IntWritable, Text, IntWritable> {
    @Override
    protected void reduce(Text word, Iterable<IntWritable> counts, Context context)
        throws IOException, InterruptedException {
      int sum = 0;
      for (IntWritable count : counts) {
        sum += count.get();
      }
      context.write(word, new IntWritable(sum));
    }
  }
}

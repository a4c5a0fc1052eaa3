package org.commworld.mapreduce.hadoop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.IntWritable;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.mapred.JobClient;
import org.apache.hadoop.mapred.JobConf;
import org.apache.hadoop.mapred.RunningJob;
import org.apache.hadoop.mapreduce.Job;
import org.apache.hadoop.mapreduce.JobCounter;
import org.apache.hadoop.mapreduce.JobStatus;
import org.apache.hadoop.mapreduce.TaskCounter;
import org.apache.hadoop.mapreduce.lib.input.FileInputFormatCounter;
import org.apache.hadoop.mapreduce.lib.output.FileOutputFormatCounter;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * One job in all its forms: both APIs, with and without combiner, 0, 1 and 3 reduces, map output
 * encoded.
 */
@Timeout(120)
class WordCountIT {
  private static final int FILES = 3;
  private static final int LINES = 300;
  private static final int RECORDS = 900;
  private static final int WORDS = 2700;

  @TempDir private Path directory;
  private Jobs jobs;
  private Path input;
  private Map<String, Long> expected;

  @BeforeEach
  void writeInput() {
    jobs = new Jobs(directory);
    input = jobs.words("words", FILES, LINES);
    expected = Jobs.count(input);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void newApiCountsWords(int reduces) throws Exception {
    Job job = jobs.wordCount(jobs.conf(), input);
    job.setCombinerClass(Jobs.Sum.class);
    job.setNumReduceTasks(reduces);

    assertThat(job.waitForCompletion(false)).isTrue();

    assertThat(Jobs.counts(Jobs.result(job))).isEqualTo(expected);
    assertThat(Jobs.names(Jobs.output(job)))
        .isEqualTo(
            reduces == 1
                ? List.of("_SUCCESS", "part-r-00000")
                : List.of("_SUCCESS", "part-r-00000", "part-r-00001", "part-r-00002"));
    assertThat(Jobs.counter(job, TaskCounter.MAP_INPUT_RECORDS)).isEqualTo(RECORDS);
    assertThat(Jobs.counter(job, TaskCounter.MAP_OUTPUT_RECORDS)).isEqualTo(WORDS);
    assertThat(Jobs.counter(job, TaskCounter.COMBINE_INPUT_RECORDS)).isEqualTo(WORDS);
    assertThat(Jobs.counter(job, TaskCounter.REDUCE_INPUT_GROUPS)).isEqualTo(expected.size());
    assertThat(Jobs.counter(job, TaskCounter.REDUCE_OUTPUT_RECORDS)).isEqualTo(expected.size());
    assertThat(Jobs.counter(job, TaskCounter.SHUFFLED_MAPS)).isEqualTo((long) FILES * reduces);
    assertThat(Jobs.counter(job, JobCounter.TOTAL_LAUNCHED_MAPS)).isEqualTo(FILES);
    assertThat(Jobs.counter(job, JobCounter.TOTAL_LAUNCHED_REDUCES)).isEqualTo(reduces);
    assertThat(Jobs.counter(job, FileInputFormatCounter.BYTES_READ)).isEqualTo(sizeOf(input));
    assertThat(Jobs.counter(job, FileOutputFormatCounter.BYTES_WRITTEN))
        .isGreaterThanOrEqualTo(
            Jobs.result(job).stream().mapToLong(line -> line.length() + 1).sum());
    assertThat(job.getStatus().getState()).isEqualTo(JobStatus.State.SUCCEEDED);
    assertThat(directory.resolve("tmp/mapred/staging"))
        .as("the submitter's files are deleted")
        .satisfies(staging -> assertThat(filesBelow(staging)).isEmpty());
  }

  private static long sizeOf(Path input) throws IOException {
    long sum = 0;
    for (String name : Jobs.names(input)) {
      sum += Files.size(input.resolve(name));
    }
    return sum;
  }

  private static List<Path> filesBelow(Path directory) throws IOException {
    try (var files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  @ParameterizedTest
  @CsvSource({"1, part-00000", "0, part-00000 part-00001 part-00002"})
  void oldApiCountsWords(int reduces, String parts) throws Exception {
    JobConf conf = new JobConf(jobs.conf());
    conf.setMapperClass(OldJobs.Words.class);
    conf.setCombinerClass(OldJobs.Sum.class);
    conf.setReducerClass(OldJobs.Sum.class);
    conf.setOutputKeyClass(Text.class);
    conf.setOutputValueClass(IntWritable.class);
    conf.setNumReduceTasks(reduces);
    conf.setNumMapTasks(1);
    Path output = jobs.freshOutput();
    org.apache.hadoop.mapred.FileInputFormat.addInputPath(conf, Jobs.hadoop(input));
    org.apache.hadoop.mapred.FileOutputFormat.setOutputPath(conf, Jobs.hadoop(output));

    RunningJob job = JobClient.runJob(conf);

    assertThat(job.isSuccessful()).isTrue();
    assertThat(job.getCounters().getGroup("words").getCounter("seen")).isEqualTo(WORDS);
    assertThat(Jobs.names(output)).contains("_SUCCESS").containsAll(List.of(parts.split(" ")));
    if (reduces > 0) {
      assertThat(Jobs.counts(Jobs.result(output))).isEqualTo(expected);
    } else {
      assertThat(Jobs.result(output)).hasSize(WORDS).contains("line\t1");
    }
  }

  @Test
  void newMapperWithoutReducesWritesItsOwnParts() throws Exception {
    Job job = jobs.wordCount(jobs.conf(), input);
    job.setNumReduceTasks(0);

    assertThat(job.waitForCompletion(false)).isTrue();

    assertThat(Jobs.names(Jobs.output(job)))
        .containsExactly("_SUCCESS", "part-m-00000", "part-m-00001", "part-m-00002");
    assertThat(Jobs.result(job)).hasSize(WORDS);
    assertThat(Jobs.counter(job, TaskCounter.MAP_OUTPUT_RECORDS)).isEqualTo(WORDS);
  }

  @Test
  void oldMapperWorksWithNewReducer() throws Exception {
    JobConf conf = new JobConf(jobs.conf());
    conf.setMapperClass(OldJobs.Words.class);
    conf.setUseNewMapper(false);
    conf.setInputFormat(org.apache.hadoop.mapred.TextInputFormat.class);
    conf.setUseNewReducer(true);
    Job job = jobs.job(conf, input);
    job.setReducerClass(Jobs.Sum.class);
    job.setOutputKeyClass(Text.class);
    job.setOutputValueClass(IntWritable.class);

    assertThat(job.waitForCompletion(false)).isTrue();

    assertThat(Jobs.counts(Jobs.result(job))).isEqualTo(expected);
    assertThat(Jobs.names(Jobs.output(job))).contains("part-r-00000");
  }

  @ParameterizedTest
  @CsvSource({
    "mapreduce.map.output.compress, true",
    "mapreduce.job.encrypted-intermediate-data, true",
    "mapreduce.task.io.sort.mb, 1",
    "mapreduce.reduce.shuffle.memory.limit.percent, 0.000001",
    "mapreduce.reduce.input.buffer.percent, 0"
  })
  void mapOutputsTakeEveryRoute(String key, String value) throws Exception {
    Path large = jobs.words("large", 3, 40_000);
    Configuration conf = jobs.conf();
    conf.set(key, value);
    Job job = jobs.wordCount(conf, large);
    job.setNumReduceTasks(2);

    assertThat(job.waitForCompletion(false)).as(() -> failure(job)).isTrue();

    assertThat(Jobs.counts(Jobs.result(job))).isEqualTo(Jobs.count(large));
  }

  @Test
  void moreReducesThanSparkMergesWithoutASort() throws Exception {
    Job job = jobs.wordCount(jobs.conf(), input);
    job.setNumReduceTasks(201);

    assertThat(job.waitForCompletion(false)).isTrue();

    assertThat(Jobs.counts(Jobs.result(job))).isEqualTo(expected);
    assertThat(Jobs.names(Jobs.output(job))).hasSize(202);
  }

  private static String failure(Job job) {
    try {
      return job.getStatus().getFailureInfo();
    } catch (IOException | InterruptedException e) {
      return e.toString();
    }
  }

  @Test
  void noInputGivesAnEmptyPart() throws Exception {
    Path empty = Files.createDirectories(directory.resolve("in-empty"));
    Job job = jobs.wordCount(jobs.conf(), empty);

    assertThat(job.waitForCompletion(false)).isTrue();

    assertThat(Jobs.names(Jobs.output(job))).containsExactly("_SUCCESS", "part-r-00000");
    assertThat(Jobs.result(job)).isEmpty();
  }
}

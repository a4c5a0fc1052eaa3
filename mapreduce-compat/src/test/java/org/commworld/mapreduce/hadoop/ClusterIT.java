package org.commworld.mapreduce.hadoop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.IntWritable;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.mapreduce.Job;
import org.apache.hadoop.mapreduce.JobCounter;
import org.apache.hadoop.mapreduce.TaskCounter;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Jobs on two executor JVMs of one slot each, with bare blocks between them. */
@Timeout(180)
class ClusterIT {
  private static SparkContext spark;

  @TempDir private Path directory;

  @BeforeAll
  static void start() throws IOException {
    // Other tests of this JVM leave theirs behind.
    SparkContext.getOrCreate(new SparkConf().setMaster("local").setAppName("any")).stop();
    // The directory that Spark takes for an installation must exist; the class path says the rest.
    Files.createDirectories(Path.of(System.getenv("SPARK_HOME"), "jars"));
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    spark =
        new SparkContext(
            new SparkConf()
                .setMaster("local-cluster[2,1,1024]")
                .setAppName("mapreduce-cluster-test")
                .set("spark.ui.enabled", "false")
                .set("spark.executor.memory", "512m")
                .set("spark.shuffle.compress", "false")
                .set("spark.shuffle.io.maxRetries", "1")
                .set("spark.shuffle.io.retryWait", "100ms")
                .set("spark.executor.extraClassPath", classPath));
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  private Job job(Jobs jobs, Configuration conf, Path input) {
    Job job = jobs.wordCount(conf, input);
    job.setCombinerClass(Jobs.Sum.class);
    job.setNumReduceTasks(4);
    return job;
  }

  @Test
  void executorsOfAContextThatIsThereRunTheTasks() throws Exception {
    Jobs jobs = new Jobs(directory);
    Path input = jobs.words("words", 4, 500);
    Job job = job(jobs, jobs.conf(), input);

    assertThat(job.waitForCompletion(false)).isTrue();

    assertThat(Jobs.counts(Jobs.result(job))).isEqualTo(Jobs.count(input));
    assertThat(Jobs.counter(job, TaskCounter.MAP_INPUT_RECORDS)).isEqualTo(2000);
    assertThat(spark.isStopped()).isFalse();
  }

  @Test
  void executorThatDiesInTheMiddleOfTheReducesCostsNoRecord() throws Exception {
    Jobs jobs = new Jobs(directory);
    Path input = jobs.words("words", 4, 500);
    Configuration conf = jobs.conf();
    conf.set("test.marker", directory.resolve("died").toString());
    Job job = job(jobs, conf, input);
    job.setReducerClass(DiesOnce.class);

    assertThat(job.waitForCompletion(false)).isTrue();

    assertThat(directory.resolve("died")).exists();
    assertThat(Jobs.counts(Jobs.result(job)))
        .as("each word exactly once")
        .isEqualTo(Jobs.count(input));
    assertThat(Jobs.names(Jobs.output(job))).hasSize(5).contains("_SUCCESS");
    assertThat(Jobs.counter(job, TaskCounter.MAP_INPUT_RECORDS))
        .as("maps that were made again count once")
        .isEqualTo(2000);
    assertThat(Jobs.counter(job, JobCounter.TOTAL_LAUNCHED_MAPS))
        .as("lost map outputs were made again")
        .isGreaterThan(4);
    assertThat(Jobs.counter(job, JobCounter.NUM_FAILED_REDUCES)).isZero();
  }

  static final class DiesOnce extends Jobs.Sum {
    @Override
    protected void reduce(Text word, Iterable<IntWritable> counts, Context context)
        throws IOException, InterruptedException {
      super.reduce(word, counts, context);
      if (context.getTaskAttemptID().getTaskID().getId() == 1) {
        die(Path.of(context.getConfiguration().get("test.marker")));
      }
    }

    private static void die(Path marker) throws IOException {
      try {
        Files.createFile(marker);
      } catch (FileAlreadyExistsException e) {
        return;
      }
      Runtime.getRuntime().halt(137);
    }
  }
}

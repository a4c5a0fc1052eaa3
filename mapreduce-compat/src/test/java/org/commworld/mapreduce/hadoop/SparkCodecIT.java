package org.commworld.mapreduce.hadoop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.apache.hadoop.mapreduce.Job;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Blocks in the forms that Spark's own settings give them. */
@Timeout(120)
class SparkCodecIT {
  @TempDir private Path directory;

  @BeforeEach
  @AfterEach
  void stopWhatOthersLeave() {
    SparkContext.getOrCreate(new SparkConf().setMaster("local").setAppName("any")).stop();
  }

  @ParameterizedTest
  @CsvSource({"true, false", "true, true", "false, true"})
  void blocksAreCompressedAndEncryptedAsSparkIsTold(boolean compressed, boolean encrypted)
      throws Exception {
    SparkContext context =
        new SparkContext(
            new SparkConf()
                .setMaster("local[2]")
                .setAppName("codec")
                .set("spark.ui.enabled", "false")
                .set("spark.shuffle.compress", "" + compressed)
                .set("spark.io.encryption.enabled", "" + encrypted));
    Jobs jobs = new Jobs(directory);
    Path input = jobs.words("words", 3, 2000);
    Job job = jobs.wordCount(jobs.conf(), input);
    job.setNumReduceTasks(2);

    assertThat(job.waitForCompletion(false)).isTrue();

    assertThat(Jobs.counts(Jobs.result(job))).isEqualTo(Jobs.count(input));
    assertThat(context.isStopped()).as("a context that was there is left running").isFalse();
  }
}

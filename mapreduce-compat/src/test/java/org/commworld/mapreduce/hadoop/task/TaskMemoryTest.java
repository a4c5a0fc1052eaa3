package org.commworld.mapreduce.hadoop.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.mapred.JobConf;
import org.apache.hadoop.mapreduce.MRJobConfig;
import org.apache.hadoop.util.HeapSort;
import org.apache.hadoop.util.IndexedSorter;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class TaskMemoryTest {
  private static final long GIB = 1L << 30;
  private static final long MIB = 1L << 20;

  /** As a task sees its job: through job.xml. */
  private static JobConf submitted(JobConf conf) throws IOException {
    ByteArrayOutputStream xml = new ByteArrayOutputStream();
    conf.writeXml(xml);
    Configuration read = new Configuration(false);
    read.addResource(new ByteArrayInputStream(xml.toByteArray()), "job.xml");
    return new JobConf(read);
  }

  @ParameterizedTest
  @CsvSource({
    "1000, 1024, 4",
    "1048576, 1024, 9",
    "134217728, 1024, 100",
    "0, 1024, 100",
    "0, 150, 50",
    "0, 30, 10",
    "0, 1, 4"
  })
  void sortBufferFollowsTheSplitAndTheHeap(long split, long slotMib, int expected)
      throws IOException {
    JobConf job = submitted(new JobConf());

    TaskMemory.forMap(job, split, slotMib * MIB);

    assertThat(job.getInt(MRJobConfig.IO_SORT_MB, 0)).isEqualTo(expected);
  }

  @Test
  void sortBufferThatTheJobSetsStays() throws IOException {
    JobConf conf = new JobConf();
    conf.setInt(MRJobConfig.IO_SORT_MB, 64);
    JobConf job = submitted(conf);

    TaskMemory.forMap(job, 10, GIB);

    assertThat(job.getInt(MRJobConfig.IO_SORT_MB, 0)).isEqualTo(64);
  }

  @Test
  void sortTakesWhatTheBufferLeavesUnlessTheJobHasItsOwn() throws IOException {
    JobConf unset = submitted(new JobConf());
    JobConf conf = new JobConf();
    conf.setClass(MRJobConfig.MAP_SORT_CLASS, HeapSort.class, IndexedSorter.class);
    JobConf set = submitted(conf);

    TaskMemory.forMap(unset, 0, 300 * MIB);
    TaskMemory.forMap(set, 0, 300 * MIB);

    assertThat(unset.getClass(MRJobConfig.MAP_SORT_CLASS, null)).isEqualTo(RadixSort.class);
    assertThat(unset.getLong(RadixSort.MEMORY_BYTES, 0)).isEqualTo(200 * MIB);
    assertThat(set.getClass(MRJobConfig.MAP_SORT_CLASS, null)).isEqualTo(HeapSort.class);
  }

  @Test
  void compressedFileHasNoKnownLength() {
    JobConf job = new JobConf();

    assertThat(TaskMemory.plainLength(job, new Path("/a/b.txt"), 10)).isEqualTo(10);
    assertThat(TaskMemory.plainLength(job, new Path("/a/b.gz"), 10)).isZero();
  }

  @Test
  void reduceKeepsItsShareInMemoryUnlessTold() throws IOException {
    JobConf unset = submitted(new JobConf());
    JobConf conf = new JobConf();
    conf.setFloat(MRJobConfig.REDUCE_INPUT_BUFFER_PERCENT, 0.1f);
    conf.setLong(MRJobConfig.REDUCE_MEMORY_TOTAL_BYTES, 5);
    JobConf set = submitted(conf);

    TaskMemory.forReduce(unset, GIB);
    TaskMemory.forReduce(set, GIB);

    assertThat(unset.getLong(MRJobConfig.REDUCE_MEMORY_TOTAL_BYTES, 0)).isEqualTo(GIB);
    assertThat(unset.getFloat(MRJobConfig.REDUCE_INPUT_BUFFER_PERCENT, 0)).isEqualTo(0.7f);
    assertThat(set.getLong(MRJobConfig.REDUCE_MEMORY_TOTAL_BYTES, 0)).isEqualTo(5);
    assertThat(set.getFloat(MRJobConfig.REDUCE_INPUT_BUFFER_PERCENT, 0)).isEqualTo(0.1f);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {"local[4]; 4", "local[4,4]; 4", "local; 1"})
  void heapIsSharedBySlots(String master, int slots) {
    SparkConf spark = new SparkConf(false).set("spark.master", master);

    long bytes = TaskMemory.slotBytes(new JobConf(), spark, true);

    assertThat((double) bytes)
        .isCloseTo(
            Runtime.getRuntime().maxMemory() * 0.6 / slots,
            org.assertj.core.data.Offset.offset(1e6));
  }
}

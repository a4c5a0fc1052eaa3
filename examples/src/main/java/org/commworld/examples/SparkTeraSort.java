package org.commworld.examples;

import java.io.DataOutputStream;
import java.io.IOException;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Comparator;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.BytesWritable;
import org.apache.hadoop.io.LongWritable;
import org.apache.hadoop.io.NullWritable;
import org.apache.hadoop.mapreduce.RecordWriter;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.hadoop.mapreduce.lib.input.FixedLengthInputFormat;
import org.apache.hadoop.mapreduce.lib.output.FileOutputFormat;
import org.apache.spark.RangePartitioner;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaSparkContext;
import scala.Tuple2;
import scala.math.Ordering;
import scala.reflect.ClassTag$;

/**
 * Sorts TeraGen's records (100 bytes, the first 10 are the key) with Spark's {@code
 * repartitionAndSortWithinPartitions}: what {@code examples/bench/mapreduce} compares Hadoop's
 * TeraSort on Spark with. Its output satisfies TeraValidate.
 *
 * <p>Usage: {@code SparkTeraSort MASTER INPUT OUTPUT PARTITIONS}
 */
public final class SparkTeraSort {
  private static final int RECORD = 100;
  private static final int KEY = 10;

  private SparkTeraSort() {}

  /** Sorts the files below INPUT into PARTITIONS files below OUTPUT. */
  public static void main(String[] arguments) {
    if (arguments.length != 4) {
      System.err.println("usage: SparkTeraSort MASTER INPUT OUTPUT PARTITIONS");
      System.exit(2);
    }
    SparkConf conf =
        new SparkConf()
            .setMaster(arguments[0])
            .setAppName("SparkTeraSort")
            .set("spark.ui.enabled", "false")
            .set("spark.serializer", "org.apache.spark.serializer.KryoSerializer");
    try (JavaSparkContext spark = new JavaSparkContext(conf)) {
      sort(spark, arguments[1], arguments[2], Integer.parseInt(arguments[3]));
    }
  }

  private static void sort(JavaSparkContext spark, String input, String output, int partitions) {
    Configuration hadoop = new Configuration(spark.hadoopConfiguration());
    FixedLengthInputFormat.setRecordLength(hadoop, RECORD);
    JavaPairRDD<byte[], byte[]> records =
        spark
            .newAPIHadoopFile(
                input,
                FixedLengthInputFormat.class,
                LongWritable.class,
                BytesWritable.class,
                hadoop)
            .values()
            .mapToPair(
                row -> {
                  byte[] record = row.copyBytes();
                  return new Tuple2<>(Arrays.copyOf(record, KEY), record);
                });
    Ordering<byte[]> order = Ordering.comparatorToOrdering(new Unsigned());
    RangePartitioner<byte[], byte[]> ranges =
        new RangePartitioner<>(
            partitions, records.rdd(), true, 20, order, ClassTag$.MODULE$.apply(byte[].class));
    records
        .repartitionAndSortWithinPartitions(ranges, order)
        .mapToPair(row -> new Tuple2<>(NullWritable.get(), row._2()))
        .saveAsNewAPIHadoopFile(output, NullWritable.class, byte[].class, Records.class);
  }

  private static final class Unsigned implements Comparator<byte[]>, Serializable {
    private static final long serialVersionUID = 1;

    @Override
    public int compare(byte[] left, byte[] right) {
      return Arrays.compareUnsigned(left, right);
    }
  }

  /** Writes records one after the other, without separators. */
  public static final class Records extends FileOutputFormat<NullWritable, byte[]> {
    @Override
    public RecordWriter<NullWritable, byte[]> getRecordWriter(TaskAttemptContext task)
        throws IOException {
      var file = getDefaultWorkFile(task, "");
      DataOutputStream out =
          file.getFileSystem(task.getConfiguration()).create(file, false, 1 << 16);
      return new RecordWriter<>() {
        @Override
        public void write(NullWritable ignored, byte[] record) throws IOException {
          out.write(record, 0, record.length);
        }

        @Override
        public void close(TaskAttemptContext ended) throws IOException {
          out.close();
        }
      };
    }
  }
}

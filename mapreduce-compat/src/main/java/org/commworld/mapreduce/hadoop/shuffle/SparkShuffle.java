package org.commworld.mapreduce.hadoop.shuffle;

import java.io.BufferedOutputStream;
import java.io.File;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.util.Iterator;
import org.apache.hadoop.io.IOUtils;
import org.apache.hadoop.mapred.IndexRecord;
import org.apache.hadoop.mapred.SpillRecord;
import org.apache.spark.HashPartitioner;
import org.apache.spark.ShuffleDependency;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.rdd.RDD;
import org.apache.spark.scheduler.MapStatus;
import org.apache.spark.scheduler.MapStatus$;
import org.apache.spark.serializer.SerializerManager;
import org.apache.spark.shuffle.IndexShuffleBlockResolver;
import org.apache.spark.shuffle.ShuffleBlockResolver;
import org.apache.spark.shuffle.ShuffleReadMetricsReporter;
import org.apache.spark.shuffle.ShuffleWriteProcessor;
import org.apache.spark.storage.ShuffleBlockId;
import scala.Option;
import scala.Product2;
import scala.Tuple2;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/**
 * Puts a map's output file into Spark's shuffle as it is, and takes the runs for one reduce out
 * again.
 *
 * <p>Spark-private API of 4.1, all of it used here: {@code IndexShuffleBlockResolver} (gives a map
 * output's place and commits file and index; Spark's own writers end in the same call), {@code
 * MapStatus} (tells the driver where the blocks are), {@code SerializerManager} (Spark's
 * compression and encryption of blocks), {@code ShuffleManager.getReader} (what ShuffledRDD calls)
 * and {@code ShuffleWriteProcessor} (lets a shuffle map task write its output itself).
 */
public final class SparkShuffle {
  private static final int BUFFER_BYTES = 64 * 1024;

  private SparkShuffle() {}

  /**
   * A dependency on map outputs that {@code writer} commits, with one partition for each reduce.
   */
  public static ShuffleDependency<Object, Object, Object> dependency(
      RDD<Tuple2<Object, Object>> maps, int reduces, ShuffleWriteProcessor writer) {
    ClassTag<Object> any = ClassTag$.MODULE$.Any();
    return new ShuffleDependency<>(
        maps,
        new HashPartitioner(reduces),
        new BlockSerializer(),
        Option.empty(),
        Option.empty(),
        false,
        writer,
        any,
        any,
        any);
  }

  /**
   * The directory in which Spark will keep this map's output. A file that is written on the same
   * volume is committed by renaming.
   */
  public static File volumeOf(int shuffleId, TaskContext task) {
    File directory = resolver().getDataFile(shuffleId, task.taskAttemptId()).getParentFile();
    // Spark spreads its files over numbered subdirectories; their parent is the local directory.
    return directory.getParentFile();
  }

  /**
   * Commits a map's output.
   *
   * @param output the runs for all reduces, one after the other, as MapTask left them
   * @param index where each run begins and ends
   * @param encoded whether runs are compressed or encrypted, so that their lengths do not tell how
   *     long they are once read
   */
  public static MapStatus commit(
      int shuffleId, File output, SpillRecord index, boolean encoded, TaskContext task)
      throws IOException {
    SparkEnv env = SparkEnv.get();
    long mapId = task.taskAttemptId();
    IndexShuffleBlockResolver resolver = resolver();
    File committed = resolver.createTempFile(resolver.getDataFile(shuffleId, mapId));
    long[] lengths =
        !encoded && isPlain(env) && isBareLength(index)
            ? move(output, index, committed)
            : frame(output, index, committed, env.serializerManager(), shuffleId, mapId);
    long bytes = 0;
    for (long length : lengths) {
      bytes += length;
    }
    resolver.writeMetadataFileAndCommit(shuffleId, mapId, lengths, new long[0], committed);
    task.taskMetrics().shuffleWriteMetrics().incBytesWritten(bytes);
    task.taskMetrics().shuffleWriteMetrics().incRecordsWritten(lengths.length);
    return MapStatus$.MODULE$.apply(env.blockManager().shuffleServerId(), lengths, mapId, 0L);
  }

  private static boolean isPlain(SparkEnv env) {
    return !env.conf().getBoolean("spark.shuffle.compress", true)
        && !env.conf().getBoolean("spark.io.encryption.enabled", false);
  }

  private static boolean isBareLength(SpillRecord index) {
    for (int i = 0; i < index.size(); i++) {
      if (index.getIndex(i).partLength > Segment.LONGEST_BARE) {
        return false;
      }
    }
    return true;
  }

  private static long[] move(File output, SpillRecord index, File committed) throws IOException {
    long[] lengths = new long[index.size()];
    for (int i = 0; i < lengths.length; i++) {
      lengths[i] = index.getIndex(i).partLength;
    }
    Files.move(output.toPath(), committed.toPath());
    return lengths;
  }

  private static long[] frame(
      File output,
      SpillRecord index,
      File committed,
      SerializerManager serializer,
      int shuffleId,
      long mapId)
      throws IOException {
    long[] lengths = new long[index.size()];
    long before = 0;
    try (InputStream in = new FileInputStream(output);
        FileOutputStream file = new FileOutputStream(committed)) {
      for (int i = 0; i < lengths.length; i++) {
        IndexRecord run = index.getIndex(i);
        OutputStream shielded = new KeepOpen(file);
        try (OutputStream out =
            serializer.wrapStream(
                new ShuffleBlockId(shuffleId, mapId, i),
                new BufferedOutputStream(shielded, BUFFER_BYTES))) {
          Segment.writeFrame(out, run.partLength, run.rawLength);
          IOUtils.copyBytes(in, out, run.partLength, false);
        }
        long after = file.getChannel().position();
        lengths[i] = after - before;
        before = after;
      }
    }
    return lengths;
  }

  /**
   * The runs of all maps for one reduce, to be read one after the other. Blocks while they arrive.
   */
  public static Iterator<Segment> read(
      ShuffleDependency<?, ?, ?> dependency, int reduce, TaskContext task) {
    ShuffleReadMetricsReporter metrics = task.taskMetrics().createTempShuffleReadMetrics();
    Iterator<? extends Product2<Object, Object>> blocks =
        CollectionConverters.asJava(
            SparkEnv.get()
                .shuffleManager()
                .<Object, Object>getReader(
                    dependency.shuffleHandle(), reduce, reduce + 1, task, metrics)
                .read());
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return blocks.hasNext();
      }

      @Override
      public Segment next() {
        try {
          return Segment.of((InputStream) blocks.next()._2());
        } catch (IOException e) {
          throw new java.io.UncheckedIOException(e);
        }
      }
    };
  }

  private static IndexShuffleBlockResolver resolver() {
    ShuffleBlockResolver resolver = SparkEnv.get().shuffleManager().shuffleBlockResolver();
    if (resolver instanceof IndexShuffleBlockResolver files) {
      return files;
    }
    throw new IllegalStateException(
        "MapReduce needs Spark's own shuffle: spark.shuffle.manager=sort, resolver="
            + resolver.getClass().getName());
  }

  /** Lets Spark's codecs end a block without closing the file that holds all of them. */
  private static final class KeepOpen extends OutputStream {
    private final OutputStream out;

    KeepOpen(OutputStream out) {
      this.out = out;
    }

    @Override
    public void write(int b) throws IOException {
      out.write(b);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
    }

    @Override
    public void flush() throws IOException {
      out.flush();
    }
  }
}

package org.commworld.mapreduce.hadoop.task;

import java.io.File;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.mapred.JobConf;
import org.apache.hadoop.mapred.MapOutputFile;
import org.apache.hadoop.mapred.SpillRecord;
import org.apache.hadoop.mapreduce.CryptoUtils;
import org.apache.spark.ShuffleDependency;
import org.apache.spark.TaskContext;
import org.apache.spark.scheduler.MapStatus;
import org.apache.spark.shuffle.ShuffleWriteProcessor;
import org.commworld.mapreduce.hadoop.shuffle.SparkShuffle;
import scala.Tuple2;
import scala.collection.Iterator;

/** Runs a map inside Spark's shuffle map task and commits its sorted file as the task's output. */
public final class MapOutputWriter extends ShuffleWriteProcessor {
  private static final long serialVersionUID = 1;

  private final JobSpec spec;
  private final ResultCollector results;

  /** For one job; {@code results} brings the maps' counters to the driver. */
  public MapOutputWriter(JobSpec spec, ResultCollector results) {
    this.spec = spec;
    this.results = results;
  }

  @Override
  public MapStatus write(
      Iterator<Object> inputs,
      ShuffleDependency<?, ?, ?> dependency,
      long mapId,
      int mapIndex,
      TaskContext task) {
    MapRdd.MapPartition split = (MapRdd.MapPartition) ((Tuple2<?, ?>) inputs.next())._2();
    int shuffleId = dependency.shuffleId();
    try {
      return new AttemptLoop(spec, true, split.index(), task)
          .<HostedMapTask, MapStatus, MapStatus>run(
              SparkShuffle.volumeOf(shuffleId, task),
              MapRdd.maker(spec, split, task),
              (map, conf) -> commit(map, conf, shuffleId, task),
              status ->
                  result -> {
                    results.add(result);
                    return status;
                  });
    } catch (Exception e) {
      throw AttemptLoop.<RuntimeException>sneak(e);
    }
  }

  private static MapStatus commit(HostedMapTask map, JobConf conf, int shuffleId, TaskContext task)
      throws Exception {
    MapOutputFile files = map.getMapOutputFile();
    Path output = files.getOutputFile();
    SpillRecord index = new SpillRecord(files.getOutputIndexFile(), conf);
    boolean encoded = conf.getCompressMapOutput() || CryptoUtils.isEncryptedSpillEnabled(conf);
    return SparkShuffle.commit(shuffleId, new File(output.toUri().getPath()), index, encoded, task);
  }
}

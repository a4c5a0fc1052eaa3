package org.commworld.mapreduce.hadoop.task;

import java.io.File;
import java.util.List;
import org.apache.spark.Dependency;
import org.apache.spark.Partition;
import org.apache.spark.SparkContext;
import org.apache.spark.TaskContext;
import org.apache.spark.rdd.RDD;
import scala.Tuple2;
import scala.collection.Iterator;
import scala.collection.Iterator$;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag$;

/**
 * One partition for each input split. What it computes depends on who asks: {@link MapOutputWriter}
 * takes the partition and runs the map itself, so that its output becomes Spark's shuffle file; in
 * a job without reduces the map runs here and the one element is its {@link AttemptResult}.
 */
public final class MapRdd extends RDD<Tuple2<Object, Object>> {
  private static final long serialVersionUID = 1;

  private final JobSpec spec;
  private final transient List<Split> splits;

  /**
   * An input split.
   *
   * @param bytes the split as JobSubmitter wrote it
   * @param hosts where its data is
   */
  public record Split(byte[] bytes, List<String> hosts) {}

  record MapPartition(int index, byte[] split) implements Partition {
    @Override
    public int index() {
      return index;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof MapPartition that && that.index == index;
    }

    @Override
    public int hashCode() {
      return index;
    }
  }

  /** The maps of a job. */
  public MapRdd(SparkContext context, JobSpec spec, List<Split> splits) {
    super(
        context,
        CollectionConverters.asScala(List.<Dependency<?>>of()).toSeq(),
        ClassTag$.MODULE$.<Tuple2<Object, Object>>apply(Tuple2.class));
    this.spec = spec;
    this.splits = splits;
  }

  @Override
  public Partition[] getPartitions() {
    Partition[] partitions = new Partition[splits.size()];
    for (int i = 0; i < partitions.length; i++) {
      partitions[i] = new MapPartition(i, splits.get(i).bytes());
    }
    return partitions;
  }

  @Override
  public scala.collection.immutable.Seq<String> getPreferredLocations(Partition split) {
    return CollectionConverters.asScala(splits.get(split.index()).hosts()).toSeq();
  }

  @Override
  public Iterator<Tuple2<Object, Object>> compute(Partition split, TaskContext task) {
    Object value = spec.reduces() > 0 ? split : runAlone((MapPartition) split, task);
    return Iterator$.MODULE$.<Tuple2<Object, Object>>single(new Tuple2<>(split.index(), value));
  }

  private AttemptResult runAlone(MapPartition split, TaskContext task) {
    try {
      File volume = AttemptLoop.anyVolume();
      return new AttemptLoop(spec, true, split.index(), task)
          .<HostedMapTask, String, AttemptResult>run(
              volume, maker(spec, split, task), (map, conf) -> "", ignored -> result -> result);
    } catch (Exception e) {
      throw AttemptLoop.<RuntimeException>sneak(e);
    }
  }

  static Attempt.Maker<HostedMapTask> maker(JobSpec spec, MapPartition split, TaskContext task) {
    return (id, conf, slotBytes) ->
        new HostedMapTask(spec.jobFile(), id, split.index(), split.split(), slotBytes, task);
  }
}

package org.commworld.mapreduce.hadoop.task;

import java.util.List;
import org.apache.spark.Dependency;
import org.apache.spark.Partition;
import org.apache.spark.ShuffleDependency;
import org.apache.spark.SparkContext;
import org.apache.spark.TaskContext;
import org.apache.spark.rdd.RDD;
import org.commworld.mapreduce.hadoop.shuffle.SparkShuffle;
import scala.collection.Iterator;
import scala.collection.Iterator$;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag$;

/** One partition for each reduce; its one element is the reduce's {@link AttemptResult}. */
public final class ReduceRdd extends RDD<Object> {
  private static final long serialVersionUID = 1;

  private final JobSpec spec;
  private final ShuffleDependency<Object, Object, Object> maps;

  private record ReducePartition(int index) implements Partition {
    @Override
    public boolean equals(Object other) {
      return other instanceof ReducePartition that && that.index == index;
    }

    @Override
    public int hashCode() {
      return index;
    }
  }

  /** The reduces of a job. */
  public ReduceRdd(
      SparkContext context, JobSpec spec, ShuffleDependency<Object, Object, Object> maps) {
    super(
        context,
        CollectionConverters.asScala(List.<Dependency<?>>of(maps)).toSeq(),
        ClassTag$.MODULE$.Any());
    this.spec = spec;
    this.maps = maps;
  }

  @Override
  public Partition[] getPartitions() {
    Partition[] partitions = new Partition[spec.reduces()];
    for (int i = 0; i < partitions.length; i++) {
      partitions[i] = new ReducePartition(i);
    }
    return partitions;
  }

  @Override
  public Iterator<Object> compute(Partition split, TaskContext task) {
    try {
      AttemptResult done =
          new AttemptLoop(spec, false, split.index(), task)
              .<HostedReduceTask, String, AttemptResult>run(
                  AttemptLoop.anyVolume(),
                  (id, conf, slotBytes) -> {
                    TaskMemory.forReduce(conf, slotBytes);
                    return new HostedReduceTask(
                        spec.jobFile(),
                        id,
                        split.index(),
                        spec.maps(),
                        () -> SparkShuffle.read(maps, split.index(), task),
                        task);
                  },
                  (reduce, conf) -> "",
                  ignored -> result -> result);
      return Iterator$.MODULE$.<Object>single(done);
    } catch (Exception e) {
      throw AttemptLoop.<RuntimeException>sneak(e);
    }
  }
}

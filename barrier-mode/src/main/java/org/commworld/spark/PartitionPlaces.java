package org.commworld.spark;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.Dependency;
import org.apache.spark.NarrowDependency;
import org.apache.spark.Partition;
import org.apache.spark.SparkEnv;
import org.apache.spark.rdd.RDD;
import org.apache.spark.storage.BlockManagerId;
import org.apache.spark.storage.BlockManagerMaster;
import org.apache.spark.storage.RDDBlockId;
import org.apache.spark.storage.StorageLevel;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Where a partition is best read: where it is cached, else what its RDD prefers, else the same for
 * the partition that it comes from. Spark's own answer (SparkContext.getPreferredLocs) does not do:
 * between jobs it remembers that nothing was cached.
 */
final class PartitionPlaces {
  private final BlockManagerMaster blocks = SparkEnv.get().blockManager().master();
  private final Set<Long> visited = new HashSet<>();

  Optional<String> of(RDD<?> rdd, Partition partition) {
    if (!visited.add(((long) rdd.id() << 32) | partition.index())) {
      return Optional.empty();
    }
    Optional<String> cached = cached(rdd, partition);
    if (cached.isPresent()) {
      return cached;
    }
    Seq<String> preferred = rdd.preferredLocations(partition);
    if (!preferred.isEmpty()) {
      return Optional.of(preferred.head());
    }
    for (Dependency<?> dependency : CollectionConverters.asJava(rdd.dependencies())) {
      if (dependency instanceof NarrowDependency<?> narrow) {
        Optional<String> origin = ofOrigin(narrow, partition.index());
        if (origin.isPresent()) {
          return origin;
        }
      }
    }
    return Optional.empty();
  }

  private Optional<String> cached(RDD<?> rdd, Partition partition) {
    if (rdd.getStorageLevel().equals(StorageLevel.NONE())) {
      return Optional.empty();
    }
    Seq<BlockManagerId> holders = blocks.getLocations(new RDDBlockId(rdd.id(), partition.index()));
    if (holders.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(executor(holders.head()));
  }

  /** An executor as a preferred location, in the spelling of Spark's TaskLocation. */
  static String executor(BlockManagerId holder) {
    return "executor_" + holder.host() + "_" + holder.executorId();
  }

  private Optional<String> ofOrigin(NarrowDependency<?> narrow, int partition) {
    Partition[] origins = narrow.rdd().partitions();
    for (Object origin : CollectionConverters.asJava(narrow.getParents(partition))) {
      Optional<String> place = of(narrow.rdd(), origins[(Integer) origin]);
      if (place.isPresent()) {
        return place;
      }
    }
    return Optional.empty();
  }
}

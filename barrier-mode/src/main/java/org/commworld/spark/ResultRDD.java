package org.commworld.spark;

import java.util.List;
import org.apache.spark.Dependency;
import org.apache.spark.Partition;
import org.apache.spark.SparkEnv;
import org.apache.spark.SparkException;
import org.apache.spark.TaskContext;
import org.apache.spark.rdd.RDD;
import org.apache.spark.storage.BlockManagerId;
import org.apache.spark.storage.BlockManagerMaster;
import org.apache.spark.storage.BlockResult;
import org.apache.spark.storage.RDDBlockId;
import scala.Option;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag;

/**
 * What the ranks of a barrier stage returned, read from the blocks that it persisted.
 *
 * <p>It depends on nothing: an RDD that depended on the stage's would be in a barrier stage itself,
 * where take, union and coalesce are refused. Instead it holds the stage's RDD in the driver, since
 * Spark frees the blocks of an RDD that nobody holds.
 */
final class ResultRDD<R> extends RDD<R> {
  private static final long serialVersionUID = 1L;

  private final transient RDD<R> persisted;
  private final int persistedId;
  private final int ranks;
  private final String job;
  private final ClassTag<R> type;

  /**
   * The results that {@code persisted} has put into blocks.
   *
   * @throws IllegalStateException if a block is missing: no executor could store it
   */
  static <R> ResultRDD<R> of(RDD<R> persisted, String job) {
    ResultRDD<R> results = new ResultRDD<>(persisted, job, persisted.elementClassTag());
    BlockManagerMaster blocks = SparkEnv.get().blockManager().master();
    for (int rank = 0; rank < results.ranks; rank++) {
      if (blocks.getLocations(results.block(rank)).isEmpty()) {
        throw new IllegalStateException(
            "result of a rank could not be stored, in memory or on disk: job=%s, rank=%d"
                .formatted(job, rank));
      }
    }
    return results;
  }

  private ResultRDD(RDD<R> persisted, String job, ClassTag<R> type) {
    super(persisted.sparkContext(), noDependencies(), type);
    this.persisted = persisted;
    this.persistedId = persisted.id();
    this.ranks = persisted.getNumPartitions();
    this.job = job;
    this.type = type;
  }

  private static Seq<Dependency<?>> noDependencies() {
    return CollectionConverters.asScala(List.<Dependency<?>>of()).toSeq();
  }

  @Override
  public Partition[] getPartitions() {
    Partition[] partitions = new Partition[ranks];
    for (int rank = 0; rank < ranks; rank++) {
      partitions[rank] = new RankPartition(rank);
    }
    return partitions;
  }

  @Override
  public Seq<String> getPreferredLocations(Partition split) {
    Seq<BlockManagerId> holders =
        SparkEnv.get().blockManager().master().getLocations(block(split.index()));
    List<String> places =
        CollectionConverters.asJava(holders).stream().map(PartitionPlaces::executor).toList();
    return CollectionConverters.asScala(places).toSeq();
  }

  @Override
  @SuppressWarnings("unchecked") // the blocks hold what the ranks returned
  public scala.collection.Iterator<R> compute(Partition split, TaskContext context) {
    Option<BlockResult> found = SparkEnv.get().blockManager().get(block(split.index()), type);
    if (found.isEmpty()) {
      throw sneaky(
          new SparkException(
              ("result of a rank is gone, with its executor or by unpersist: job=%s, rank=%d,"
                      + " block=%s")
                  .formatted(job, split.index(), block(split.index()))));
    }
    return (scala.collection.Iterator<R>) found.get().data();
  }

  @Override
  public RDD<R> unpersist(boolean blocking) {
    persisted.unpersist(blocking);
    return super.unpersist(blocking);
  }

  private RDDBlockId block(int rank) {
    return new RDDBlockId(persistedId, rank);
  }

  @SuppressWarnings("unchecked") // Spark's exceptions are checked only to Java
  private static <E extends Throwable> RuntimeException sneaky(Throwable thrown) throws E {
    throw (E) thrown;
  }

  private record RankPartition(int index) implements Partition {
    private static final long serialVersionUID = 1L;
  }
}

package org.commworld.spark;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.spark.Dependency;
import org.apache.spark.Partition;
import org.apache.spark.ShuffleDependency;
import org.apache.spark.SparkContext;
import org.apache.spark.TaskContext;
import org.apache.spark.rdd.RDD;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The partitions of an RDD, some to each of n groups.
 *
 * <p>A barrier stage must have as many partitions as every RDD in it, so coalescing is refused and
 * repartitioning would shuffle. Hence this RDD declares no narrow dependency on its parent, which
 * it reads all the same, but the parent's shuffles: those Spark must run before.
 */
final class GroupedRDD<T> extends RDD<T> {
  private static final long serialVersionUID = 1L;

  private final RDD<T> parent;
  private final transient Partition[] groups;

  private GroupedRDD(RDD<T> parent, Partition[] groups) {
    super(parent.sparkContext(), shuffles(parent), parent.elementClassTag());
    this.parent = parent;
    this.groups = groups;
  }

  /** {@code parent} in {@code ranks} groups, kept where they are as far as that balances. */
  static <T> GroupedRDD<T> of(RDD<T> parent, int ranks) {
    if (parent.isBarrier()) {
      throw new IllegalArgumentException(
          "RDD is part of a barrier stage itself: rdd=%s; persist and materialize it apart"
              .formatted(parent));
    }
    Partition[] partitions = parent.partitions();
    PartitionPlaces places = new PartitionPlaces();
    List<Optional<String>> placeOf = new ArrayList<>(partitions.length);
    for (Partition partition : partitions) {
      placeOf.add(places.of(parent, partition));
    }
    int slots = slotsPerExecutor(parent.sparkContext());
    List<PartitionGroups.Group> groups = PartitionGroups.group(ranks, placeOf, slots);
    Partition[] grouped =
        IntStream.range(0, ranks)
            .mapToObj(rank -> new Group(rank, groups.get(rank), partitions))
            .toArray(Partition[]::new);
    return new GroupedRDD<>(parent, grouped);
  }

  /** An estimate: executors are taken for equal. */
  private static int slotsPerExecutor(SparkContext context) {
    int executors = context.getExecutorMemoryStatus().size() - (context.isLocal() ? 0 : 1);
    return Math.max(1, JobRunner.slots(context) / Math.max(1, executors));
  }

  private static Seq<Dependency<?>> shuffles(RDD<?> rdd) {
    List<Dependency<?>> found = new ArrayList<>();
    collectShuffles(rdd, new HashSet<>(), found);
    return CollectionConverters.asScala(found).toSeq();
  }

  private static void collectShuffles(RDD<?> rdd, Set<Integer> visited, List<Dependency<?>> found) {
    if (visited.add(rdd.id())) {
      for (Dependency<?> dependency : CollectionConverters.asJava(rdd.dependencies())) {
        if (dependency instanceof ShuffleDependency<?, ?, ?>) {
          found.add(dependency);
        } else {
          collectShuffles(dependency.rdd(), visited, found);
        }
      }
    }
  }

  @Override
  public Partition[] getPartitions() {
    return groups.clone();
  }

  @Override
  public Seq<String> getPreferredLocations(Partition split) {
    return CollectionConverters.asScala(((Group) split).place.stream().toList()).toSeq();
  }

  @Override
  public scala.collection.Iterator<T> compute(Partition split, TaskContext context) {
    Iterator<Partition> rest = ((Group) split).partitions.iterator();
    Iterator<T> rows =
        new Iterator<>() {
          private scala.collection.Iterator<T> current = scala.collection.Iterator$.MODULE$.empty();

          @Override
          public boolean hasNext() {
            while (!current.hasNext() && rest.hasNext()) {
              current = parent.iterator(rest.next(), context);
            }
            return current.hasNext();
          }

          @Override
          public T next() {
            if (!hasNext()) {
              throw new NoSuchElementException("no rows left");
            }
            return current.next();
          }
        };
    return CollectionConverters.asScala(rows);
  }

  private static final class Group implements Partition {
    private static final long serialVersionUID = 1L;

    private final int index;
    private final ArrayList<Partition> partitions = new ArrayList<>();
    private final transient Optional<String> place;

    Group(int index, PartitionGroups.Group group, Partition[] parents) {
      this.index = index;
      this.place = group.place();
      group.partitions().forEach(p -> partitions.add(parents[p]));
    }

    @Override
    public int index() {
      return index;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Group that && that.index == index;
    }

    @Override
    public int hashCode() {
      return index;
    }
  }
}

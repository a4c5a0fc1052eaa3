package org.commworld.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.storage.StorageLevel;
import org.commworld.mpi.Comm;
import org.commworld.mpi.Op;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import scala.Tuple2;
import scala.reflect.ClassTag$;
import scala.runtime.AbstractFunction1;

/** Jobs over RDDs and Datasets, in one JVM. */
@Timeout(120)
class DataJobIT {
  @RegisterExtension static final LocalSpark SPARK = new LocalSpark("local[4]");

  private static JavaSparkContext context() {
    return JavaSparkContext.fromSparkContext(SPARK.session().sparkContext());
  }

  private static JavaRDD<Integer> numbers(int count, int partitions) {
    return context().parallelize(IntStream.range(0, count).boxed().toList(), partitions);
  }

  private static List<Integer> list(Iterator<Integer> rows) {
    List<Integer> list = new ArrayList<>();
    rows.forEachRemaining(list::add);
    return list;
  }

  private static long total(Comm comm, Iterator<Integer> rows) {
    long sum = list(rows).stream().mapToLong(i -> i).sum();
    return comm.allReduce(new long[] {sum}, Op.SUM)[0];
  }

  @Test
  void ranksShareMorePartitionsThanRanks() {
    List<List<Integer>> rows =
        BarrierJob.on(numbers(20, 10)).ranks(3).run((comm, part) -> list(part));

    assertThat(rows).hasSize(3);
    assertThat(rows.get(0)).isEqualTo(IntStream.range(0, 8).boxed().toList());
    assertThat(rows.get(1)).isEqualTo(IntStream.range(8, 14).boxed().toList());
    assertThat(rows.get(2)).isEqualTo(IntStream.range(14, 20).boxed().toList());
  }

  @Test
  void ranksWithoutPartitionsTakePart() {
    List<Long> totals = BarrierJob.on(numbers(10, 2)).ranks(4).run(DataJobIT::total);

    assertThat(totals).containsExactly(45L, 45L, 45L, 45L);
  }

  @Test
  void resultsGoOnAsAnOrdinaryRdd() {
    JavaRDD<Integer> results =
        BarrierJob.on(numbers(12, 6))
            .ranks(4)
            .mapPartitions(
                (comm, rows) -> {
                  List<Integer> shifted = new ArrayList<>();
                  rows.forEachRemaining(row -> shifted.add(row + 100 * comm.rank()));
                  return shifted.iterator();
                });

    assertThat(results.getNumPartitions()).isEqualTo(4);
    assertThat(results.first()).isZero();
    assertThat(results.take(5)).containsExactly(0, 1, 2, 3, 104);
    assertThat(results.coalesce(2).count()).isEqualTo(12);
    assertThat(results.union(numbers(3, 1)).map(x -> x + 1).collect()).hasSize(15);
  }

  @Test
  void iteratorOfAMapMayCommunicate() {
    JavaRDD<Long> results =
        BarrierJob.on(numbers(8, 4))
            .ranks(2)
            .mapPartitions(
                (comm, rows) ->
                    List.of(1L, 2L).stream()
                        .map(x -> comm.allReduce(new long[] {x}, Op.SUM)[0])
                        .iterator());

    assertThat(results.collect()).containsExactly(2L, 4L, 2L, 4L);
  }

  @Test
  void unpersistReleasesTheResults() {
    JavaRDD<Integer> results =
        BarrierJob.on(numbers(4, 2)).ranks(2).mapPartitions((comm, rows) -> rows);
    assertThat(results.count()).isEqualTo(4);

    results.unpersist(true);

    assertThatThrownBy(results::count).hasMessageContainingAll("result of a rank is gone", "rank=");
  }

  @Test
  void shuffledParentIsReadAfterItsShuffle() {
    JavaRDD<Integer> sums =
        numbers(100, 7)
            .mapToPair(i -> new Tuple2<>(i % 10, i))
            .reduceByKey(Integer::sum, 5)
            .map(Tuple2::_2);

    List<Long> totals = BarrierJob.on(sums).ranks(3).run(DataJobIT::total);

    assertThat(totals).containsExactly(4950L, 4950L, 4950L);
  }

  @Test
  void cachedParentIsNotComputedAgain() {
    var computed = context().sc().longAccumulator();
    JavaRDD<Integer> cached =
        numbers(24, 12)
            .map(
                i -> {
                  computed.add(1);
                  return i;
                })
            .persist(StorageLevel.MEMORY_ONLY());
    assertThat(cached.count()).isEqualTo(24);

    List<Long> totals = BarrierJob.on(cached.map(i -> i + 1)).ranks(4).run(DataJobIT::total);

    assertThat(totals).containsOnly(300L);
    assertThat(computed.value()).isEqualTo(24);
    cached.unpersist(true);
  }

  @Test
  void cachedPartitionsPreferTheirExecutor() {
    JavaRDD<Integer> cached = numbers(8, 8).cache();
    cached.count();

    GroupedRDD<Integer> grouped = GroupedRDD.of(cached.map(i -> i + 1).rdd(), 4);

    assertThat(grouped.getPartitions())
        .allSatisfy(
            partition ->
                assertThat(grouped.getPreferredLocations(partition).mkString(","))
                    .isEqualTo("executor_" + ExecutorIdentity.host() + "_driver"));
    cached.unpersist(true);
  }

  @Test
  void datasetsHaveRanksToo() {
    Dataset<Long> rows = SPARK.session().range(0, 1000, 1, 8).cache();

    List<Long> totals =
        BarrierJob.on(rows.repartition(6))
            .ranks(4)
            .run(
                (comm, part) -> {
                  long[] sum = new long[1];
                  part.forEachRemaining(x -> sum[0] += x);
                  return comm.allReduce(sum, Op.SUM)[0];
                });

    assertThat(totals).containsOnly(499_500L);
    rows.unpersist(true);
  }

  @Test
  void rddOfScalaTypesComesBackAsOne() {
    RDD<Tuple2<String, Integer>> pairs =
        context()
            .parallelize(List.of(1, 2, 3, 4), 4)
            .rdd()
            .map(new Pair(), ClassTag$.MODULE$.<Tuple2<String, Integer>>apply(Tuple2.class));

    RDD<String> names =
        BarrierJob.on(pairs)
            .ranks(2)
            .mapPartitions(
                (comm, rows) -> {
                  List<String> texts = new ArrayList<>();
                  rows.forEachRemaining(row -> texts.add(row._1() + row._2() + "@" + comm.rank()));
                  return texts.iterator();
                })
            .rdd();

    assertThat((String[]) names.map(new Upper(), ClassTag$.MODULE$.apply(String.class)).collect())
        .containsExactly("N1@0", "N2@0", "N3@1", "N4@1");
  }

  private static final class Pair extends AbstractFunction1<Integer, Tuple2<String, Integer>>
      implements java.io.Serializable {
    @Override
    public Tuple2<String, Integer> apply(Integer i) {
      return new Tuple2<>("n", i);
    }
  }

  private static final class Upper extends AbstractFunction1<String, String>
      implements java.io.Serializable {
    @Override
    public String apply(String s) {
      return s.toUpperCase(java.util.Locale.ROOT);
    }
  }

  @Test
  void failureWhileReadingRowsIsTheRanks() {
    JavaRDD<Integer> broken =
        numbers(4, 4)
            .map(
                i -> {
                  if (i == 3) {
                    throw new IllegalStateException("bad row");
                  }
                  return i;
                });

    assertThatThrownBy(() -> BarrierJob.on(broken).ranks(2).mapPartitions((comm, rows) -> rows))
        .isInstanceOf(RankFailedException.class)
        .hasMessageContaining("rank=1")
        .hasRootCauseMessage("bad row");
  }
}

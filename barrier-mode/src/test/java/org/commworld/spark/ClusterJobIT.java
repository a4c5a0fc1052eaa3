package org.commworld.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.commworld.mpi.Op;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Jobs on two executor JVMs of two slots each. */
@Timeout(180)
class ClusterJobIT {
  private static SparkSession spark;

  @BeforeAll
  static void start() throws IOException {
    // The directory that Spark takes for an installation must exist; the class path says the rest.
    Files.createDirectories(Path.of(System.getenv("SPARK_HOME"), "jars"));
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    spark =
        SparkSession.builder()
            .master("local-cluster[2,2,1024]")
            .appName("barrier-mode-cluster-test")
            .config("spark.ui.enabled", "false")
            .config("spark.executor.memory", "512m")
            .config("spark.executor.extraClassPath", classPath)
            .config("spark.scheduler.barrier.maxConcurrentTasksCheck.interval", "1s")
            .getOrCreate();
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  private static BarrierJob job(int ranks) {
    return BarrierJob.on(spark).ranks(ranks);
  }

  @Test
  void ranksOfTwoExecutorsReduceTogether() {
    List<String> executors =
        job(4)
            .run(
                comm -> {
                  long[] sum = comm.allReduce(new long[] {comm.rank() + 1L}, Op.SUM);
                  return SparkEnv.get().executorId() + ":" + sum[0];
                });

    assertThat(executors).hasSize(4).allMatch(text -> text.endsWith(":10"));
    assertThat(executors.stream().distinct()).hasSize(2);
  }

  @Test
  void standardStreamsGoThroughTheDriver() {
    Map<Integer, String> out = new ConcurrentHashMap<>();
    RankIo io =
        new RankIo() {
          @Override
          public void output(int rank, boolean err, byte[] bytes) {
            out.merge(rank, new String(bytes, StandardCharsets.UTF_8), String::concat);
          }

          @Override
          public @Nullable InputStream input() {
            return new ByteArrayInputStream("a line\n".getBytes(StandardCharsets.UTF_8));
          }
        };

    List<String> read =
        job(4)
            .io(io)
            .runTask(
                rank -> {
                  for (int i = 0; i < 1000; i++) {
                    byte[] text = (i + ";").getBytes(StandardCharsets.UTF_8);
                    rank.write(false, text, 0, text.length);
                  }
                  return rank.world().rank() == 0
                      ? new String(rank.standardInput().readNBytes(7), StandardCharsets.UTF_8)
                      : "";
                });

    assertThat(read).containsExactly("a line\n", "", "", "");
    assertThat(out.keySet()).containsExactlyInAnyOrder(0, 1, 2, 3);
    assertThat(out.values())
        .allSatisfy(text -> assertThat(text).startsWith("0;1;2;").endsWith(";999;").hasSize(3890));
  }

  @Test
  void callerGetsTheRanksOwnException() {
    RankFailedException failure =
        catchThrowableOfType(
            RankFailedException.class,
            () ->
                job(4)
                    .run(
                        comm -> {
                          if (comm.rank() == 3) {
                            throw new ArithmeticException("own fault");
                          }
                          comm.barrier();
                          return 0;
                        }));

    assertThat(failure.getCause())
        .isExactlyInstanceOf(ArithmeticException.class)
        .hasMessage("own fault");
    assertThat(failure).hasMessageContainingAll("rank=3", "attempt=0");
  }

  @Test
  void abortGivesItsCode() {
    RankFailedException failure =
        catchThrowableOfType(
            RankFailedException.class,
            () ->
                job(4)
                    .run(
                        comm -> {
                          if (comm.rank() == 1) {
                            comm.abort(7);
                          }
                          comm.barrier();
                          return 0;
                        }));

    assertThat(failure.code()).isEqualTo(7);
    assertThat(failure.rank()).isEqualTo(1);
  }

  @Test
  void executorThatDiesEndsTheJobAndTheNextOneWorks() {
    RankFailedException failure =
        catchThrowableOfType(
            RankFailedException.class,
            () ->
                job(4)
                    .run(
                        comm -> {
                          for (int i = 0; ; i++) {
                            if (i == 100 && comm.rank() == 2) {
                              Runtime.getRuntime().halt(137);
                            }
                            comm.allReduce(new long[] {i}, Op.SUM);
                          }
                        }));

    assertThat(failure.rank()).isNotNegative();
    assertThat(failure.host()).isIn("127.0.0.1", "localhost");
    assertThat(failure).hasMessageContaining("attempt=0");
    assertThat(job(4).run(comm -> comm.rank())).containsExactly(0, 1, 2, 3);
  }

  @Test
  void cachedRowsAreReadWhereTheyAre() {
    JavaRDD<String> cached =
        JavaSparkContext.fromSparkContext(spark.sparkContext())
            .parallelize(List.of(1, 2, 3, 4, 5, 6, 7, 8), 8)
            .map(i -> SparkEnv.get().executorId())
            .cache();
    List<String> holders = cached.collect();
    long onFirst = holders.stream().filter(holders.get(0)::equals).count();

    List<Long> elsewhere =
        BarrierJob.on(cached)
            .ranks(4)
            .run(
                (comm, rows) -> {
                  long count = 0;
                  while (rows.hasNext()) {
                    count += Objects.equals(rows.next(), SparkEnv.get().executorId()) ? 0 : 1;
                  }
                  return count;
                });

    assertThat(elsewhere.stream().mapToLong(n -> n).sum())
        .as("only what keeps the shares even is read elsewhere: cached=%s", holders)
        .isEqualTo(Math.abs(onFirst - 4));
    cached.unpersist(true);
  }

  @Test
  void tooManyRanksFailAtOnce() {
    assertThatThrownBy(() -> job(5).run(comm -> 0))
        .isInstanceOf(JobNotStartedException.class)
        .hasMessageStartingWith("5 ranks, 4 slots: master=local-cluster[2,2,1024]");
  }
}

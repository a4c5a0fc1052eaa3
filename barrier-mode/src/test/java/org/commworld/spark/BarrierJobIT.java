package org.commworld.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkContext;
import org.apache.spark.TaskContext;
import org.commworld.mpi.AbortException;
import org.commworld.mpi.Op;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Jobs without data, in one JVM with the driver's own ZooKeeper server. */
@Timeout(120)
class BarrierJobIT {
  @RegisterExtension static final LocalSpark SPARK = new LocalSpark("local[4]");

  /** In local mode ranks share this class with the test. */
  private static volatile CountDownLatch asleep = new CountDownLatch(0);

  private static BarrierJob job(int ranks) {
    return BarrierJob.on(SPARK.session()).ranks(ranks);
  }

  private static SparkContext context() {
    return SPARK.session().sparkContext();
  }

  @Test
  void resultsComeByRank() {
    List<Integer> results = job(4).run(comm -> 10 * comm.rank() + comm.size());

    assertThat(results).containsExactly(4, 14, 24, 34);
  }

  @Test
  void nullIsAResult() {
    List<@Nullable String> results = job(2).run(comm -> comm.rank() == 0 ? null : "one");

    assertThat(results).containsExactly(null, "one");
  }

  @Test
  void ranksReduceTogether() {
    List<Long> results =
        job(3).run(comm -> comm.allReduce(new long[] {comm.rank() + 1L}, Op.SUM)[0]);

    assertThat(results).containsExactly(6L, 6L, 6L);
  }

  @Test
  void ranksAreTheDefaultParallelismUnlessSaid() {
    List<Integer> results = BarrierJob.on(context()).run(comm -> comm.size());

    assertThat(results).containsExactly(4, 4, 4, 4);
  }

  @Test
  void fewerSlotsThanRanksFailAtOnce() {
    BarrierJob job = job(5);

    assertThatThrownBy(() -> job.run(comm -> 0))
        .isInstanceOf(JobNotStartedException.class)
        .hasMessage("5 ranks, 4 slots: master=local[4], spark.task.cpus=1");
  }

  @Test
  void callerGetsTheRanksOwnException() {
    BarrierJob job = job(4).name("boom");

    RankFailedException failure =
        catchThrowableOfType(
            RankFailedException.class,
            () ->
                job.run(
                    comm -> {
                      if (comm.rank() == 2) {
                        throw new ArithmeticException("own fault");
                      }
                      comm.barrier();
                      return 0;
                    }));

    assertThat(failure.getCause())
        .isExactlyInstanceOf(ArithmeticException.class)
        .hasMessage("own fault");
    assertThat(failure.rank()).isEqualTo(2);
    assertThat(failure.code()).isEqualTo(1);
    assertThat(failure).hasMessageContainingAll("rank=2", "host=127.0.0.1", "attempt=0");
  }

  @Test
  void jobAfterAFailedOneSucceeds() {
    BarrierJob job = job(4);
    assertThatThrownBy(
            () ->
                job.run(
                    comm -> {
                      throw new IllegalStateException("first");
                    }))
        .isInstanceOf(RankFailedException.class);

    assertThat(job.run(comm -> comm.rank())).containsExactly(0, 1, 2, 3);
  }

  @Test
  void secondAttemptMaySucceed() {
    BarrierJob job = job(2).attempts(2);

    List<Integer> results =
        job.runTask(
            rank -> {
              if (rank.attempt() == 0 && rank.world().rank() == 1) {
                throw new IllegalStateException("first attempt");
              }
              rank.world().barrier();
              return rank.attempt();
            });

    assertThat(results).containsExactly(1, 1);
  }

  @Test
  void lastAttemptsFailureIsTold() {
    BarrierJob job = job(2).attempts(2);

    RankFailedException failure =
        catchThrowableOfType(
            RankFailedException.class,
            () ->
                job.runTask(
                    rank -> {
                      throw new IllegalStateException("attempt " + rank.attempt());
                    }));

    assertThat(failure.attempt()).isEqualTo(1);
    assertThat(failure.getCause()).hasMessage("attempt 1");
  }

  @Test
  void abortGivesItsCode() {
    BarrierJob job = job(3).attempts(3);

    RankFailedException failure =
        catchThrowableOfType(
            RankFailedException.class,
            () ->
                job.runTask(
                    rank -> {
                      if (rank.world().rank() == 1) {
                        rank.world().abort(7);
                      }
                      rank.world().barrier();
                      return 0;
                    }));

    assertThat(failure.code()).isEqualTo(7);
    assertThat(failure.rank()).isEqualTo(1);
    assertThat(failure.attempt()).as("an abort is not tried again").isZero();
    assertThat(failure.getCause()).isInstanceOf(AbortException.class);
  }

  @Test
  void rankAsleepEndsWhenAnotherFails() {
    BarrierJob job = job(2);
    long start = System.nanoTime();

    assertThatThrownBy(
            () ->
                job.run(
                    comm -> {
                      if (comm.rank() == 0) {
                        TimeUnit.MINUTES.sleep(10);
                      }
                      throw new IllegalStateException("wide awake");
                    }))
        .hasRootCauseMessage("wide awake");

    assertThat(job(4).run(comm -> 1)).as("all slots are free again").hasSize(4);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMinutes(1));
  }

  @Test
  void cancelledJobGroupEndsRanksThatSleep() throws Exception {
    asleep = new CountDownLatch(2);
    Thread canceller =
        new Thread(
            () -> {
              try {
                if (asleep.await(60, TimeUnit.SECONDS)) {
                  context().cancelJobGroup("of the caller");
                }
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    canceller.start();
    context().setJobGroup("of the caller", "cancelled soon", false);
    BarrierJob job = job(2).attempts(5);
    try {
      RankFailedException failure =
          catchThrowableOfType(
              RankFailedException.class,
              () ->
                  job.run(
                      comm -> {
                        asleep.countDown();
                        TimeUnit.MINUTES.sleep(10);
                        return 0;
                      }));

      assertThat(failure.code()).isEqualTo(143);
      assertThat(failure.attempt()).as("a cancelled job is not tried again").isZero();
    } finally {
      context().clearJobGroup();
    }
    canceller.join(10_000);
    assertThat(job(4).run(comm -> 1)).as("all slots are free again").hasSize(4);
  }

  @Test
  void interruptOfTheCallerEndsTheJob() throws Exception {
    asleep = new CountDownLatch(2);
    ConcurrentLinkedQueue<Throwable> thrown = new ConcurrentLinkedQueue<>();
    BarrierJob job = job(2);
    Thread caller =
        new Thread(
            () -> {
              try {
                job.run(
                    comm -> {
                      asleep.countDown();
                      TimeUnit.MINUTES.sleep(10);
                      return 0;
                    });
              } catch (RuntimeException e) {
                thrown.add(e);
              }
            });
    caller.start();
    assertThat(asleep.await(60, TimeUnit.SECONDS)).isTrue();

    caller.interrupt();
    caller.join(10_000);

    assertThat(thrown).hasSize(1);
    assertThat(job(4).run(comm -> 1)).as("all slots are free again").hasSize(4);
  }

  @Test
  void stackOverflowOfARankSparesTheDriver() {
    BarrierJob job = job(2);

    assertThatThrownBy(() -> job.run(comm -> deep(comm.rank())))
        .isInstanceOf(RankFailedException.class)
        .hasRootCauseInstanceOf(StackOverflowError.class);
  }

  @SuppressWarnings("InfiniteRecursion")
  private static int deep(int x) {
    return deep(x + 1) + 1;
  }

  @Test
  void malformedZookeeperAddressIsRefusedByName() {
    BarrierJob job = job(2).zookeeper("host:port:more");

    assertThatThrownBy(() -> job.run(comm -> 0))
        .isInstanceOf(JobNotStartedException.class)
        .hasMessageContaining("host:port:more");
  }

  @Test
  void programThatCannotTravelIsRefused() {
    Object notSerializable = new Object();
    BarrierJob job = job(2);

    assertThatThrownBy(() -> job.run(comm -> notSerializable.hashCode()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("java.lang.Object");
  }

  @Test
  void startTimesOutWhileOthersHoldTheSlots() throws Exception {
    asleep = new CountDownLatch(1);
    CountDownLatch wake = new CountDownLatch(1);
    held = wake;
    var holder = job(3);
    Thread holding =
        new Thread(
            () ->
                holder.run(
                    comm -> {
                      asleep.countDown();
                      held.await(60, TimeUnit.SECONDS);
                      return 0;
                    }));
    holding.start();
    assertThat(asleep.await(60, TimeUnit.SECONDS)).isTrue();
    BarrierJob job = job(2).startTimeout(Duration.ofMillis(1500)).name("latecomer");

    assertThatThrownBy(() -> job.run(comm -> 0))
        .isInstanceOf(JobNotStartedException.class)
        .hasMessageContainingAll("no 2 slots were free", "PT1.5S", "latecomer");

    wake.countDown();
    holding.join(30_000);
    assertThat(job(4).run(comm -> 1)).hasSize(4);
  }

  private static volatile CountDownLatch held = new CountDownLatch(0);

  @Test
  void callersLocalPropertiesAreLeftAlone() {
    context().setLocalProperty("spark.job.interruptOnCancel", "false");
    context().setLocalProperty("spark.job.description", "mine");
    try {
      job(2).run(comm -> 0);

      assertThat(context().getLocalProperty("spark.job.interruptOnCancel")).isEqualTo("false");
      assertThat(context().getLocalProperty("spark.job.description")).isEqualTo("mine");
      assertThat(context().getLocalProperty(StageEvents.ATTEMPT_PROPERTY)).isNull();
    } finally {
      context().setLocalProperty("spark.job.interruptOnCancel", null);
      context().setLocalProperty("spark.job.description", null);
    }
  }

  @Test
  void tasksAreOfABarrierStage() {
    List<String> types = job(2).runTask(rank -> rank.taskContext().getClass().getSimpleName());
    List<Boolean> same = job(2).runTask(rank -> rank.taskContext() == TaskContext.get());

    assertThat(types).containsOnly("BarrierTaskContext");
    assertThat(same).containsOnly(true);
  }

  @Test
  void outputArrivesBeforeTheResultInOrder() {
    List<StringBuilder> out = List.of(new StringBuilder(), new StringBuilder());
    RankIo io =
        new RankIo() {
          @Override
          public void output(int rank, boolean err, byte[] bytes) {
            out.get(rank).append(err ? "!" : "").append(new String(bytes, StandardCharsets.UTF_8));
          }

          @Override
          public @Nullable InputStream input() {
            return new ByteArrayInputStream("hello\n".getBytes(StandardCharsets.UTF_8));
          }
        };

    List<String> read =
        job(2)
            .io(io)
            .runTask(
                rank -> {
                  for (int i = 0; i < 3; i++) {
                    byte[] text =
                        ("r" + rank.world().rank() + "." + i + ";")
                            .getBytes(StandardCharsets.UTF_8);
                    rank.write(i == 1, text, 0, text.length);
                  }
                  return new String(rank.standardInput().readAllBytes(), StandardCharsets.UTF_8);
                });

    assertThat(out.get(0)).hasToString("r0.0;!r0.1;r0.2;");
    assertThat(out.get(1)).hasToString("r1.0;!r1.1;r1.2;");
    assertThat(read).containsExactly("hello\n", "");
  }
}

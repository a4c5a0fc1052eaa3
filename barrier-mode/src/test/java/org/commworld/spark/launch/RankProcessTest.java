package org.commworld.spark.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.commworld.mpi.AbortException;
import org.commworld.mpi.Comm;
import org.commworld.spark.RankContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class RankProcessTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final CountDownLatch written = new CountDownLatch(1);

  @Test
  void eachRankHasItsOwnStaticStateAndWorld() throws Exception {
    run(1, "print");
    run(2, "print");

    assertThat(out.toString(StandardCharsets.UTF_8))
        .isEqualTo("starts=1 rank=1\nstarts=1 rank=2\n");
    assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo("err\nerr\n");
  }

  @Test
  void methodReferenceToAStreamIsTheRanks() throws Exception {
    run(0, "reference");

    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("by reference\n");
  }

  @Test
  void whatTheJdkPrintsInARanksThreadIsTheRanks() throws Exception {
    StandardStreams.route();

    run(0, "trace");

    assertThat(err.toString(StandardCharsets.UTF_8))
        .startsWith("java.lang.IllegalStateException: traced\n");
  }

  @Test
  void inputIsTheRanks() throws Exception {
    run(0, "read");

    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("7\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"exit", "exitReference", "halt", "haltReference", "exitInThread"})
  void exitWithAStatusAbortsTheWorldWithIt(String how) {
    assertThatThrownBy(() -> run(0, how, "5"))
        .isInstanceOfSatisfying(AbortException.class, e -> assertThat(e.code()).isEqualTo(5));
    assertThat(out.toString(StandardCharsets.UTF_8)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"exit", "exitReference", "halt", "haltReference", "exitInThread"})
  void exitWithStatusZeroIsANormalEnd(String how) throws Exception {
    run(0, how, "0");

    assertThat(out.toString(StandardCharsets.UTF_8)).isEmpty();
  }

  @Test
  void exceptionOfMainComesOutWithoutTheLaunchersFrames() {
    assertThatThrownBy(() -> run(0, "unknown"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("unknown")
        .satisfies(
            e -> {
              StackTraceElement[] frames = e.getStackTrace();
              assertThat(frames[frames.length - 1].getMethodName()).isEqualTo("main");
            });
  }

  @Test
  void interruptOfTheTaskEndsARankThatWaits() throws Exception {
    CompletableFuture<Void> ended = new CompletableFuture<>();
    Thread task =
        new Thread(
            () -> {
              try {
                run(0, "wait");
                ended.complete(null);
              } catch (Exception e) {
                ended.completeExceptionally(e);
              }
            });
    task.start();
    written.await();

    task.interrupt();

    assertThatThrownBy(ended::get)
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(InterruptedException.class);
  }

  private void run(int rank, String... arguments) throws Exception {
    Path classes =
        Path.of(RankProcessTest.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    Program program =
        new Program("program.Sample", List.of(arguments), List.of(classes.toString()), false);
    try (RankProcess process = new RankProcess(program, context(rank))) {
      process.run();
    }
  }

  /** A context without Spark: the world knows its rank and how to abort. */
  private RankContext context(int rank) {
    Comm world =
        proxy(
            Comm.class,
            (name, arguments) ->
                switch (name) {
                  case "rank" -> rank;
                  case "abort" -> throw new AbortException(rank, (int) arguments[0], "aborted");
                  default -> throw new AssertionError(name);
                });
    return proxy(
        RankContext.class,
        (name, arguments) ->
            switch (name) {
              case "world" -> world;
              case "standardInput" -> (InputStream) new ByteArrayInputStream(new byte[] {7});
              case "write" -> {
                ByteArrayOutputStream stream = (boolean) arguments[0] ? err : out;
                stream.write((byte[]) arguments[1], (int) arguments[2], (int) arguments[3]);
                written.countDown();
                yield null;
              }
              default -> throw new AssertionError(name);
            });
  }

  private interface Answers {
    Object answer(String method, Object[] arguments);
  }

  private static <T> T proxy(Class<T> type, Answers answers) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> answers.answer(method.getName(), arguments)));
  }
}

package org.commworld.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.retry.RetryOneTime;
import org.apache.curator.test.TestingCluster;
import org.commworld.zookeeper.Ensembles;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ranks on a real cluster: a Master, two Workers, an ensemble of three ZooKeeper servers. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class ClusterIT {
  /** Most of what these tests take is executors' start. */
  private static final String QUICK_START =
      "spark.executor.extraJavaOptions=-XX:TieredStopAtLevel=1";

  private static final int TICK_MILLIS = 2_000;

  @TempDir static Path directory;
  private static StandaloneCluster cluster;
  private static TestingCluster ensemble;
  private static Path programs;

  @BeforeAll
  static void start() throws Exception {
    ensemble = Ensembles.ofThree(TICK_MILLIS);
    ensemble.start();
    cluster = StandaloneCluster.start(directory, 2, 2);
    programs = StandaloneCluster.jar(Command.testClasses(), directory.resolve("programs.jar"));
  }

  @AfterAll
  static void stop() throws Exception {
    cluster.close();
    ensemble.close();
  }

  private static Command run(int ranks, String program, Object... arguments) {
    return Command.commworld(
            "run", "-n", ranks, "--master", cluster.master(), "--zk", ensemble.getConnectString())
        .with("--conf", "spark.executor.memory=512m", "--conf", QUICK_START)
        .with("--jars", programs, program)
        .with(arguments);
  }

  @Test
  void helloPrintsWhatItDoesElsewhere() throws Exception {
    assertThatItPrintsWhatItDoesElsewhere("Hello", 4);
  }

  @Tag("long")
  @ParameterizedTest
  @CsvSource({"Lambda, 2", "PointToPoint, 4", "Nonblocking, 2", "Scatter, 3", "Broadcast, 3"})
  void soDoTheOtherSeedPrograms(String program, int ranks) throws Exception {
    assertThatItPrintsWhatItDoesElsewhere(program, ranks);
  }

  private static void assertThatItPrintsWhatItDoesElsewhere(String program, int ranks)
      throws Exception {
    Command.Result result = run(ranks, "org.commworld.examples." + program).run();

    assertThat(result.err()).isEmpty();
    assertThat(result.out()).containsExactlyInAnyOrderElementsOf(SeedOutput.of(program, ranks));
    assertThat(result.status()).isZero();
  }

  @Test
  void dynamicAllocationIsRefusedWithTheKeyToSet() throws Exception {
    Command.Result result =
        run(2, "org.commworld.examples.Hello")
            .before(
                "org.commworld.examples.Hello", "--conf", "spark.dynamicAllocation.enabled=true")
            .run();

    assertThat(result.status()).isNotZero();
    assertThat(String.join("\n", result.err())).contains("spark.dynamicAllocation.enabled");
  }

  @Test
  void ranksOfTwoExecutorsTalkAndAreTraced() throws Exception {
    Path file = directory.resolve("trace.json");

    Command.Result result =
        run(4, "programs.Traffic").before("--jars", "--stats", "--trace", file.toString()).run();

    assertThat(result.out()).containsExactly("2 JVMs, sum 10");
    assertThat(result.status()).isZero();
    assertThat(result.err()).anyMatch(line -> line.matches(".*\\ballReduce\\b.*"));
    assertThat(result.err()).anyMatch(line -> line.matches(".*\\bsendRecv\\b.*"));
    JsonNode trace = new ObjectMapper().readTree(file.toFile());
    assertThat(trace.at("/otherData/droppedCalls").asInt()).isZero();
    Trace events = new Trace(trace.get("traceEvents"));
    assertThat(events.names("process_name")).hasSize(2);
    assertThat(events.names("thread_name"))
        .containsExactlyInAnyOrder("rank 0", "rank 1", "rank 2", "rank 3");
    assertThat(events.spans("sendRecv")).hasSize(4);
    assertThat(events.spans("allReduce")).hasSize(8);
    assertThat(events.ids("s")).hasSize(4).isEqualTo(events.ids("f"));
    assertThat(events.overlaps()).isEmpty();
  }

  @Test
  void outputOfExecutorsIsForwardedByLines() throws Exception {
    Command.Result result = run(3, "programs.Streams").run();

    for (int r = 0; r < 3; r++) {
      String rank = "rank " + r;
      assertThat(result.out())
          .filteredOn(line -> line.startsWith(rank))
          .containsExactly(rank + " starts=1", rank + " in a thread", rank + " captured é");
      assertThat(result.err()).contains(rank + " to err");
    }
    assertThat(result.status()).isZero();
  }

  @Test
  void standardInputReachesRankZeroOnItsExecutor() throws Exception {
    Command.Result result = run(2, "programs.Echo").run("one\ntwo");

    assertThat(result.out()).contains("rank 0 read one", "rank 0 read two", "rank 1 at the end");
  }

  @Test
  void sparkJobWithCollectivesRuns() throws Exception {
    Command.Result local =
        Command.commworld(
                "run", "-n", 4, "org.commworld.examples.KMeans", "examples/data/zipcodes.csv", 8)
            .run();
    Command.Result job =
        Command.commworld("submit", "--master", cluster.master())
            .with("--conf", "spark.commworld.zookeeper.connect=" + ensemble.getConnectString())
            .with("--conf", "spark.executor.memory=512m", "--conf", QUICK_START)
            .with("--class", "org.commworld.examples.KMeansJob")
            .with(examplesJar(), Command.ROOT.resolve("examples/data/zipcodes.csv"), 8, 4)
            .run();

    assertThat(job.status()).isZero();
    assertThat(job.out()).containsAll(local.out());
  }

  private static Path examplesJar() throws Exception {
    try (var jars =
        Files.newDirectoryStream(
            Command.ROOT.resolve("examples/target"), "commworld-examples-*.jar")) {
      for (Path jar : jars) {
        if (!jar.toString().contains("-tests")) {
          return jar;
        }
      }
    }
    throw new AssertionError("no jar of the examples");
  }

  @Test
  void killedExecutorEndsTheWorldWithRankAndHost() throws Exception {
    Process process = run(4, "programs.Spins").start();
    try (BufferedReader out = reader(process)) {
      CompletableFuture<List<String>> err = Command.lines(process.getErrorStream());
      Map<Integer, Long> pids = new HashMap<>();
      while (pids.size() < 4) {
        String[] words = out.readLine().split(" ", -1);
        pids.put(Integer.valueOf(words[0]), Long.valueOf(words[1]));
      }
      assertThat(pids.values().stream().distinct()).as("executors").hasSize(2);
      assertThat(cluster.executors()).as("seen from outside").hasSize(2);

      ProcessHandle.of(pids.get(1)).orElseThrow().destroyForcibly();

      assertThat(process.waitFor(10, TimeUnit.SECONDS)).as("ended within 10 s").isTrue();
      assertThat(process.exitValue()).isNotZero();
      assertThat(String.join("\n", err.get())).containsPattern("ranks?[ =]1").contains("127.0.0.1");
    } finally {
      process.destroyForcibly();
    }
    assertThatNothingIsLeft();
    assertThat(run(4, "programs.Traffic").run().out()).containsExactly("2 JVMs, sum 10");
  }

  @Test
  void rankThatThrowsEndsThoseThatWaitToo() throws Exception {
    Command.Result result = run(4, "programs.WaitsOrFails").run();

    assertThat(result.status()).isEqualTo(1);
    assertThat(result.err().get(0))
        .matches("rank 1 on \\S+: java.lang.IllegalStateException: rank 1 gives up");
    assertThatNothingIsLeft();
  }

  @Tag("long")
  @ParameterizedTest
  @CsvSource({"abort, 7", "main, 3"})
  void statusOfTheRankIsTheCommands(String how, int status) throws Exception {
    Command.Result result = run(4, "programs.Exits", 1, how, status).run();

    assertThat(result.status()).isEqualTo(status);
    assertThat(String.join("\n", result.err())).contains("rank 1");
    assertThatNothingIsLeft();
  }

  @Test
  void interruptEndsAllRanks() throws Exception {
    Process process = run(4, "programs.Waits").start();
    try (BufferedReader out = reader(process)) {
      for (int r = 0; r < 4; r++) {
        assertThat(out.readLine()).endsWith(" waits");
      }

      new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();

      assertThat(process.waitFor(10, TimeUnit.SECONDS)).as("ended in time").isTrue();
      assertThat(process.exitValue()).isEqualTo(130);
    } finally {
      process.destroyForcibly();
    }
    assertThatNothingIsLeft();
  }

  @Test
  void tooManyRanksAreRefusedWithBothNumbers() throws Exception {
    Command.Result result =
        run(9, "org.commworld.examples.Hello").before("--zk", "--start-timeout", "10s").run();

    assertThat(result.status()).isNotZero();
    assertThat(String.join("\n", result.err()))
        .as("the slots of the executors that have come by then, of four")
        .containsPattern("9 ranks, [024] slots");
  }

  private static BufferedReader reader(Process process) {
    return new BufferedReader(
        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  /** No executor runs on, and ZooKeeper holds no more than one record for each job. */
  private static void assertThatNothingIsLeft() throws Exception {
    for (ProcessHandle executor : cluster.executors()) {
      executor.onExit().get(20, TimeUnit.SECONDS);
    }
    try (CuratorFramework zooKeeper =
        CuratorFrameworkFactory.newClient(ensemble.getConnectString(), new RetryOneTime(100))) {
      zooKeeper.start();
      List<String> left = new ArrayList<>();
      collect(zooKeeper, "/commworld", left);
      assertThat(left)
          .isNotEmpty()
          .allMatch(path -> path.matches("/commworld/v1/apps/[^/]+/jobs/[0-9a-f]{32}"));
    }
  }

  private static void collect(CuratorFramework zooKeeper, String path, List<String> leaves)
      throws Exception {
    List<String> children = zooKeeper.getChildren().forPath(path);
    for (String child : children) {
      collect(zooKeeper, path + "/" + child, leaves);
    }
    if (children.isEmpty()) {
      leaves.add(path);
    }
  }
}

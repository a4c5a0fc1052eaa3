package org.commworld.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.commworld.testkit.TestRun;
import org.commworld.testkit.Worlds.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What Java 22 and later do otherwise, if one is installed beside the Java of this test. */
@Timeout(180)
class NewerJavaIT {
  private static final int WITH_CRITICAL_CALLS = 22;

  @Test
  void arraysGoStraightBetweenUserAndSocket(@TempDir Path directory) throws Exception {
    assertSucceed(
        directory,
        "class:org.commworld.transport.tcp.ArraySocketTest",
        over("everyKindOfMemoryGoesToEveryOther", Kind.TCP, Kind.MIXED),
        over("shortMessagesPassBetweenLongOnesBothWays", Kind.TCP, Kind.MIXED));
  }

  @Test
  void theLibraryCopiesIntoSharedMemory(@TempDir Path directory) throws Exception {
    assertSucceed(
        directory,
        "class:org.commworld.data.StreamingCopyTest",
        "class:" + LongLapsIT.class.getName(),
        "class:" + AllocationIT.class.getName(),
        "class:" + LocationIT.class.getName(),
        over("everyKindOfMemoryGoesToEveryOther", Kind.SHM, Kind.MIXED_SHM),
        over("shortMessagesPassBetweenLongOnesBothWays", Kind.SHM, Kind.MIXED_SHM));
  }

  /** Runs {@code tests} with the newer Java. */
  private static void assertSucceed(Path directory, String... tests) throws Exception {
    Optional<Path> java = newerJava();
    assumeTrue(java.isPresent(), "no Java 22 or later beside this one");
    Path output = directory.resolve("output");
    List<String> command =
        new ArrayList<>(
            List.of(
                java.get().resolve("bin/java").toString(),
                "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                TestRun.class.getName()));
    command.addAll(List.of(tests));
    Process run =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      assertThat(run.waitFor(150, TimeUnit.SECONDS)).as("has ended").isTrue();
    } finally {
      run.destroyForcibly();
    }
    assertThat(run.exitValue()).as(() -> read(output)).isZero();
  }

  /** A test of {@link DirectMemoryIT}, of worlds of two kinds. */
  private static String over(String method, Kind one, Kind other) {
    List<Kind> kinds = List.of(Kind.values());
    return "iteration:method:%s#%s(%s)[%d,%d]"
        .formatted(
            DirectMemoryIT.class.getName(),
            method,
            Kind.class.getName(),
            kinds.indexOf(one),
            kinds.indexOf(other));
  }

  private static String read(Path output) {
    try {
      return Files.readString(output);
    } catch (IOException e) {
      return e.toString();
    }
  }

  /** The home of this Java if it is new enough, or of one in the same directory. */
  private static Optional<Path> newerJava() throws IOException {
    Path here = Path.of(System.getProperty("java.home")).toRealPath();
    try (Stream<Path> beside = Files.list(here.getParent())) {
      return Stream.concat(Stream.of(here), beside.sorted())
          .filter(home -> feature(home) >= WITH_CRITICAL_CALLS)
          .findFirst();
    }
  }

  private static int feature(Path home) {
    Properties release = new Properties();
    try (var in = Files.newBufferedReader(home.resolve("release"))) {
      release.load(in);
      String version = release.getProperty("JAVA_VERSION", "").replace("\"", "");
      return Runtime.Version.parse(version).feature();
    } catch (IOException | IllegalArgumentException e) {
      return 0; // No JDK.
    }
  }
}

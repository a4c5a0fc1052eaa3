package org.commworld.mapreduce.hadoop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Enumeration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Hadoop's own tests that submit jobs, each class in a JVM and a working directory of its own, with
 * Spark in the place of Hadoop's local runner and of its YARN cluster. Which ones, and which not
 * and why, says {@code hadoop-tests.txt}.
 */
@Tag("hadoop-tests")
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class HadoopTestsIT {
  private static final Path TARGET = Path.of("target/hadoop-tests").toAbsolutePath();
  private static final Path CLASSES = TARGET.resolve("classes");
  private static final long LIMIT_SECONDS = 400;

  static Stream<HadoopTestList.Entry> run() {
    return HadoopTestList.read().entries().stream().filter(HadoopTestList.Entry::runs);
  }

  @Execution(ExecutionMode.CONCURRENT)
  @ParameterizedTest(name = "{0}")
  @MethodSource("run")
  void passesOnSpark(HadoopTestList.Entry test) throws Exception {
    Path directory = TARGET.resolve("work").resolve(test.name());
    prepare(directory);
    Path log = TARGET.resolve(test.name() + ".log");
    Path jobs = directory.resolve("jobs");

    Process process =
        new ProcessBuilder(command(test, directory, jobs))
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    boolean ended = process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
    if (!ended) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly().waitFor();
    }

    assertThat(ended).as("ended after %d seconds, %s", LIMIT_SECONDS, log).isTrue();
    assertThat(process.exitValue()).as(() -> failures(log)).isZero();
    assertThat(jobs).as("ids of jobs that were submitted to Spark").isNotEmptyFile();
  }

  @Test
  void eachTestClassOfTheJobClientIsListed() throws IOException {
    Set<String> listed = new TreeSet<>();
    HadoopTestList.read().entries().forEach(entry -> listed.add(entry.name()));

    Set<String> there = new TreeSet<>();
    try (JarFile jar = new JarFile(jar("hadoop-mapreduce-client-jobclient").toFile())) {
      for (Enumeration<JarEntry> all = jar.entries(); all.hasMoreElements(); ) {
        addTest(there, all.nextElement().getName());
      }
    }
    try (Stream<Path> files = Files.walk(CLASSES.resolve("org/apache/hadoop/streaming"))) {
      files.forEach(file -> addTest(there, CLASSES.relativize(file).toString()));
    }

    assertThat(listed).containsAll(there);
  }

  private static void addTest(Set<String> names, String file) {
    if (file.matches(".*/Test[^/$]*\\.class")) {
      String name = file.substring(0, file.length() - ".class".length()).replace('/', '.');
      if (!tests(name).isEmpty()) {
        names.add(name);
      }
    }
  }

  /** A class needs its own directory: these tests write and delete where they stand. */
  private static void prepare(Path directory) throws IOException {
    if (Files.exists(directory)) {
      try (Stream<Path> files = Files.walk(directory)) {
        files.sorted(java.util.Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
      }
    }
    for (String name : new String[] {"target/test-dir", "build/test/data", "src/test", "tmp"}) {
      Files.createDirectories(directory.resolve(name));
    }
    Files.createSymbolicLink(directory.resolve("src/test/java"), TARGET.resolve("sources"));
  }

  private static List<String> command(HadoopTestList.Entry test, Path directory, Path jobs) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx4g", "-XX:TieredStopAtLevel=1"));
    command.addAll(
        List.of(
            org.apache.spark.launcher.JavaModuleOptions.defaultModuleOptions()
                .strip()
                .split("\\s+")));
    command.add("-Dhadoop.tests.jobs=" + jobs);
    command.add("-Dtest.build.data=" + directory.resolve("data"));
    command.add("-Dhadoop.log.dir=" + directory.resolve("log"));
    command.add("-Djava.io.tmpdir=" + directory.resolve("tmp"));
    command.add("-Dhadoop.tests.conf=" + test.setting());
    command.add("-cp");
    command.add(CLASSES + File.pathSeparator + classPath());
    command.add("org.junit.platform.console.ConsoleLauncher");
    command.addAll(List.of("execute", "--details=tree", "--disable-ansi-colors"));
    if (test.without().isEmpty()) {
      command.add("--select-class=" + test.name());
    } else {
      List<String> methods = new ArrayList<>(tests(test.name()));
      methods.removeAll(test.without());
      methods.forEach(method -> command.add("--select-method=" + test.name() + "#" + method));
    }
    return command;
  }

  /** Methods that JUnit runs; none for an abstract class. */
  private static List<String> tests(String name) {
    try {
      Class<?> type = Class.forName(name, false, loader());
      if (java.lang.reflect.Modifier.isAbstract(type.getModifiers())) {
        return List.of();
      }
      return Arrays.stream(type.getMethods())
          .filter(HadoopTestsIT::isTest)
          .map(Method::getName)
          .toList();
    } catch (ReflectiveOperationException | java.net.MalformedURLException | LinkageError e) {
      return List.of();
    }
  }

  private static boolean isTest(Method method) {
    return Arrays.stream(method.getAnnotations())
        .anyMatch(annotation -> annotation.annotationType().getSimpleName().equals("Test"));
  }

  private static ClassLoader loader() throws java.net.MalformedURLException {
    return new java.net.URLClassLoader(
        new java.net.URL[] {CLASSES.toUri().toURL()}, HadoopTestsIT.class.getClassLoader());
  }

  private static String classPath() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }

  private static Path jar(String artifact) {
    return Arrays.stream(classPath().split(File.pathSeparator))
        .map(Path::of)
        .filter(path -> path.getFileName().toString().matches(artifact + "-[0-9.]+-tests\\.jar"))
        .findAny()
        .orElseThrow();
  }

  private static String failures(Path log) {
    try {
      String all = Files.readString(log, StandardCharsets.UTF_8);
      int from = all.indexOf("\nFailures (");
      return log + (from < 0 ? "" : all.substring(from, Math.min(all.length(), from + 4000)));
    } catch (IOException e) {
      return log + ": " + e;
    }
  }
}

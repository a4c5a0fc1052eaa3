package org.commworld.examples;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A real Spark cluster on loopback, from the jars that the build has resolved: a Master and Workers
 * as processes of their own.
 */
final class StandaloneCluster implements AutoCloseable {
  private static final Pattern MASTER = Pattern.compile("Starting Spark master at (spark://\\S+)");
  private static final Pattern WORKER = Pattern.compile("Successfully registered with master");
  private static final long LIMIT_SECONDS = 90;

  private final Path sparkHome;
  private final List<Process> daemons = new ArrayList<>();
  private final String master;

  private StandaloneCluster(Path directory, int workers, int coresEach) throws Exception {
    sparkHome = directory;
    linkJars(Files.createDirectories(directory.resolve("jars")));
    master =
        daemon(
                MASTER,
                "org.apache.spark.deploy.master.Master",
                "--host",
                "127.0.0.1",
                "--port",
                "0",
                "--webui-port",
                "0")
            .group(1);
    for (int i = 0; i < workers; i++) {
      daemon(
          WORKER,
          "org.apache.spark.deploy.worker.Worker",
          "--host",
          "127.0.0.1",
          "--webui-port",
          "0",
          "-c",
          Integer.toString(coresEach),
          "-m",
          "2g",
          "-d",
          directory.resolve("work-" + i).toString(),
          master);
    }
  }

  /**
   * Starts a cluster whose files are in {@code directory} and waits until its workers have
   * registered.
   */
  static StandaloneCluster start(Path directory, int workers, int coresEach) throws Exception {
    return new StandaloneCluster(directory, workers, coresEach);
  }

  String master() {
    return master;
  }

  Path sparkHome() {
    return sparkHome;
  }

  private static void linkJars(Path jars) throws IOException {
    String classPath = Files.readString(Command.ROOT.resolve("examples/target/class-path"));
    for (String entry : classPath.strip().split(":")) {
      Path jar = Path.of(entry);
      if (!jar.getFileName().toString().startsWith("commworld-")) {
        Files.createSymbolicLink(jars.resolve(jar.getFileName()), jar);
      }
    }
  }

  private Matcher daemon(Pattern ready, String mainClass, String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of("-XX:TieredStopAtLevel=1", "-Xmx256m", "-Dspark.worker.cleanup.enabled=false"));
    command.addAll(openedPackages());
    command.addAll(List.of("-cp", sparkHome.resolve("jars") + "/*", mainClass));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("SPARK_HOME", sparkHome.toString());
    builder.environment().put("SPARK_SCALA_VERSION", "2.13");
    builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    Process process = builder.start();
    daemons.add(process);
    return awaitLine(process, ready);
  }

  private static List<String> openedPackages() {
    return List.of(
        org.apache.spark.launcher.JavaModuleOptions.defaultModuleOptions().strip().split("\\s+"));
  }

  private static Matcher awaitLine(Process process, Pattern ready) throws Exception {
    CompletableFuture<Matcher> found = new CompletableFuture<>();
    List<String> seen = new ArrayList<>();
    Thread reader = new Thread(() -> read(process, ready, found, seen), "reads a daemon's log");
    reader.setDaemon(true);
    reader.start();
    return found.get(LIMIT_SECONDS, TimeUnit.SECONDS);
  }

  /** Goes on reading after the line was found, so that the daemon never waits for us. */
  private static void read(
      Process process, Pattern ready, CompletableFuture<Matcher> found, List<String> seen) {
    try (BufferedReader log =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = log.readLine(); line != null; line = log.readLine()) {
        Matcher matcher = ready.matcher(line);
        if (matcher.find()) {
          found.complete(matcher);
        } else if (!found.isDone()) {
          seen.add(line);
        }
      }
    } catch (IOException e) {
      seen.add(e.toString());
    }
    found.completeExceptionally(
        new AssertionError("daemon ended early:\n" + String.join("\n", seen)));
  }

  /** A jar of the classes below {@code classes}, as users would bring it. */
  static Path jar(Path classes, Path jar) throws IOException {
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file);
        Stream<Path> tree = Files.walk(classes)) {
      for (Path path : tree.filter(Files::isRegularFile).toList()) {
        out.putNextEntry(new JarEntry(classes.relativize(path).toString()));
        out.write(Files.readAllBytes(path));
      }
    }
    return jar;
  }

  /** Executor JVMs of this cluster that run now. */
  List<ProcessHandle> executors() {
    return ProcessHandle.allProcesses()
        .filter(
            process ->
                process
                    .info()
                    .commandLine()
                    .filter(line -> line.contains("CoarseGrainedExecutorBackend"))
                    .filter(line -> line.contains(sparkHome.toString()))
                    .isPresent())
        .toList();
  }

  @Override
  public void close() {
    for (int i = daemons.size() - 1; i >= 0; i--) {
      Process daemon = daemons.get(i);
      daemon.destroy();
      if (!endsSoon(daemon)) {
        daemon.destroyForcibly();
      }
    }
  }

  private static boolean endsSoon(Process daemon) {
    try {
      return daemon.waitFor(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}

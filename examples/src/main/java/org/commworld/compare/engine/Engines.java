package org.commworld.compare.engine;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.commworld.bench.BenchException;
import org.commworld.bench.InstalledMpi;
import org.commworld.bench.rank.Transport;
import org.commworld.compare.data.FlightLines;
import org.commworld.compare.workload.Workload;
import org.jspecify.annotations.Nullable;

/** The engines that are there, and how to get the others. Builds programs in C when needed. */
public final class Engines implements EngineSet {
  private static final String SOURCES = "/org/commworld/compare/native/";
  private static final List<String> C_SHARED =
      List.of("compare.h", "input.h", "lines.h", "memory.h", "pattern.h", "share.h");
  private static final List<String> PYTHON_SHARED =
      List.of("compare.py", "lines.py", "pattern.py", "share.py");
  private static final int PROBE_SECONDS = 60;
  private static final int CONVERT_MINUTES = 5;

  private final Workspace workspace;
  private final String memory;
  private final Map<Engine, InstalledMpi> mpis = new EnumMap<>(Engine.class);
  private final Map<Engine, String> missing = new EnumMap<>(Engine.class);
  private final Map<Engine, String> versions = new EnumMap<>(Engine.class);
  private final @Nullable String python;
  private @Nullable Path sparkHome;

  /**
   * Looks for {@code wanted}.
   *
   * @param memory heap of an engine's JVM, as in -Xmx
   * @param python the interpreter to ask for mpi4py
   */
  public Engines(Workspace workspace, List<Engine> wanted, String memory, String python) {
    this.workspace = workspace;
    this.memory = memory;
    this.python = python;
    for (Engine engine : wanted) {
      find(engine);
    }
  }

  private void find(Engine engine) {
    switch (engine.style()) {
      case C -> findMpi(engine, engine == Engine.OPEN_MPI);
      case PYTHON -> findPython();
      case DATAFLOW, RANKS, MAPREDUCE ->
          versions.put(
              engine,
              engine == Engine.HADOOP
                  ? "Hadoop " + org.apache.hadoop.util.VersionInfo.getVersion()
                  : "Spark " + org.apache.spark.package$.MODULE$.SPARK_VERSION());
    }
  }

  private void findMpi(Engine engine, boolean isOpenMpi) {
    String suffix = isOpenMpi ? "openmpi" : "mpich";
    for (String mpirun : List.of("mpirun." + suffix, "mpirun", "mpiexec")) {
      if (!isOnPath(mpirun)) {
        continue;
      }
      try {
        InstalledMpi mpi = new InstalledMpi(mpirun);
        if (mpi.isOpenMpi() == isOpenMpi
            && isOnPath(mpirun.replaceFirst("mpi(run|exec)", "mpicc"))) {
          mpis.put(engine, mpi);
          versions.put(engine, mpi.name());
          return;
        }
      } catch (BenchException e) {
        // Another one: not what is looked for.
      }
    }
    missing.put(
        engine,
        isOpenMpi
            ? "apt-get install openmpi-bin libopenmpi-dev"
            : "apt-get install mpich libmpich-dev");
  }

  private void findPython() {
    String said =
        outputOf(
            Objects.requireNonNull(python),
            "-c",
            "import sys, numpy, mpi4py; from mpi4py import MPI; "
                + "print('Python %d.%d, mpi4py %s, %s' % (*sys.version_info[:2], "
                + "mpi4py.__version__, MPI.Get_library_version().split(chr(10))[0]))");
    if (said == null) {
      missing.put(Engine.MPI4PY, "an MPI, then pip install mpi4py numpy");
      return;
    }
    boolean isOpenMpi = said.contains("Open MPI");
    Engine under = isOpenMpi ? Engine.OPEN_MPI : Engine.MPICH;
    if (!mpis.containsKey(under)) {
      findMpi(under, isOpenMpi);
    }
    InstalledMpi mpi = mpis.get(under);
    if (mpi == null) {
      missing.put(Engine.MPI4PY, "mpi4py is there; for its launcher " + missing.get(under));
    } else {
      mpis.put(Engine.MPI4PY, mpi);
      versions.put(Engine.MPI4PY, said.replaceFirst(", (Open MPI v[^,]*),.*", ", $1"));
    }
  }

  private static boolean isOnPath(String command) {
    for (String entry : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)) {
      if (Files.isExecutable(Path.of(entry, command))) {
        return true;
      }
    }
    return false;
  }

  /** What a command prints in its last line; null if it fails. */
  private @Nullable String outputOf(String... command) {
    Path out = workspace.newDirectory("probe").resolve("out");
    try {
      Process process =
          workspace.start(
              new ProcessBuilder(command)
                  .redirectInput(new File("/dev/null"))
                  .redirectOutput(out.toFile())
                  .redirectError(ProcessBuilder.Redirect.DISCARD));
      boolean ended = process.waitFor(PROBE_SECONDS, TimeUnit.SECONDS);
      workspace.end(process);
      List<String> lines = Files.readAllLines(out);
      return ended && process.exitValue() == 0 && !lines.isEmpty()
          ? lines.get(lines.size() - 1)
          : null;
    } catch (CompareException | IOException e) {
      return null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    }
  }

  @Override
  public void checkOpen() {
    workspace.checkOpen();
  }

  @Override
  public @Nullable String missing(Engine engine) {
    return missing.get(engine);
  }

  /** What an engine that is there is made of. */
  public String version(Engine engine) {
    return versions.getOrDefault(engine, "");
  }

  @Override
  public Runner start(Engine engine, Workload workload, int ranks) {
    if (engine.isJvm()) {
      Path scratch = workspace.newDirectory(engine.label());
      return new Worker(
          workspace, workerCommand(engine, ranks, scratch), sparkHome(), scratch.resolve("log"));
    }
    InstalledMpi mpi = Objects.requireNonNull(mpis.get(engine), engine.label());
    List<String> command =
        new ArrayList<>(
            mpi.launcher(
                Transport.SHM, ranks, ranks <= Runtime.getRuntime().availableProcessors()));
    Path directory = workspace.newDirectory(engine.label());
    if (engine == Engine.MPI4PY) {
      PYTHON_SHARED.forEach(file -> copy(file, directory));
      command.add(Objects.requireNonNull(python));
      command.add(copy(workload.label() + ".py", directory).toString());
    } else {
      C_SHARED.forEach(file -> copy(file, directory));
      Path program = directory.resolve(workload.label());
      try {
        mpi.build(
            copy(workload.label() + ".c", directory), program, "-O3", "-ffp-contract=off", "-lm");
      } catch (BenchException e) {
        throw new CompareException(String.valueOf(e.getMessage()), e);
      }
      command.add(program.toString());
    }
    return new Launched(workspace, command);
  }

  /**
   * Makes lines of a Parquet file of flights, in a JVM of its own.
   *
   * @throws CompareException if that fails
   */
  public void convertFlights(Path parquet, Path lines) {
    Path scratch = workspace.newDirectory("flights");
    List<String> command = javaCommand(scratch, FlightLines.class);
    command.addAll(List.of(parquet.toString(), lines.toString(), scratch.toString()));
    Process process =
        workspace.start(
            new ProcessBuilder(command)
                .redirectInput(new File("/dev/null"))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD));
    try {
      boolean ended = process.waitFor(CONVERT_MINUTES, TimeUnit.MINUTES);
      workspace.end(process);
      if (!ended || process.exitValue() != 0) {
        throw new CompareException("cannot read the flights: file=" + parquet);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CompareException("interrupted", e);
    }
  }

  private List<String> workerCommand(Engine engine, int ranks, Path scratch) {
    List<String> command = javaCommand(scratch, WorkerMain.class);
    command.addAll(List.of(engine.label(), String.valueOf(ranks), scratch.toString()));
    return command;
  }

  /** The same Java, options and class path as this JVM's, with the heap asked for. */
  private List<String> javaCommand(Path scratch, Class<?> main) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    for (String option : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
      if (!option.startsWith("-agentlib:") && !option.startsWith("-javaagent:")) {
        command.add(option);
      }
    }
    command.add("-Xmx" + memory);
    command.add("-Djava.io.tmpdir=" + scratch);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(main.getName());
    return command;
  }

  /** What local-cluster masters start their executors from: links to this JVM's jars. */
  private Path sparkHome() {
    if (sparkHome == null) {
      Path home = workspace.newDirectory("spark");
      try {
        Path jars = Files.createDirectory(home.resolve("jars"));
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
          Path jar = Path.of(entry).toAbsolutePath();
          Path link = jars.resolve(jar.getFileName().toString());
          if (entry.endsWith(".jar") && !Files.exists(link)) {
            Files.createSymbolicLink(link, jar);
          }
        }
      } catch (IOException e) {
        throw new CompareException("cannot link Spark's jars: " + e.getMessage(), e);
      }
      sparkHome = home;
    }
    return sparkHome;
  }

  private static Path copy(String source, Path directory) {
    try (InputStream text =
        Objects.requireNonNull(Engines.class.getResourceAsStream(SOURCES + source), source)) {
      Path target = directory.resolve(source);
      Files.copy(text, target);
      return target;
    } catch (IOException e) {
      throw new CompareException("cannot write %s: %s".formatted(source, e.getMessage()), e);
    }
  }
}

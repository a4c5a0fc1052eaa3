package org.commworld.spark.launch;

import java.io.File;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * From the options of {@code run} or {@code mpiexec} to a world: checks all before Spark starts.
 */
final class WorldLaunch {
  /** System property: jars whose programs can be named without {@code --jars}. */
  private static final String BUNDLED_PROGRAMS = "commworld.programs";

  private static final Duration MASTER_TIMEOUT = Duration.ofSeconds(5);

  private WorldLaunch() {}

  /** Runs the world; the exit status. */
  static int launch(@Nullable Integer givenRanks, RunOptions options) {
    Logging.configure(options.verbose);
    Termination termination = new Termination(System.err);
    termination.handleSignals();
    options.conf.keySet().forEach(WorldLaunch::requireSparkKey);
    if (options.trace != null) {
      requireWritable(options.trace);
    }
    // spark-submit names its master so, when it is what runs the launcher.
    String url = options.master != null ? options.master : System.getProperty("spark.master");
    MasterUrl master = url == null ? null : new MasterUrl(url);
    int ranks = ranks(givenRanks, master);
    if (master == null) {
      master = MasterUrl.local(ranks);
    }
    Program program =
        new ProgramLocator(bundledPrograms(), !master.isLocal())
            .locate(options.program, options.jars, options.arguments);
    master.requireReachable(MASTER_TIMEOUT);
    String name = options.name != null ? options.name : program.mainClass();
    List<String> ownJars = OwnJars.of(System.getProperty("java.class.path", ""));
    WorldRun run =
        new WorldRun(
            options,
            ranks,
            program,
            SparkSettings.of(master, name, program, ownJars, options.conf),
            termination,
            System.err);
    try {
      return termination.statusOr(run.run());
    } catch (Exception e) { // Spark's Scala code throws checked ones too
      // What a job says that is being ended is no news.
      if (termination.isUnderWay()) {
        return termination.statusOr(ExitStatus.FAILED);
      }
      throw e;
    }
  }

  private static int ranks(@Nullable Integer given, @Nullable MasterUrl master) {
    if (given == null) {
      if (master != null && !master.isLocal()) {
        throw new UsageException(
            "the number of ranks is needed with --master %s: -n N".formatted(master.url()));
      }
      return Runtime.getRuntime().availableProcessors();
    }
    if (given < 1) {
      throw new UsageException("invalid number of ranks: %d (expected 1 or more)".formatted(given));
    }
    return given;
  }

  private static void requireSparkKey(String key) {
    if (!key.startsWith("spark.")) {
      throw new UsageException(
          "not a Spark property: --conf %s (expected spark.…=VALUE)".formatted(key));
    }
  }

  /** Before Spark starts; what is in the file stays there until the run begins. */
  private static void requireWritable(Path file) {
    try {
      Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND).close();
    } catch (IOException e) {
      String reason = e instanceof NoSuchFileException ? "no such directory" : reasonOf(e);
      throw new UsageException("cannot write --trace %s: %s".formatted(file, reason));
    }
  }

  private static String reasonOf(IOException e) {
    return e instanceof FileSystemException f && f.getReason() != null
        ? f.getReason()
        : e.getClass().getSimpleName();
  }

  private static List<String> bundledPrograms() {
    return Pattern.compile(File.pathSeparator, Pattern.LITERAL)
        .splitAsStream(System.getProperty(BUNDLED_PROGRAMS, ""))
        .filter(path -> !path.isEmpty())
        .toList();
  }
}

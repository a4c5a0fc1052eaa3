package org.commworld.compare;

import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.commworld.bench.Mistakes;
import org.commworld.compare.data.Inputs;
import org.commworld.compare.data.Sources;
import org.commworld.compare.engine.CompareException;
import org.commworld.compare.engine.Engines;
import org.commworld.compare.engine.Workspace;
import org.commworld.compare.report.Point;
import org.commworld.compare.report.ReportFiles;
import org.commworld.compare.report.Results;
import org.commworld.compare.report.TextTable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code commworld compare}. */
@Command(
    name = "commworld compare",
    description =
        "Runs the same work as Spark dataflow, as ranks, as MapReduce and under an installed MPI, "
            + "and writes a report.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "Engines take turns with the same input on the same number of processors; answers are checked "
          + "before times are shown. An engine that is not installed is a row that says how to "
          + "install it.",
      "",
      "Exit status: 0; 1 if an answer was wrong or an engine failed; 2 for a mistake in the command.",
      "",
      "Examples:",
      "  commworld compare",
      "  commworld compare kmeans --sizes 10K,1M --engines spark,ranks,openmpi --ranks 1,2,4",
      "  commworld compare wordcount sort --sizes wordcount=64M --sizes sort=1M --out report"
    })
public final class Compare implements Callable<Integer> {
  private static final int FAILED = 1;

  @Spec @Nullable CommandSpec spec;

  @Parameters(
      paramLabel = "WORKLOAD",
      description =
          "allreduce, alltoall, kmeans, logreg, pagerank, wordcount, sort, heat, pi. Default: all")
  List<String> workloads = new ArrayList<>();

  @Option(
      names = "--sizes",
      paramLabel = "[WORKLOAD=]SIZE,…",
      description =
          "Sizes of one workload or of all; may be repeated. K, M and G are powers of 1024 for "
              + "bytes, otherwise of 1000. Default: sizes that take some minutes in all")
  List<String> sizes = new ArrayList<>();

  @Option(
      names = {"-n", "--ranks"},
      paramLabel = "N",
      split = ",",
      description = "Numbers of ranks and of Spark's slots. Default: the number of processors")
  List<Integer> ranks = new ArrayList<>();

  @Option(
      names = "--engines",
      paramLabel = "ENGINE",
      split = ",",
      description =
          "spark, spark-jvms, ranks, ranks-jvms, mapreduce, hadoop, openmpi, mpich, mpi4py. "
              + "Default: all but spark-jvms")
  List<String> engines = new ArrayList<>();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "comparison",
      description = "Where report.html, results.csv and results.json go. Default: ${DEFAULT-VALUE}")
  Path out = Path.of("");

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "Real data: zipcodes.csv (latitude, longitude), flights*.parquet (date, delay, distance), "
              + "*.txt. What is missing is generated, positions are carried.")
  @Nullable Path data;

  @Option(
      names = "--runs",
      paramLabel = "K",
      defaultValue = "5",
      description = "Runs of each size that count. Default: ${DEFAULT-VALUE}")
  int runs;

  @Option(
      names = "--warm-up",
      paramLabel = "K",
      defaultValue = "2",
      description = "Runs of each size before, at least 1. Default: ${DEFAULT-VALUE}")
  int warmUps;

  @Option(
      names = "--time",
      paramLabel = "SECONDS",
      defaultValue = "1",
      description =
          "After so much time of a size's runs, 3 of them are enough. Default: ${DEFAULT-VALUE}")
  double seconds;

  @Option(
      names = "--limit",
      paramLabel = "SECONDS",
      defaultValue = "120",
      description = "A run that takes longer has failed. Default: ${DEFAULT-VALUE}")
  int limit;

  @Option(
      names = "--memory",
      paramLabel = "SIZE",
      defaultValue = "2g",
      description = "Heap of an engine's JVM, as -Xmx has it. Default: ${DEFAULT-VALUE}")
  String memory = "";

  @Option(
      names = "--python",
      paramLabel = "COMMAND",
      defaultValue = "python3",
      description = "The Python that has mpi4py and numpy. Default: ${DEFAULT-VALUE}")
  String python = "";

  private final PrintStream stdout;
  private final PrintStream stderr;

  private Compare(PrintStream stdout, PrintStream stderr) {
    this.stdout = stdout;
    this.stderr = stderr;
  }

  /** Runs the command and exits with its status. */
  public static void main(String[] arguments) {
    PrintStream stdout = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    System.exit(execute(stdout, System.err, arguments));
  }

  /** Runs the command; the exit status. */
  static int execute(PrintStream stdout, PrintStream stderr, String... arguments) {
    Compare compare = new Compare(stdout, stderr);
    return new CommandLine(compare)
        .setOut(new PrintWriter(new OutputStreamWriter(stdout, StandardCharsets.UTF_8), true))
        .setParameterExceptionHandler((e, all) -> compare.explain(e))
        .setExecutionExceptionHandler((e, failed, parsed) -> compare.explain(e))
        .execute(arguments);
  }

  private int explain(Exception e) {
    return Mistakes.explain("commworld compare", e, e instanceof CompareException, stderr);
  }

  @Override
  public Integer call() throws IOException {
    Plan plan;
    Sources sources;
    try {
      Selection selection = new Selection(workloads, sizes, engines);
      plan =
          new Plan(
              selection.sizes(),
              selection.engines(),
              Selection.ranks(ranks),
              Selection.atLeast(1, "runs", runs),
              Selection.atLeast(1, "warm-up", warmUps),
              Selection.seconds(seconds),
              Duration.ofSeconds(Selection.atLeast(1, "limit", limit)));
      sources = Selection.sources(data);
      Selection.heap(memory);
      Files.createDirectories(out);
    } catch (IllegalArgumentException e) {
      throw mistake(String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw mistake("cannot make the directory: out=" + out, e);
    }
    checkWritable();
    Terminal terminal = new Terminal(stderr);
    List<Point> points = new ArrayList<>();
    try (Workspace workspace = new Workspace()) {
      Engines found = new Engines(workspace, plan.engines(), memory, python);
      Inputs inputs =
          new Inputs(
              workspace.newDirectory("input"),
              sources,
              (parquet, lines) -> {
                terminal.says("flights: from Parquet to lines");
                found.convertFlights(parquet, lines);
              });
      TextTable table = new TextTable(stdout);
      Facts facts = new Facts(plan, memory);
      ReportFiles files = new ReportFiles(out);
      facts.print(stdout);
      try {
        new Campaign(plan, found, inputs, terminal)
            .run(
                point -> {
                  terminal.clear();
                  points.add(point);
                  try {
                    // What is known by now is there when it is shown, however this ends.
                    write(files, facts.results(found, inputs, points));
                  } finally {
                    table.row(point);
                  }
                });
      } finally {
        terminal.clear();
      }
      return facts.results(found, inputs, points).isBad() ? FAILED : 0;
    }
  }

  /** Before anything is measured, as permissions do not tell all. */
  private void checkWritable() {
    try {
      Files.delete(Files.createTempFile(out, "report", ".new"));
    } catch (IOException e) {
      throw mistake("cannot write to the directory: out=" + out, e);
    }
  }

  private static void write(ReportFiles files, Results results) {
    try {
      files.write(results);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ParameterException mistake(String message, Throwable cause) {
    return new ParameterException(
        Objects.requireNonNull(spec, "not parsed").commandLine(), message, cause);
  }
}

package org.commworld.bench;

import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.commworld.bench.rank.Buffers;
import org.commworld.bench.rank.Operation;
import org.commworld.bench.rank.Order;
import org.commworld.bench.rank.Transport;
import org.commworld.collective.select.AlgorithmTable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code commworld bench}. */
@Command(
    name = "commworld bench",
    description = "Measures messages and collectives, without Spark.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "Times are microseconds for an operation: half a round trip for pingpong, one message of a "
          + "window for bw. Blocks in which the time of a cache line between two processors (hop) "
          + "has changed do not count and are repeated.",
      "",
      "Exit status: 0; 1 if ranks failed or a result was wrong; 2 for a mistake in the command.",
      "",
      "Example: commworld bench -n 2 --transport tcp --against mpirun"
    })
public final class Bench implements Callable<Integer> {
  private static final int PROBE_WARM_UPS = 3;
  private static final Path CONGESTION_CONTROL =
      Path.of("/proc/sys/net/ipv4/tcp_congestion_control");

  @Spec @Nullable CommandSpec spec;

  @Option(
      names = {"-n", "--ranks"},
      paramLabel = "N",
      defaultValue = "2",
      description = "Number of ranks. Default: ${DEFAULT-VALUE}")
  int ranks;

  @Option(
      names = "--transport",
      paramLabel = "NAME",
      defaultValue = "tcp",
      description =
          "inproc: ranks are threads of one JVM; shm, tcp: a JVM for each. Default: "
              + "${DEFAULT-VALUE}")
  String transport = "";

  @Option(
      names = "--ops",
      paramLabel = "OP",
      split = ",",
      description =
          "pingpong, bw, sendrecv, barrier, bcast, reduce, allreduce, allgather, alltoall, "
              + "reduce_scatter. Default: all")
  List<String> operations = new ArrayList<>();

  @Option(
      names = "--sizes",
      paramLabel = "BYTES",
      split = ",",
      defaultValue = "8,1K,64K,1M,16M",
      description = "Multiples of 8; K, M and G are powers of 1024. Default: ${DEFAULT-VALUE}")
  List<String> sizes = new ArrayList<>();

  @Option(
      names = "--time",
      paramLabel = "SECONDS",
      defaultValue = "0.1",
      description = "About how long a block takes. Default: ${DEFAULT-VALUE}")
  double seconds;

  @Option(
      names = "--warm-up",
      paramLabel = "SECONDS",
      defaultValue = "0.5",
      description =
          "About how long each operation runs before; up to ten times as long while the JVMs' "
              + "compilers are busy. Default: ${DEFAULT-VALUE}")
  double warmUpSeconds;

  @Option(
      names = "--runs",
      paramLabel = "K",
      defaultValue = "3",
      description = "Blocks, or pairs of blocks, that count. Default: ${DEFAULT-VALUE}")
  int runs;

  @Option(
      names = "--against",
      paramLabel = "MPIRUN",
      description =
          "Measures a program in C under this MPI in turn with ours: mpirun, or mpirun.mpich, ... "
              + "of Open MPI or MPICH, with its mpicc beside it.")
  @Nullable String against;

  @Option(
      names = "--huge-pages",
      description = "Buffers on huge pages, on both sides. Default: what the system gives")
  boolean hugePages;

  @Option(
      names = "--fresh",
      description =
          "Ranks write what they send anew before each call, on both sides: untimed for "
              + "collectives, in the time of the others. Default: the same elements again and again")
  boolean fresh;

  @Option(
      names = "--buffers",
      paramLabel = "WHAT",
      defaultValue = "array",
      description =
          "What our ranks pass: array, of the Java heap; direct, memory outside of it, which long "
              + "messages over tcp are not copied from or to. Default: ${DEFAULT-VALUE}")
  String buffers = "";

  @Option(
      names = "--table",
      paramLabel = "FILE",
      description =
          "Which algorithms our collectives between JVMs use, as commworld tune writes it. Default: "
              + "the built-in table")
  @Nullable Path table;

  @Option(
      names = "--bind-to",
      paramLabel = "WHAT",
      defaultValue = "core",
      description =
          "core: each rank has a processor of its own if there are as many; none. On both sides. "
              + "Default: ${DEFAULT-VALUE}, but none with --hosts or --launch")
  String bindTo = "";

  @Option(
      names = "--jvm-arg",
      paramLabel = "OPTION",
      description = "An option of the ranks' JVMs; may be repeated.")
  List<String> jvmArguments = new ArrayList<>();

  @Mixin Placement placement = new Placement();

  @Option(
      names = "--csv",
      paramLabel = "FILE",
      description =
          "Writes " + Row.CSV_HEADER + ", and with --against more columns, to this file too.")
  @Nullable Path csv;

  private final PrintStream out;
  private final PrintStream err;

  private Bench(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  /** Runs the command and exits with its status. */
  public static void main(String[] arguments) {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    System.exit(execute(out, System.err, arguments));
  }

  /** Runs the command; the exit status. */
  static int execute(PrintStream out, PrintStream err, String... arguments) {
    Bench bench = new Bench(out, err);
    return new CommandLine(bench)
        .setOut(new PrintWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), true))
        .setParameterExceptionHandler((e, all) -> bench.explain(e))
        .setExecutionExceptionHandler((e, failed, parsed) -> bench.explain(e))
        .execute(arguments);
  }

  private int explain(Exception e) {
    return Mistakes.explain("commworld bench", e, e instanceof BenchException, err);
  }

  @Override
  public Integer call() throws IOException {
    Settings settings = settings();
    AlgorithmTable algorithms = algorithms();
    try (MpiRanks mpi = against == null ? null : new MpiRanks(against);
        PrintWriter rows = csv == null ? null : new PrintWriter(Files.newBufferedWriter(csv));
        RankWorld ours = JavaRanks.start(settings, placement, algorithms);
        RankWorld theirs = mpi == null ? null : mpi.start(settings)) {
      for (int i = 0; i < PROBE_WARM_UPS; i++) {
        Probe.hopNanos();
      }
      describe(settings, mpi);
      Table table = new Table(out, mpi != null);
      table.head(mpi == null ? "" : mpi.name());
      if (rows != null) {
        rows.println(Row.CSV_HEADER + (mpi == null ? "" : Row.CSV_AGAINST));
      }
      Terminal terminal = new Terminal(err);
      new Campaign(settings, ours, theirs, terminal)
          .run(
              row -> {
                terminal.clear();
                table.row(row);
                if (rows != null) {
                  rows.println(row.csv());
                  rows.flush();
                }
              });
    }
    return 0;
  }

  private AlgorithmTable algorithms() {
    if (table == null) {
      return AlgorithmTable.defaults();
    }
    try {
      return AlgorithmTable.read(table);
    } catch (IOException e) {
      throw mistake("cannot read --table " + table + ": " + e, e);
    } catch (IllegalArgumentException e) {
      throw mistake(String.valueOf(e.getMessage()), e);
    }
  }

  private ParameterException mistake(String message, Exception cause) {
    CommandSpec own = Objects.requireNonNull(spec, "not parsed");
    return new ParameterException(own.commandLine(), message, cause);
  }

  private void describe(Settings settings, @Nullable MpiRanks mpi) {
    out.printf(
        Locale.ROOT,
        "%d ranks, %s, %s, Java %s, %d processors; %d x %s s%s%n",
        settings.ranks(),
        transport(settings.transport()),
        (settings.buffers().fresh() ? "fresh " : "")
            + (settings.buffers().direct() ? "direct buffers" : "arrays"),
        System.getProperty("java.version"),
        Runtime.getRuntime().availableProcessors(),
        settings.runs(),
        settings.seconds(),
        mpi == null ? "" : ", in turn with " + mpi.name());
  }

  /** With what decides how quick a socket is; only Linux tells. */
  private static String transport(Transport transport) {
    try {
      return transport == Transport.TCP
          ? "tcp (%s)".formatted(Files.readString(CONGESTION_CONTROL).strip())
          : transport.label();
    } catch (IOException e) {
      return transport.label();
    }
  }

  private Settings settings() {
    try {
      return new Settings(
          ranks,
          Transport.find(transport)
              .orElseThrow(() -> unknown("inproc, shm or tcp: transport=" + transport)),
          operations.isEmpty()
              ? Arrays.asList(Operation.values())
              : operations.stream().map(Bench::operation).toList(),
          sizes.stream().map(Bench::bytes).toList(),
          seconds,
          warmUpSeconds,
          runs,
          jvmArguments,
          hugePages,
          new Buffers(hasDirectBuffers(), fresh),
          bindsRanks());
    } catch (IllegalArgumentException e) {
      throw mistake(String.valueOf(e.getMessage()), e);
    }
  }

  private boolean hasDirectBuffers() {
    return switch (buffers) {
      case "array" -> false;
      case "direct" -> true;
      default -> throw unknown("array or direct: buffers=" + buffers);
    };
  }

  private boolean bindsRanks() {
    return switch (bindTo) {
      // The hosts of ranks elsewhere may be this one: each rank would take its first processor.
      case "core" -> placement.isHere() && ranks <= Runtime.getRuntime().availableProcessors();
      case "none" -> false;
      default -> throw unknown("core or none: bind-to=" + bindTo);
    };
  }

  private static IllegalArgumentException unknown(String expected) {
    return new IllegalArgumentException("expected " + expected);
  }

  private static Operation operation(String label) {
    return Operation.find(label).orElseThrow(() -> unknown("an operation: op=" + label));
  }

  static int bytes(String size) {
    int unit = "KMG".indexOf(size.charAt(Math.max(0, size.length() - 1)));
    String digits = unit < 0 ? size : size.substring(0, size.length() - 1);
    try {
      return Math.toIntExact(Math.multiplyExact(Long.parseLong(digits), 1L << (10 * (unit + 1))));
    } catch (ArithmeticException | NumberFormatException e) {
      throw unknown("a multiple of 8 up to 1G: size=" + size);
    }
  }

  /** Says on a terminal what is being measured, on a line that the next row takes. */
  private record Terminal(PrintStream err) implements Campaign.Progress {
    private static final String ERASE = "\r\u001b[K";

    private static boolean isThere() {
      return Boolean.getBoolean("commworld.terminal");
    }

    @Override
    public void begins(Order order, int block, int runs) {
      if (isThere()) {
        String phase = block == 0 ? "warm-up" : "%d of %d".formatted(block, runs);
        err.print(ERASE + order.operation().label() + " " + order.bytes() + " B, " + phase);
        err.flush();
      }
    }

    void clear() {
      if (isThere()) {
        err.print(ERASE);
        err.flush();
      }
    }
  }
}

package org.commworld.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.commworld.bench.rank.Buffers;
import org.commworld.bench.rank.Operation;
import org.commworld.bench.rank.Order;
import org.commworld.bench.rank.Transport;
import org.commworld.collective.select.AlgorithmTable;
import org.commworld.collective.select.Choice;
import org.commworld.collective.select.Collective;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code commworld tune}. */
@Command(
    name = "commworld tune",
    description = {
      "Measures the algorithms of collectives between JVMs and writes which one to use when, for "
          + "spark.commworld.collective.table.",
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "A rule is written where an algorithm is at least a tenth faster than the default one, for "
          + "the ranks measured and, upwards, to the next number measured.",
      "",
      "Exit status: 0; 1 if ranks failed or a result was wrong; 2 for a mistake in the command.",
      "",
      "Example: commworld tune -n 4 --hosts 10.0.0.1,10.0.0.2,10.0.0.3,10.0.0.4 "
          + "--launch \"ip netns exec host{rank}\" -o cluster.table"
    })
public final class Tune implements Callable<Integer> {
  @Spec @Nullable CommandSpec spec;

  @Option(
      names = {"-n", "--ranks"},
      paramLabel = "N",
      split = ",",
      defaultValue = "4",
      description = "Numbers of ranks. Default: ${DEFAULT-VALUE}")
  List<Integer> ranks = new ArrayList<>();

  @Option(
      names = "--ops",
      paramLabel = "OP",
      split = ",",
      description =
          "barrier, bcast, reduce, allreduce, allgather, alltoall, reduce_scatter. Default: all")
  List<String> operations = new ArrayList<>();

  @Option(
      names = "--sizes",
      paramLabel = "BYTES",
      split = ",",
      defaultValue = "8,1K,8K,32K,128K,512K,2M,8M",
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
      defaultValue = "0.3",
      description = "About how long each operation runs before. Default: ${DEFAULT-VALUE}")
  double warmUpSeconds;

  @Option(
      names = "--runs",
      paramLabel = "K",
      defaultValue = "3",
      description = "Blocks of each; the quickest counts. Default: ${DEFAULT-VALUE}")
  int runs;

  @Option(
      names = "--jvm-arg",
      paramLabel = "OPTION",
      description = "An option of the ranks' JVMs; may be repeated.")
  List<String> jvmArguments = new ArrayList<>();

  @Option(
      names = "--master",
      paramLabel = "URL",
      description =
          "Measures ranks inside Spark on this master, through commworld run, in place of JVMs of "
              + "its own.")
  @Nullable String master;

  @Option(
      names = "--conf",
      paramLabel = "KEY=VALUE",
      description = "With --master: a setting of Spark; may be repeated.")
  List<String> conf = new ArrayList<>();

  @Mixin Placement placement = new Placement();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      defaultValue = "collective.table",
      description = "The file to write. Default: ${DEFAULT-VALUE}")
  Path output = Path.of("collective.table");

  Tune() {}

  /** Runs the command and exits with its status. */
  public static void main(String[] arguments) {
    System.setOut(new PrintStream(System.out, true, StandardCharsets.UTF_8));
    System.exit(execute(arguments));
  }

  /** Runs the command; the exit status. */
  static int execute(String... arguments) {
    return new CommandLine(new Tune())
        .setParameterExceptionHandler((e, all) -> explain(e))
        .setExecutionExceptionHandler((e, failed, parsed) -> explain(e))
        .execute(arguments);
  }

  private static int explain(Exception e) {
    return Mistakes.explain("commworld tune", e, e instanceof BenchException, System.err);
  }

  @Override
  public Integer call() throws IOException {
    List<Integer> numbers = ranks.stream().distinct().sorted().toList();
    List<Settings> all = numbers.stream().map(this::settings).toList();
    boolean onOneHost = master == null && placement.isHere();
    AlgorithmTable usual = AlgorithmTable.defaults();
    Timings timings = new Timings(onOneHost ? usual.onOneHost() : usual);
    for (Settings settings : all) {
      measure(settings, timings);
    }
    AlgorithmTable table = timings.table();
    String head =
        "# Written by commworld tune: ranks %s, sizes %s\n"
            .formatted(numbers, String.join(",", sizes));
    Files.writeString(output, head + table.text());
    System.out.printf("%s: %d rules%n", output, table.text().lines().count());
    return 0;
  }

  /** Every candidate gets a world of its own, because all of a world have one table. */
  private void measure(Settings settings, Timings timings) {
    List<Collective> chosen = settings.operations().stream().map(Candidates::collective).toList();
    for (Candidates round : Candidates.rounds(chosen)) {
      List<Order> orders = orders(settings, round);
      Map<String, Double> micros =
          master == null
              ? inWorld(settings, round, orders)
              : new SparkRanks(master, conf)
                  .measure(settings, round.table(), orders.stream().map(Tune::point).toList());
      for (Order order : orders) {
        Collective collective = Candidates.collective(order.operation());
        Choice choice = round.of(collective).orElseThrow();
        Double time = micros.get(point(order));
        if (time == null) {
          throw new BenchException("no time of " + point(order));
        }
        timings.add(collective, settings.ranks(), order.bytes(), choice, time);
        System.out.printf(
            Locale.ROOT,
            "%-14s %4d ranks %10d B  %-20s %12.1f us%n",
            order.operation().label(),
            settings.ranks(),
            order.bytes(),
            Candidates.name(choice),
            time);
      }
    }
  }

  /** What there is to measure with a round's table. */
  private List<Order> orders(Settings settings, Candidates round) {
    List<Order> orders = new ArrayList<>();
    for (Operation operation : settings.operations()) {
      if (round.of(Candidates.collective(operation)).isPresent()) {
        for (int bytes : operation.isSized() ? settings.sizes() : List.of(0)) {
          orders.add(new Order(operation, bytes, seconds));
        }
      }
    }
    return orders;
  }

  private static String point(Order order) {
    return order.operation().label() + ":" + order.bytes();
  }

  private Map<String, Double> inWorld(Settings settings, Candidates round, List<Order> orders) {
    Map<String, Double> micros = new HashMap<>();
    try (RankWorld world = JavaRanks.start(settings, placement, round.table())) {
      for (Order order : orders) {
        micros.put(point(order), quickest(world, order));
      }
    }
    return micros;
  }

  private double quickest(RankWorld world, Order order) {
    world.measure(new Order(order.operation(), order.bytes(), warmUpSeconds));
    double best = Double.POSITIVE_INFINITY;
    for (int run = 0; run < runs; run++) {
      best = Math.min(best, world.measure(order).micros());
    }
    return best;
  }

  private Settings settings(int number) {
    try {
      List<Operation> chosen =
          operations.isEmpty()
              ? Candidates.operations()
              : operations.stream().map(Tune::operation).toList();
      return new Settings(
          number,
          Transport.TCP,
          chosen,
          sizes.stream().map(Bench::bytes).sorted().toList(),
          seconds,
          warmUpSeconds,
          runs,
          jvmArguments,
          false,
          Buffers.ARRAYS,
          false);
    } catch (IllegalArgumentException e) {
      CommandSpec own = java.util.Objects.requireNonNull(spec, "not parsed");
      throw new ParameterException(own.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  private static Operation operation(String label) {
    return Operation.find(label)
        .filter(Candidates.operations()::contains)
        .orElseThrow(
            () -> new IllegalArgumentException("expected a collective with a choice: op=" + label));
  }
}

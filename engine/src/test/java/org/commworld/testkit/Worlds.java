package org.commworld.testkit;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.commworld.collective.select.AlgorithmTable;
import org.commworld.mpi.ProcessFailedException;
import org.commworld.runtime.Engine;
import org.commworld.runtime.EngineConfig;
import org.commworld.runtime.LocalWorld;
import org.commworld.runtime.RankFunction;
import org.commworld.spi.WorldId;
import org.commworld.stats.RankStatistics;
import org.commworld.stats.Span;
import org.commworld.testkit.Ranks.Outcome;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.provider.Arguments;

/** Whole worlds inside the test's JVM. */
public final class Worlds {
  /** How the ranks of a world are spread. */
  public enum Kind {
    /** All in one engine: nothing but shared memory. */
    INPROC,
    /** Each in an engine of its own: nothing but sockets. */
    TCP,
    /** Dealt over half as many engines: both. */
    MIXED,
    /** Each in an engine of its own, as if in JVMs of one host: nothing but mapped rings. */
    SHM,
    /**
     * Dealt over engines of two ranks, or but one of them of one: ranks and engines share memory.
     */
    MIXED_SHM,
    /** Each in an engine of its own, the lower half as if on one host, the upper on another. */
    TWO_HOSTS,
    /** Dealt over engines of two ranks, and these over two hosts in turn. */
    TWO_HOSTS_DEALT;

    /** How many engines host so many ranks; rank r is in the one r modulo their number. */
    public int engines(int ranks) {
      return switch (this) {
        case INPROC -> 1;
        case TCP, SHM, TWO_HOSTS -> ranks;
        case MIXED, TWO_HOSTS_DEALT -> (ranks + 1) / 2;
        case MIXED_SHM -> ranks % 2 == 0 ? ranks / 2 : Math.max(1, ranks - 1);
      };
    }

    private List<Integer> sizes() {
      return switch (this) {
        case INPROC, TCP, MIXED -> SIZES;
        case SHM -> List.of(2, 3, 4, 7);
        case MIXED_SHM, TWO_HOSTS_DEALT -> List.of(4, 5);
        case TWO_HOSTS -> List.of(3, 4);
      };
    }

    /** Whether {@code rank} of {@code ranks} is on the second host. */
    public boolean isOnSecondHost(int rank, int ranks) {
      int engines = engines(ranks);
      return isSecondHost(rank % engines, engines);
    }

    private boolean isSecondHost(int engine, int engines) {
      return switch (this) {
        case TWO_HOSTS -> engine >= (engines + 1) / 2;
        case TWO_HOSTS_DEALT -> engine % 2 == 1;
        case INPROC, TCP, MIXED, SHM, MIXED_SHM -> false;
      };
    }

    /** The loopback address of an engine: another one is another host. */
    private InetAddress host(int engine, int engines) {
      try {
        return isSecondHost(engine, engines)
            ? InetAddress.getByName("127.0.0.2")
            : InetAddress.getLoopbackAddress();
      } catch (UnknownHostException e) {
        throw new AssertionError(e);
      }
    }

    private List<EngineConfig.TransportKind> transports() {
      return switch (this) {
        case INPROC, TCP, MIXED -> List.of(EngineConfig.TransportKind.TCP);
        case SHM, MIXED_SHM, TWO_HOSTS, TWO_HOSTS_DEALT ->
            List.of(EngineConfig.TransportKind.SHM, EngineConfig.TransportKind.TCP);
      };
    }
  }

  private static final List<Integer> SIZES = List.of(1, 2, 3, 4, 5, 7, 8);

  private Worlds() {}

  /** Every kind with every number of ranks, as arguments. */
  public static Stream<Arguments> kindsAndSizes() {
    return Stream.of(Kind.values())
        .flatMap(kind -> kind.sizes().stream().map(size -> Arguments.of(kind, size)));
  }

  /** Runs {@code function} on each rank of a fresh world; the results by rank. */
  public static <R extends @Nullable Object> List<R> run(
      Kind kind, int ranks, RankFunction<R> function) {
    List<Outcome<R>> outcomes = outcomes(kind, ranks, function);
    for (int rank = 0; rank < ranks; rank++) {
      Throwable error = outcomes.get(rank).error();
      if (error != null && !(error instanceof ProcessFailedException)) {
        throw new AssertionError("rank " + rank + " failed in " + kind + "[" + ranks + "]", error);
      }
    }
    for (Outcome<R> outcome : outcomes) {
      if (outcome.error() != null) {
        throw new AssertionError(kind + "[" + ranks + "] failed", outcome.error());
      }
    }
    return outcomes.stream().map(Outcome::result).toList();
  }

  /** Runs {@code function} on each rank of a fresh world; how each rank ended. */
  public static <R extends @Nullable Object> List<Outcome<R>> outcomes(
      Kind kind, int ranks, RankFunction<R> function) {
    return kind == Kind.INPROC
        ? local(ranks, function)
        : spread(kind, ranks, List.of(AlgorithmTable.defaults()), function);
  }

  /**
   * Runs {@code function} on each rank of a fresh world of so many engines; engine i has the i-th
   * table, or the last one. The results by rank.
   */
  public static <R extends @Nullable Object> List<R> run(
      Kind kind, int ranks, List<AlgorithmTable> tables, RankFunction<R> function) {
    return spread(kind, ranks, tables, function).stream()
        .map(
            outcome -> {
              if (outcome.error() != null) {
                throw new AssertionError(kind + "[" + ranks + "] failed", outcome.error());
              }
              return outcome.result();
            })
        .toList();
  }

  /** LocalWorld tells the first failure only, so each rank's own is noted on the way. */
  private static <R extends @Nullable Object> List<Outcome<R>> local(
      int ranks, RankFunction<R> function) {
    List<Outcome<R>> outcomes = new ArrayList<>();
    for (int rank = 0; rank < ranks; rank++) {
      outcomes.add(new Outcome<>(null, new AssertionError("never ended: rank=" + rank)));
    }
    RankFunction<R> noting =
        world -> {
          int rank = world.rank();
          try {
            R result = function.run(world);
            outcomes.set(rank, new Outcome<>(result, null));
            return result;
          } catch (Throwable e) {
            outcomes.set(rank, new Outcome<>(null, e));
            throw e;
          }
        };
    try {
      LocalWorld.run(ranks, noting);
    } catch (RuntimeException | Error e) {
      if (outcomes.stream().allMatch(outcome -> outcome.error() == null)) {
        throw e;
      }
    }
    return outcomes;
  }

  /** What was counted of each rank, and its spans. */
  public record Counted(RankStatistics statistics, List<Span> spans) {}

  /**
   * Runs {@code function} on each rank of a fresh world; what was counted, by rank.
   *
   * @param traceSpans how many calls of a rank are kept, 0 for none
   */
  public static List<Counted> counted(
      Kind kind, int ranks, int traceSpans, RankFunction<@Nullable Object> function) {
    List<Counted> counted = new ArrayList<>();
    List<Outcome<@Nullable Object>> outcomes =
        spread(
            kind,
            ranks,
            config -> config.withTraceSpans(traceSpans),
            List.of(AlgorithmTable.defaults()),
            function,
            engines -> {
              for (int rank = 0; rank < ranks; rank++) {
                Engine engine = engines.get(rank % engines.size());
                RankStatistics statistics = engine.statistics().get(rank / engines.size());
                counted.add(
                    new Counted(statistics, engine.meter(rank).takeSpans(Integer.MAX_VALUE)));
              }
            });
    for (Outcome<@Nullable Object> outcome : outcomes) {
      if (outcome.error() != null) {
        throw new AssertionError(kind + "[" + ranks + "] failed", outcome.error());
      }
    }
    return counted;
  }

  private static <R extends @Nullable Object> List<Outcome<R>> spread(
      Kind kind, int ranks, List<AlgorithmTable> tables, RankFunction<R> function) {
    return spread(kind, ranks, config -> config, tables, function, engines -> {});
  }

  private static <R extends @Nullable Object> List<Outcome<R>> spread(
      Kind kind,
      int ranks,
      UnaryOperator<EngineConfig> settings,
      List<AlgorithmTable> tables,
      RankFunction<R> function,
      Consumer<List<Engine>> atEnd) {
    WorldId id = new WorldId(UUID.randomUUID().toString().replace("-", ""), 1L << 16, ranks);
    InMemoryBootstrap bootstrap = new InMemoryBootstrap();
    int count = kind.engines(ranks);
    List<Engine> engines =
        Ranks.run(
            count,
            i -> {
              AlgorithmTable table = tables.get(Math.min(i, tables.size() - 1));
              return start(kind, id, bootstrap, i, count, settings, table);
            });
    try {
      return Ranks.outcomes(ranks, rank -> engines.get(rank % count).runRank(rank, function));
    } finally {
      atEnd.accept(engines);
      // All at once, as processes do: each waits for the others to say that they are done.
      Ranks.run(
          count,
          i -> {
            engines.get(i).close();
            return null;
          });
    }
  }

  private static Engine start(
      Kind kind,
      WorldId id,
      InMemoryBootstrap bootstrap,
      int index,
      int count,
      UnaryOperator<EngineConfig> settings,
      AlgorithmTable table) {
    InetAddress host = kind.host(index, count);
    List<Integer> ranks =
        IntStream.range(0, id.size()).filter(rank -> rank % count == index).boxed().toList();
    Engine.Self self = new Engine.Self("engine-" + index, host.getHostAddress(), host, ranks);
    EngineConfig config =
        EngineConfig.defaults()
            .withJoinTimeout(Duration.ofSeconds(30))
            .withTransports(kind.transports())
            .withAlgorithms(table);
    return Engine.start(settings.apply(config), id, self, new byte[32], bootstrap);
  }
}

package org.commworld.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.commworld.bench.rank.Figure;
import org.commworld.bench.rank.Operation;
import org.commworld.bench.rank.Order;
import org.jspecify.annotations.Nullable;

/**
 * The order of things: for each operation and size a warm-up, repeated while the JVMs' compilers
 * are busy, then blocks; beside another MPI, one of ours and one of theirs in turn, so that both
 * see the same machine. A probe runs around every block; a block, or a pair, in which its readings
 * differ is repeated, up to once for each run.
 */
final class Campaign {
  /** Compilers that take this share of a warm-up's time are still at the operation's code. */
  private static final double BUSY_COMPILERS = 0.02;

  private static final int MOST_WARM_UPS = 10;

  private final Settings settings;
  private final RankWorld ours;
  private final @Nullable RankWorld theirs;
  private final Progress progress;

  /** Gets told what is being measured. */
  interface Progress {
    /** A block begins. */
    void begins(Order order, int block, int runs);
  }

  /**
   * What will be measured on {@code ours}, and on {@code theirs} if there is one. Closing these is
   * the caller's.
   */
  Campaign(Settings settings, RankWorld ours, @Nullable RankWorld theirs, Progress progress) {
    this.settings = settings;
    this.ours = ours;
    this.theirs = theirs;
    this.progress = progress;
  }

  /** Measures everything; {@code rows} gets each row when it is known. */
  void run(Consumer<Row> rows) {
    for (Operation operation : settings.operations()) {
      for (int bytes : operation.isSized() ? settings.sizes() : List.of(0)) {
        rows.accept(point(operation, bytes));
      }
    }
  }

  private Row point(Operation operation, int bytes) {
    Order warmUp = new Order(operation, bytes, settings.warmUpSeconds());
    progress.begins(warmUp, 0, settings.runs());
    int warmUps = 0;
    do {
      ours.measure(warmUp);
    } while (ours.compileShare() > BUSY_COMPILERS && ++warmUps < MOST_WARM_UPS);
    if (theirs != null) {
      theirs.measure(warmUp);
    }
    Order order = new Order(operation, bytes, settings.seconds());
    List<Pair> good = new ArrayList<>();
    List<Pair> bad = new ArrayList<>();
    double hop = Probe.hopNanos();
    while (good.size() < settings.runs() && bad.size() < settings.runs()) {
      progress.begins(order, good.size() + 1, settings.runs());
      Pair pair = pair(order, hop);
      (pair.isOfOneState() ? good : bad).add(pair);
      hop = pair.hops[pair.hops.length - 1];
    }
    return row(operation, bytes, good, bad);
  }

  private Pair pair(Order order, double before) {
    Figure own = ours.measure(order);
    double after = Probe.hopNanos();
    if (theirs == null) {
      return new Pair(own, null, before, after);
    }
    Figure other = theirs.measure(order);
    return new Pair(own, other, before, after, Probe.hopNanos());
  }

  private Row row(Operation operation, int bytes, List<Pair> good, List<Pair> bad) {
    boolean mixed = good.isEmpty();
    List<Pair> counting = mixed ? bad : good;
    List<Figure> other = new ArrayList<>();
    for (Pair pair : counting) {
      if (pair.theirs != null) {
        other.add(pair.theirs);
      }
    }
    List<Pair> all = new ArrayList<>(good);
    all.addAll(bad);
    return new Row(
        operation,
        settings.ranks(),
        bytes,
        counting.stream().map(pair -> pair.ours).toList(),
        other,
        Spread.of(all.stream().flatMapToDouble(pair -> java.util.Arrays.stream(pair.hops))),
        mixed ? 0 : bad.size(),
        mixed);
  }

  /** A block of ours, and one of theirs if there is one, with the probe's readings around. */
  private static final class Pair {
    private final Figure ours;
    private final @Nullable Figure theirs;
    private final double[] hops;

    Pair(Figure ours, @Nullable Figure theirs, double... hops) {
      this.ours = ours;
      this.theirs = theirs;
      this.hops = hops;
    }

    boolean isOfOneState() {
      return Probe.isOneState(hops);
    }
  }
}
